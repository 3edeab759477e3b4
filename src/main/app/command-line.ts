import { resolve } from 'node:path'

export interface CommandLine {
  /** Absolute; null for the default place. */
  readonly dataDir: string | null
  /** The id of the profile to open; null for the last used. */
  readonly profileId: string | null
}

/** `--data-dir=<folder>` (relative to the working folder) and `--profile=<id>`, wherever they stand. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const valueOf = (name: string): string | null => {
    const prefix = `--${name}=`
    const found = argv.findLast((argument) => argument.startsWith(prefix))
    return found && found.length > prefix.length ? found.slice(prefix.length) : null
  }
  const dataDir = valueOf('data-dir')
  return { dataDir: dataDir === null ? null : resolve(dataDir), profileId: valueOf('profile') }
}
