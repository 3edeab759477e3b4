import { FAILURE_CODES } from '@shared/result'
import { appStateSchema, SESSION_CAUSES, SESSION_STATES } from '@shared/views'
import { describe, expect, it } from 'vitest'
import { en } from '@renderer/locales/en'
import { native as nativeEn } from '@shared/locales/en/native'
import { native as nativeZh } from '@shared/locales/zh-CN/native'
import { signIn as signInEn } from '@renderer/locales/en/sign-in'
import { zhCN } from '@renderer/locales/zh-CN'
import { signIn as signInZh } from '@renderer/locales/zh-CN/sign-in'
import { createWords } from '@renderer/workspace/i18n/setup'

type Tree = { readonly [key: string]: string | Tree }

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[prefix + key, value] as const] : [...flatten(value, `${prefix}${key}.`)]))
  return new Map(entries)
}

const pairs = [
  { name: 'workspace', english: flatten(en), chinese: flatten(zhCN) },
  { name: 'native menu and dialogs', english: flatten(nativeEn), chinese: flatten(nativeZh) },
  { name: 'sign-in window', english: flatten(signInEn), chinese: flatten(signInZh) },
]

describe.each(pairs)('the words of the $name', ({ english, chinese }) => {
  it('have the same keys in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('have the same places to fill in both languages', () => {
    const places = (words: string): string[] => [...new Set(words.match(/\{\w+\}/g))].sort()
    for (const [key, words] of english) expect([key, places(chinese.get(key) ?? '')]).toEqual([key, places(words)])
  })

  it('are never empty, never shout and never apologise', () => {
    for (const words of [...english.values(), ...chinese.values()]) {
      expect(words.trim()).not.toBe('')
      expect(words).not.toMatch(/[!！]|oops|sorry|抱歉|哎呀/i)
    }
  })

  it('are really translated', () => {
    const same = [...english].filter(([key, words]) => chinese.get(key) === words && /[a-z]{4}/.test(words.replace(/\{\w+\}/g, '')))
    expect(same.map(([key]) => key).filter((key) => !['newServer.bearer', 'newServer.x-token', 'provider.names.gitee', 'provider.names.github'].includes(key))).toEqual([])
  })
})

describe('the words of the workspace', () => {
  it('say for every failure code what happened and what to do', () => {
    for (const code of FAILURE_CODES) {
      expect(en.errors[code].happened).toBeTruthy()
      expect(zhCN.errors[code].todo).toBeTruthy()
    }
    expect(Object.keys(en.errors).sort()).toEqual([...FAILURE_CODES].sort())
  })

  it('cover every cause of a session’s end and every notice of a start', () => {
    expect(Object.keys(en.session.because).sort()).toEqual([...SESSION_CAUSES].sort())
    const notices = appStateSchema.shape.notices.element.options
    expect(notices.filter((notice) => !(notice in en.notices))).toEqual([])
    expect(SESSION_STATES).toHaveLength(5)
  })

  it('compile in both languages, every one of them', () => {
    for (const locale of ['en', 'zh-CN'] as const) {
      const { t } = createWords(locale).global
      const named = new Proxy({}, { get: (_, key) => (typeof key === 'string' ? `<${key}>` : undefined), has: () => true })
      for (const [key, words] of flatten(locale === 'en' ? en : zhCN)) {
        const filled = t(key, named, { plural: 2 })
        expect(filled, key).not.toBe(key)
        expect(filled.includes('{'), `${key}: ${words}`).toBe(false)
      }
    }
  })

  it('choose the singular for one waiting call and the plural for more', () => {
    const { t } = createWords('en').global
    expect(t('session.workKeptWaiting', { calls: '1' }, { plural: 1 })).toBe('Your work is kept; 1 request is waiting.')
    expect(t('session.workKeptWaiting', { calls: '3' }, { plural: 3 })).toBe('Your work is kept; 3 requests are waiting.')
  })
})
