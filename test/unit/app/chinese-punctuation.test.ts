// A half-width mark beside a Chinese character is set too close: the texts of main and of all pages use full-width ones.
import { expect, it } from 'vitest'
import { wordsFor } from '../../../src/main/app/messages'
import { signIn } from '../../../src/renderer/locales/zh-CN/sign-in'
import { zhCN } from '../../../src/renderer/locales/zh-CN'

type Words = string | { readonly [key: string]: Words }

function textsIn(words: Words, place: string): [place: string, text: string][] {
  if (typeof words === 'string') return [[place, words]]
  return Object.entries(words).flatMap(([key, inner]) => textsIn(inner, `${place}.${key}`))
}

/** Also over one space, and beside a place that is filled in, or a quotation mark. */
const HALF_WIDTH = /[\p{Script=Han}」”}] ?[,;:?!()]|[,;:?!()] ?[\p{Script=Han}「“]/u

const all = [...textsIn(wordsFor('zh-CN') as unknown as Words, 'main'), ...textsIn(zhCN as unknown as Words, 'workspace'), ...textsIn(signIn as unknown as Words, 'sign-in')]

it('no Chinese text has a half-width comma, colon, semicolon, question or exclamation mark, or parenthesis beside a character', () => {
  expect(all.filter(([, text]) => HALF_WIDTH.test(text))).toEqual([])
})

it('the search sees texts of main with names in them, and of both windows, and finds what it is for', () => {
  expect(['main.close.unkept', 'main.folder.mend', 'main.actions.settings', 'workspace.users.list.noMatch', 'sign-in.title'].filter((place) => !all.some(([known]) => known === place))).toEqual([])
  for (const text of ['保存,或', '写入磁盘:张三', '内容(包括', '文件 (F)', '{names}?', '吗?', '“张三”,', ';请']) expect(HALF_WIDTH.test(text), text).toBe(true)
  for (const text of ['保存，或', 'Ctrl+F 定位', '2,000 项', 'https://主机', '--data-dir=文件夹']) expect(HALF_WIDTH.test(text.replace('https://主机', 'https://a')), text).toBe(false)
})
