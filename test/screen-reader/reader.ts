import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A screen reader that listens to every window of a display, and the keys that a person presses there. */
export interface Reader {
  /** Presses these keys as X events, by their xdotool names: `ctrl+s`. */
  press(...keys: readonly string[]): void
  /** Types this text as X events. */
  type(text: string): void
  /** What was spoken since the last time it was asked, once the reader has nothing more to say. */
  spoken(): Promise<readonly string[]>
  close(): void
}

/** What it is made of: a Debian package each. */
export const READER_PROGRAMS = ['orca', 'openbox', 'xdotool'] as const
/** The reader has said all that it has to say when its log rests so long, in milliseconds. Speech has no end of its own. */
const RESTS_MS = 900
const STARTS_MS = 30_000
/** Of its debugging log: what it hands to the voice. Echoed keys end with a space. */
const SPEECH = /^.*SPEECH OUTPUT: '(.*?)'(?:\s*\{.*)?$/gm

/**
 * Starts Orca, and a window manager without which no window is the active one, on this session's display and D-Bus. No voice is
 * needed: what would be spoken stands in Orca's log.
 *
 * @throws Error when it does not begin to listen
 */
export async function startReader(env: NodeJS.ProcessEnv): Promise<Reader> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-reader-'))
  const log = join(folder, 'log')
  const children: ChildProcess[] = [spawn('openbox', [], { env, stdio: 'ignore' }), spawn('orca', ['--replace', '--debug-file', log, '--disable', 'braille'], { env, stdio: 'ignore' })]
  const read = (): string => {
    try {
      return readFileSync(log, 'utf8')
    } catch {
      return ''
    }
  }
  let heard = 0
  const reader: Reader = {
    press: (...keys) => void execFileSync('xdotool', ['key', '--clearmodifiers', ...keys], { env }),
    type: (text) => void execFileSync('xdotool', ['type', '--delay', '20', text], { env }),
    spoken: async () => {
      for (let [length, since] = [-1, Date.now()]; Date.now() - since < RESTS_MS; await wait(100)) {
        const now = read().length
        if (now !== length) [length, since] = [now, Date.now()]
      }
      const all = read()
      const lines = [...all.slice(heard).matchAll(SPEECH)].map(([, words = '']) => words)
      heard = all.length
      return lines.filter((words) => !words.endsWith(' ') && words !== '')
    },
    close: () => {
      for (const child of children) child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
  for (const end = Date.now() + STARTS_MS; read() === ''; await wait(100)) {
    if (Date.now() < end) continue
    reader.close()
    throw new Error('Orca does not start here.')
  }
  return reader
}
