/** The release that the calendar is counted from (https://www.electronjs.org/blog/electron-40-0), and how long a new major takes (https://www.electronjs.org/docs/latest/tutorial/electron-timelines). */
const COUNTED_FROM = { major: 40, releasedMs: Date.UTC(2026, 0, 13) }
const CADENCE_MS = 56 * 24 * 60 * 60 * 1000
/** So many of the newest majors get security fixes. */
const SUPPORTED_MAJORS = 3

export type ElectronSupport = 'supported' | 'ended' | 'unknown'

/**
 * Whether this Electron still gets security fixes. By the release calendar, since no server is asked: a release that came late
 * makes it pessimistic for that time.
 *
 * @param version as `process.versions.electron` has it
 * @param nowMs Unix milliseconds
 */
export function electronSupport(version: string, nowMs: number): ElectronSupport {
  const major = Number(/^(\d+)\./.exec(version)?.[1])
  if (!Number.isInteger(major)) return 'unknown'
  const newest = COUNTED_FROM.major + Math.floor((nowMs - COUNTED_FROM.releasedMs) / CADENCE_MS)
  return major > newest - SUPPORTED_MAJORS ? 'supported' : 'ended'
}
