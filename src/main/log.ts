import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
// Not electron-log/main: that one answers pages by IPC of its own, past the bridge and its check of the sender (docs/architecture.md, "Electron's checklist", point 17).
import log from 'electron-log/node'

/** The program's log: what happened, never what was said. */
export interface Log {
  info(message: string): void
  /** Logs the error's name and redacted message; of stacks only the places. */
  fault(error: unknown): void
}

type Redaction = readonly [pattern: RegExp, replacement: (...groups: string[]) => string]

/**
 * Tokens, bearer headers, passwords in JSON or query form, and everything behind a URL's question mark.
 *
 * Where only the beginning of a pattern is there, it matches that too and leaves it as it is. Otherwise the search would
 * begin again one letter further in the same run, and cost the square of its length: 400 KB took 38 seconds.
 */
const SECRETS: readonly Redaction[] = [
  [/eyJ[\w-]+(\.[\w-]+\.[\w-]*)?/g, (found, rest?: string) => (rest === undefined ? found : '[token]')],
  [/(bearer\s+)\S+/gi, (_found, head = '') => `${head}[token]`],
  [
    /("?(?:password\w*|token|refresh_token|x-token|authorization)"?)(?:(\s*[:=]\s*)(?:"[^"]*"|[^\s,}&]+))?/gi,
    (found, name = '', sign?: string) => (sign === undefined ? found : `${name}${sign}[hidden]`),
  ],
  [/(https?:\/\/[^\s?#]+)(?:[?#]\S*)?/g, (_found, head = '') => head],
]

/** Linear in the length of the text. */
export function redact(text: string): string {
  return SECRETS.reduce((so, [pattern, replacement]) => so.replace(pattern, replacement), text)
}

/** Of one line, in characters; what a server or a page may send is longer than what anybody reads. */
const LONGEST_LINE = 16_000

/** Redacted first: half a token at the end would not be known for one. */
function lineOf(text: string): string {
  const line = redact(text)
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)} … (${line.length - LONGEST_LINE} characters more)`
}

/** Writes to `logs/main.log` below the data folder, at most 1 MB and one older file. */
export function createLog(folder: string): Log {
  mkdirSync(join(folder, 'logs'), { recursive: true, mode: 0o700 })
  // Otherwise it is looked for in package.json files around the program, and nothing is written where there is none.
  log.transports.file.setAppName('Holdfast')
  log.transports.file.resolvePathFn = () => join(folder, 'logs', 'main.log')
  // One that is there from before keeps the rights that it has.
  log.transports.file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' }
  log.transports.file.maxSize = 1024 * 1024
  log.transports.console.level = false
  return {
    info: (message) => {
      log.info(lineOf(message))
    },
    fault: (error) => {
      const text = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)
      log.error(lineOf(text))
    },
  }
}
