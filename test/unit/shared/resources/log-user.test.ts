// Whose requests are looked for in the log: by a part of the name, or by a whole number.
import { expect, it } from 'vitest'
import { fitsLocally, type LogRow } from '../../../../src/shared/resources/log'

const byUser = (id: number | null, name = ''): LogRow => ({ user: { from: 'token', id, name }, method: 'get', uri: ['/'], tookMs: 1 }) as unknown as LogRow
const fits = (row: LogRow, user: string): boolean => fitsLocally(row, { user, leastMs: null, hideReadsOf: null })

it('a number is the whole of one, any other text a part of the name', () => {
  expect([1, 12, 21, null].map((id) => fits(byUser(id), '#1'))).toEqual([true, false, false, false])
  expect(fits(byUser(null, 'admin#1'), '#1')).toBe(false)
  expect(fits(byUser(12, 'Ada'), 'ad')).toBe(true)
  expect(fits(byUser(12, 'Ada'), '12')).toBe(true)
  expect(fits(byUser(12, 'Ada'), '')).toBe(true)
})
