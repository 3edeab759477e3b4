import { describe, expect, it } from 'vitest'
import { parseKeepingNames } from '../../../../src/shared/resources/kept-names'
import { hasHiddenLetters, withoutHiddenLetters } from '../../../../src/shared/resources/field-rules'
import { RESOURCES } from '../../../../src/shared/resources/registry'
import { OWN_RESOURCES, type OwnResource } from '../../../support/own-records'
import type { Fields } from '../../../../src/shared/merge'

const HIDDEN = {
  'a NUL': '\u0000',
  'a line feed': '\n',
  'a direction override': '\u202E',
  'an isolate': '\u2067',
  'a zero-width space': '\u200B',
  'a joiner outside an emoji': '\u200D',
  'a soft hyphen': '\u00AD',
  'a byte order mark': '\uFEFF',
  'a line separator': '\u2028',
  'a paragraph separator': '\u2029',
  'a tag': '\u{E0041}',
}

/** A whole new record but for its name. */
const rest: Record<OwnResource, Fields> = {
  users: { password: 'Secret-12', roleIds: [1] },
  departments: {},
  roles: {},
  menus: { type: 'directory', path: '/a', routeName: 'a' },
}

describe.each(OWN_RESOURCES)('a new name among %s', (resource) => {
  const { createSchema, editsSchema, nameFields } = RESOURCES[resource]
  const [field = ''] = nameFields
  const faultOf = (name: string): string | undefined => createSchema.safeParse({ ...rest[resource], [field]: name }).error?.issues.find(({ path }) => path[0] === field)?.message

  for (const [what, letter] of Object.entries(HIDDEN)) {
    it(`is refused with ${what} in it`, () => {
      expect(faultOf(`ad${letter}a`)).toBe('control')
    })
  }

  it('is trimmed, and must be there', () => {
    expect(createSchema.parse({ ...rest[resource], [field]: ' Research East\u3000' })[field]).toBe('Research East')
    expect([faultOf('   '), faultOf('\u2029')]).toEqual(['required', 'required'])
  })

  it('may hold emoji that are joined of several, and any script', () => {
    for (const name of ['Ada 👩‍💻', '❤️‍🔥 team', '👩🏽‍🚀 x', '王小明', 'שלום', 'محمد', 'ไทย', 'Ångström']) expect(faultOf(name)).toBeUndefined()
    expect(createSchema.parse({ ...rest[resource], [field]: 'Ada 👩‍💻' })[field]).toBe('Ada 👩‍💻')
  })

  it('is not judged while other fields of a record that has such a name are changed', () => {
    expect(editsSchema.safeParse({ listorder: 5 }).success).toBe(true)
  })

  it('that was queued before the rule goes out as it was typed', () => {
    const old = ' old\u200Bname '
    const parsed = parseKeepingNames(createSchema, { ...rest[resource], [field]: old }, nameFields)
    expect(parsed.data?.[field]).toBe(old)
    expect(parseKeepingNames(createSchema, { ...rest[resource], [field]: old }, []).success).toBe(false)
    expect(parseKeepingNames(createSchema, { ...rest[resource], [field]: '  ' }, nameFields).success).toBe(false)
  })
})

describe('hidden letters', () => {
  it('are taken out of names that come from elsewhere, joined emoji stay', () => {
    expect(withoutHiddenLetters('a\u202Eb\u200Bc 👩‍💻\u200D')).toBe('abc 👩‍💻')
    expect(hasHiddenLetters(withoutHiddenLetters('x\u200D👩‍💻\n'))).toBe(false)
  })
})
