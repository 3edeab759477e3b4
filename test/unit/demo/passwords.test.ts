// What the embedded back-end stores of passwords: its data files outlive its versions.
import { scryptSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { createPasswords, DEFAULT_PASSWORD_COST } from '../../../src/main/demo/passwords'

const passwords = createPasswords(16)

it('a password is right for what was made of it, however its letters were put together, and for nothing else', async () => {
  const stored = await passwords.hash('Zoe\u0308 12')
  expect(stored).toMatch(/^scrypt\$16\$[\w-]{22}\$[\w-]{43}$/)
  expect(await passwords.isRight('Zoë 12', stored)).toBe(true)
  expect(await passwords.isRight('Zoe 12', stored)).toBe(false)
  expect(await passwords.hash('Zoë 12')).not.toBe(stored)
})

it('what is stored is compared at its own cost, whatever that of new ones is; of before there was one, at the usual', async () => {
  expect(await createPasswords(1024).isRight('right', await passwords.hash('right'))).toBe(true)
  const salt = Buffer.alloc(16, 7)
  const older = `scrypt$${salt.toString('base64url')}$${scryptSync('right', salt, 32, { N: 16_384 }).toString('base64url')}`
  expect(DEFAULT_PASSWORD_COST).toBe(16_384)
  expect(await passwords.isRight('right', older)).toBe(true)
  expect(await passwords.isRight('wrong', older)).toBe(false)
})

it.each([
  ['nobody', undefined],
  ['nothing', ''],
  ['plain text', 'plain text'],
  ['half a line', 'scrypt$16'],
  ['a locked account', passwords.locked()],
])('no password is right for %s', async (_what, stored) => {
  for (const password of ['', 'plain text', 'scrypt$16']) expect(await passwords.isRight(password, stored)).toBe(false)
})
