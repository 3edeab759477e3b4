/** The newest major of Electron when this version was made; a test holds it against package.json. */
export const NEWEST_ELECTRON_MAJOR = 45

/** How many majors get fixes at one time (https://www.electronjs.org/docs/latest/tutorial/electron-timelines). */
const SUPPORTED_MAJORS = 3

/**
 * Whether the Electron that runs this program was among those that get security fixes when the program was made.
 *
 * @param electronVersion as in `process.versions.electron`; one that cannot be read counts as unsupported
 */
export function isSupportedRuntime(electronVersion: string): boolean {
  return Number.parseInt(electronVersion, 10) > NEWEST_ELECTRON_MAJOR - SUPPORTED_MAJORS
}
