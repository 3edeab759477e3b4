import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
// Not electron-log/main: that one answers pages by IPC of its own, past the bridge and its check of the sender (checklist point 17).
import log from 'electron-log/node'

/** The program's log: what happened, never what was said. */
export interface Log {
  info(message: string): void
  /** Logs the error's name and redacted message; of stacks only the places. */
  fault(error: unknown): void
}

/** Tokens, bearer headers, passwords in JSON or query form, and everything behind a URL's question mark. */
const SECRETS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  [/(bearer\s+)\S+/gi, '$1[token]'],
  [/("?(?:password\w*|token|refresh_token|x-token|authorization)"?\s*[:=]\s*)("[^"]*"|[^\s,}&]+)/gi, '$1[hidden]'],
  [/(https?:\/\/[^\s?#]+)[?#]\S*/g, '$1'],
]

export function redact(text: string): string {
  return SECRETS.reduce((so, [pattern, replacement]) => so.replace(pattern, replacement), text)
}

/** Writes to `logs/main.log` below the data folder, at most 1 MB and one older file. */
export function createLog(folder: string): Log {
  mkdirSync(join(folder, 'logs'), { recursive: true, mode: 0o700 })
  // Otherwise it is looked for in package.json files around the program, and nothing is written where there is none.
  log.transports.file.setAppName('Holdfast')
  log.transports.file.resolvePathFn = () => join(folder, 'logs', 'main.log')
  log.transports.file.maxSize = 1024 * 1024
  log.transports.console.level = false
  return {
    info: (message) => {
      log.info(redact(message))
    },
    fault: (error) => {
      const text = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)
      log.error(redact(text))
    },
  }
}
