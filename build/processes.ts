import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { projectDir } from './paths'

export interface Captured {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** The code a shell gives for a command that does not exist; here for any command that cannot be started. */
const notStarted = 127

/** Runs a command to its end and gives its output. Never rejects: one that cannot be started has code 127. */
export function capture(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<Captured> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: projectDir, ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const out: string[] = []
    const err: string[] = []
    child.stdout?.setEncoding('utf8').on('data', (text: string) => out.push(text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => err.push(text))
    child.on('error', (error) => resolve({ code: notStarted, stdout: '', stderr: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, stdout: out.join(''), stderr: err.join('') }))
  })
}

/** Runs a command to its end with our own terminal and gives its exit code; death by a signal is 1. */
export function passThrough(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> {
  return untilEnded(spawn(command, args, { cwd: projectDir, stdio: 'inherit', ...options }))
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Somebody wants us to end (Ctrl+C, a kill): thrown once the running child has ended, so that all is tidied up. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/**
 * The exit code of a child once it has ended; 127 if it could not be started, 1 if a signal ended it.
 *
 * Ctrl+C and a kill of ours are handed to it, so that it can put its things in order. Ctrl+C on a terminal reaches it
 * by itself as well; being asked twice does no harm.
 *
 * @throws Interrupted when we were asked to end meanwhile
 */
export async function untilEnded(child: ChildProcess): Promise<number> {
  const wish = listenForEnd(() => void endChild(child))
  const code = await exitOf(child)
  wish.stopListening()
  if (wish.isGranted()) throw new Interrupted('interrupted')
  if (child.signalCode) console.error(`${child.spawnfile} was ended by ${child.signalCode}.`)
  return code
}

/** Waits for work that is not a single child; rejects with Interrupted as soon as we are asked to end. */
export async function untilDone<T>(work: Promise<T>): Promise<T> {
  let interrupt = (): void => {}
  const interrupted = new Promise<never>((_, reject) => (interrupt = () => reject(new Interrupted('interrupted'))))
  const wish = listenForEnd(interrupt)
  try {
    return await Promise.race([work, interrupted])
  } finally {
    wish.stopListening()
  }
}

/** Once asked to end we go on listening: a second signal must not cut off the tidying up (npm and tsx pass on theirs). */
function listenForEnd(onWish: () => void): { readonly isGranted: () => boolean; readonly stopListening: () => void } {
  let isGranted = false
  const listener = (): void => {
    isGranted = true
    onWish()
  }
  for (const signal of endingSignals) process.on(signal, listener)
  const stopListening = (): void => {
    if (!isGranted) for (const signal of endingSignals) process.off(signal, listener)
  }
  return { isGranted: () => isGranted, stopListening }
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message)
      resolve(notStarted)
    })
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

/**
 * Asks a child to end, and makes it end when it has not done so in time.
 *
 * @param graceMs how long it may take to put its things in order, in milliseconds
 */
export async function endChild(child: ChildProcess, graceMs = 5_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await ended
  clearTimeout(timer)
}

/** Where a command lies on the PATH, or undefined. Also looks in the sbin folders, which users' PATHs often lack. */
export function findCommand(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'].filter(Boolean)
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * A command line after which the command dies with us, even when we are killed outright.
 *
 * `setpriv --pdeathsig` is part of util-linux; without it the command runs as it is and is ended in the normal way only.
 */
export function dyingWithUs(command: string, args: readonly string[]): { command: string; args: readonly string[] } {
  const setpriv = process.platform === 'linux' ? findCommand('setpriv') : undefined
  return setpriv ? { command: setpriv, args: ['--pdeathsig', 'TERM', command, ...args] } : { command, args }
}

/** The arguments with which this Node runs one of our TypeScript files. */
export function typeScriptArgs(file: string, args: readonly string[] = []): readonly string[] {
  return ['--import', 'tsx', join(projectDir, file), ...args]
}

/** The path of a tool's command-line file inside node_modules, to be run by this Node rather than by a shell's guess. */
export function toolPath(...parts: readonly string[]): string {
  return join(projectDir, 'node_modules', ...parts)
}
