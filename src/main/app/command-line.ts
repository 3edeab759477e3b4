import { resolve } from 'node:path'

export interface CommandLine {
  /** Absolute; null for the default place. */
  readonly dataDir: string | null
  /** The id of the profile to open; null for the last used. */
  readonly profileId: string | null
  /** A link to a record, as it was given; null when there is none. */
  readonly link: string | null
}

/** `--data-dir=<folder>` (relative to the working folder), `--profile=<id>` and `--open=<link>`, wherever they stand. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const valueOf = (name: string): string | null => {
    const prefix = `--${name}=`
    const found = argv.findLast((argument) => argument.startsWith(prefix))
    return found && found.length > prefix.length ? found.slice(prefix.length) : null
  }
  const dataDir = valueOf('data-dir')
  return { dataDir: dataDir === null ? null : resolve(dataDir), profileId: valueOf('profile'), link: valueOf('open') }
}
