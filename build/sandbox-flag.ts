/** What has to be added to Electron's command line for the user who starts it, and the sentence that says so. */
export interface SandboxFlag {
  readonly args: readonly string[]
  readonly note: string | undefined
}

/**
 * `--no-sandbox` for uid 0, and for nobody else.
 *
 * Chromium refuses to start as root with its sandbox on (https://crbug.com/638180). Everyone else keeps the sandbox: a
 * machine on which it does not work has to be mended, not the flag added.
 */
export function sandboxFlag(uid: number | undefined = process.getuid?.()): SandboxFlag {
  if (uid !== 0) return { args: [], note: undefined }
  return { args: ['--no-sandbox'], note: 'Running as root: added --no-sandbox, Chromium does not start otherwise.' }
}
