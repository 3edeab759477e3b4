import { electronSupport } from '@shared/electron-support'
import { expect, it } from 'vitest'

const on = (day: string): number => Date.parse(`${day}T12:00:00Z`)

it.each([
  ['40.0.0', '2026-01-13', 'supported'],
  ['38.8.0', '2026-01-13', 'supported'],
  ['37.10.3', '2026-01-13', 'ended'],
  // Eight weeks later there is one more.
  ['38.8.0', '2026-03-10', 'ended'],
  ['40.4.1', '2026-06-29', 'supported'],
  ['40.4.1', '2026-06-30', 'ended'],
  // Newer than the calendar knows of: it is newer all the same.
  ['60.0.0', '2026-01-13', 'supported'],
  ['', '2026-01-13', 'unknown'],
])('Electron %s on %s: %s', (version, day, support) => {
  expect(electronSupport(version, on(day))).toBe(support)
})
