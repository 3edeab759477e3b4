import { describe, expect, it } from 'vitest'
import { knownTitle, titleLanguage } from '@renderer/workspace/app/menu-titles'

describe('the titles of the server’s menu', () => {
  it.each([
    ['用户管理', 'zh-CN'],
    ['API 文档', 'zh-CN'],
    ['Users', 'en'],
    ['', 'en'],
  ] as const)('%s is written in %s', (title, language) => {
    expect(titleLanguage(title)).toBe(language)
  })

  it.each([
    ['sys/menu/index', 'menu.known.menus'],
    ['sys/role/index', 'menu.known.roles'],
    ['sys/user/index', 'menu.known.users'],
    ['sys/dept/index', 'menu.known.departments'],
    ['sys/log/index', 'menu.known.log'],
    ['sys/icon/index', 'menu.known.icons'],
    ['svg-icons/index', 'menu.known.icons'],
  ])('the component %s is known', (component, key) => {
    expect(knownTitle({ component, path: '/anything' })).toBe(key)
  })

  it('a directory is known by its path only', () => {
    expect(knownTitle({ component: 'Layout', path: '/sys' })).toBe('menu.known.system')
    expect(knownTitle({ component: 'Layout', path: '/sample' })).toBeNull()
  })

  it('anything else keeps the name that the server gave it', () => {
    for (const component of ['xiangjun/index', 'constructor', '']) expect(knownTitle({ component, path: '/sys' })).toBeNull()
  })
})
