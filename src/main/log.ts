import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
// Not electron-log/main: that one answers pages by IPC of its own, past the bridge and its check of the sender (docs/architecture.md, "Electron's checklist", point 17).
import log from 'electron-log/node'
import { createRepeats } from './log-repeats'

/** Which part of the program a line is of; stands in the line, in round brackets. */
export const LOG_SCOPES = ['app', 'bridge', 'connection', 'crash', 'data', 'keychain', 'outbox', 'page', 'request', 'session'] as const
export type LogScope = (typeof LOG_SCOPES)[number]

/** What one part of the program writes: what happened, never what was said. Nothing of it throws. */
export interface ScopedLog {
  info(message: string): void
  /** Something did not go as it should, and the program goes on by a way that is meant for that. */
  warn(message: string): void
  /** Logs the error's name and redacted message; of stacks only the places. The same again is counted, not repeated (`log-repeats.ts`). @param id of `newLogId`, by which a person can name the line. */
  fault(error: unknown, id?: string): void
}

/** The program's log; without a scope its lines are the whole program's. */
export interface Log extends ScopedLog {
  of(scope: LogScope): ScopedLog
}

/** Eight hex digits: by these a person names a line of the log that is about what is on screen. */
export function newLogId(): string {
  return randomBytes(4).toString('hex')
}

type Redaction = readonly [pattern: RegExp, replacement: (...groups: string[]) => string]

/** A text in quotes, with the escapes in it: in JSON within JSON, in JSON, in what Node prints. One that was cut off goes to the end. */
const QUOTED = String.raw`(?<esc>\\+)"[^]*?(?:(?<!\\)\k<esc>"|$)|"(?:[^"\\]|\\[^])*(?:"|\\?$)|'(?:[^'\\]|\\[^])*(?:'|\\?$)|\x60(?:[^\x60\\]|\\[^])*(?:\x60|\\?$)`

/**
 * Tokens, bearer headers, who signs in by an address (`https://name:word@…`), passwords and tokens behind their names, and
 * everything behind a URL's question mark. Names and values stand in JSON, in JSON within JSON, in a query or a form (also
 * escaped by percent signs), in headers, in what Node prints of objects, maps and pairs. A quoted value that was cut off is
 * hidden to its end.
 *
 * Where only the beginning of a pattern is there, it matches that too and leaves it as it is. Otherwise the search would
 * begin again one letter further in the same run, and cost the square of its length: 400 KB took 38 seconds.
 */
const SECRETS: readonly Redaction[] = [
  [/eyJ[\w-]+(\.[\w-]+\.[\w-]*)?/g, (found, rest?: string) => (rest === undefined ? found : '[token]')],
  [/(bearer\s+)\S+/gi, (_found, head = '') => `${head}[token]`],
  [/(https?:\/\/)[^\s/?#@]+@/g, (_found, head = '') => `${head}[hidden]@`],
  [
    new RegExp(String.raw`(password\w*|passwd|pwd|secret|token)(?:(\\*["']\s*,\s*)(?:${QUOTED}))?`, 'gi'),
    (found, name = '', comma?: string) => (comma === undefined ? found : `${name}${comma}[hidden]`),
  ],
  [
    new RegExp(String.raw`((?:password\w*|passwd|pwd|secret|token|authorization)(?:\\*["']|%22)?)(?:(\s*(?:[:=]>?|%3a|%3d)\s*)(?:${QUOTED}|[^\s,}&]+))?`, 'gi'),
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

/** The person's own folder, in the two ways in which it is written: it tells a name, and nothing that helps. */
const HOMES = [...new Set([homedir(), homedir().replaceAll('\\', '/')])].filter((home) => home.length > 1)

/** Redacted first: half a token at the end would not be known for one. */
function textOf(text: string): string {
  const line = HOMES.reduce((so, home) => so.replaceAll(home, '~'), redact(text))
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)} … (${line.length - LONGEST_LINE} characters more)`
}

/** On one line: what a server or a file is called must not look like a line of ours. */
function lineOf(text: string): string {
  return textOf(text).replace(/\s*[\r\n]+\s*/g, ' ')
}

/** As the log has it: redacted, with the places of its stack. */
export function faultText(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? `\nCaused by: ${String(error.cause)}` : ''
  return textOf((error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)) + cause)
}

/** Where the log of this data folder lies. */
export function logFolder(dataFolder: string): string {
  return join(dataFolder, 'logs')
}

/** Writes to `logs/main.log` below the data folder, at most 1 MB and one older file. */
export function createLog(folder: string): Log {
  mkdirSync(logFolder(folder), { recursive: true, mode: 0o700 })
  // Otherwise it is looked for in package.json files around the program, and nothing is written where there is none.
  log.transports.file.setAppName('Holdfast')
  log.transports.file.resolvePathFn = () => join(logFolder(folder), 'main.log')
  // One that is there from before keeps the rights that it has.
  log.transports.file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' }
  log.transports.file.maxSize = 1024 * 1024
  log.transports.console.level = false
  log.scope.labelPadding = false
  const repeats = createRepeats()
  const of = (scope: LogScope): ScopedLog => {
    const { info, warn, error } = log.scope(scope)
    return {
      info: (message) => {
        info(lineOf(message))
      },
      warn: (message) => {
        warn(lineOf(message))
      },
      fault: (thrown, id) => {
        const line = repeats.next(faultText(thrown), id ?? newLogId(), id !== undefined)
        if (line !== null) error(line)
      },
    }
  }
  return { ...of('app'), of }
}
