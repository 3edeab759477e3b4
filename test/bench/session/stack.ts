import type { Agent } from 'node:http'
import type { BenchFetch } from './transport'

/** What a stack is given: the same for each. */
export interface StackWorld {
  /** `http://127.0.0.1:<port>/api/v2`: the server, or the fault proxy before it. */
  readonly baseUrl: string
  readonly agent: Agent
  /** Over `agent`. */
  readonly fetch: BenchFetch
}

/** One stack behind the few things that the scenarios do. */
export interface Client {
  /** Signs in as admin, the first time or again after the session has ended. */
  signIn(): Promise<void>
  /** One small read that needs a session. Rejects when it is not served. */
  call(signal?: AbortSignal): Promise<unknown>
  /** Changes a department by PUT. Rejects when it is not served. */
  write(body: object): Promise<unknown>
  /** How often it has told the person to sign in (a window, or where its recipe goes to the sign-in page). */
  prompts(): number
}

export interface Stack {
  readonly name: string
  create(world: StackWorld): Client
}

export const READ_PATH = '/sys/dept/depts'
export const WRITE_PATH = '/sys/dept/depts'
export const REFRESH_PATH = '/sys/user/refreshtoken'
const SIGN_IN_PATH = '/sys/user/login'

/** The pair, as most recipes keep it: two variables in memory. */
export interface Tokens {
  access: string
  refresh: string
}

interface Envelope {
  readonly code: number
  readonly data?: { readonly token?: string; readonly refresh_token?: string }
}

/** Takes the next pair out of a refresh's or a sign-in's answer; throws when there is none. */
export function takePair(tokens: Tokens, answer: unknown): void {
  const { data } = answer as Envelope
  if (!data?.token || !data.refresh_token) throw new Error('No token in the answer.')
  tokens.access = data.token
  tokens.refresh = data.refresh_token
}

/** Signing in is no part of what a peer does, so all of them share this one. */
export async function signInByHand({ baseUrl, fetch }: StackWorld, tokens: Tokens): Promise<void> {
  const answer = await fetch(`${baseUrl}${SIGN_IN_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: 'admin' }),
  })
  takePair(tokens, await answer.json())
}

/** Served means the envelope's own "done", for every stack. */
export function served(body: unknown): unknown {
  const parsed = (typeof body === 'string' ? JSON.parse(body) : body) as Envelope
  if (parsed.code !== 20000) throw new Error(`Answered ${parsed.code}.`)
  return parsed.data
}
