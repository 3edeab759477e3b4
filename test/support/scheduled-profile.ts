import { createAuthorized, UnansweredError } from '../../src/main/backend/authorized'
import type { TokenVault } from '../../src/main/session/ports'
import { createSession, type Session } from '../../src/main/session/session'
import { FailureError } from '../../src/shared/result'
import { createMemoryVault, type MemoryVault } from './client'
import { createModelServer, type ModelOptions, type ModelServer } from './model-server'
import type { VirtualClock } from './virtual-clock'

/** One call of a schedule, and what came of it. */
export interface ScheduledCall {
  /** Begins with the name of its profile. */
  readonly id: string
  readonly isWrite: boolean
  readonly madeFor: number | null
  readonly cancel: AbortController
  settled: number
  outcome: 'ok' | 'unanswered' | string
  answeredBy: { readonly server: string; readonly userId: number } | null
}

/** One profile (a server and a session of its own) under a random schedule, on virtual time. */
export interface ScheduledProfile {
  readonly name: string
  readonly session: Session
  readonly server: ModelServer
  readonly isOtherDialect: boolean
  readonly vault: MemoryVault
  readonly window: { readonly opens: number; readonly isOpen: boolean }
  readonly calls: readonly ScheduledCall[]
  begin(isWrite: boolean): void
  signIn(username: 'first' | 'second'): void
  signOut(): void
  /** Resolves when every sign-in and sign-out has ended. */
  settled(): Promise<unknown>
}

export function createScheduledProfile(name: string, clock: VirtualClock, random: () => number, options: ModelOptions = {}): ScheduledProfile {
  const server = createModelServer(name, clock, random, options)
  const vault = createMemoryVault()
  const window = { opens: 0, isOpen: false }
  const session = createSession({
    http: server.http,
    vault: slowVault(vault, clock, random),
    clock,
    lastUser: null,
    rememberUser: () => undefined,
    random,
    prompt: {
      open: () => {
        window.opens += 1
        window.isOpen = true
      },
      close: () => {
        window.isOpen = false
      },
    },
  })
  const authorized = createAuthorized({ session, transport: server.transport, clock, defaultBudgetMs: 10_000 })
  const calls: ScheduledCall[] = []
  const others: Promise<unknown>[] = []
  return {
    name,
    session,
    server,
    isOtherDialect: options.isOtherDialect ?? false,
    vault,
    window,
    calls,
    begin: (isWrite) => {
      const call: ScheduledCall = { id: `${name}-${calls.length}`, isWrite, madeFor: session.view().userId, cancel: new AbortController(), settled: 0, outcome: 'pending', answeredBy: null }
      calls.push(call)
      const sent = authorized.send({ method: isWrite ? 'PUT' : 'GET', path: '/x', query: { call: call.id } }, { signal: call.cancel.signal })
      void note(call, sent)
    },
    signIn: (username) => {
      others.push(session.signIn({ kind: 'password', username, password: 'x', staySignedIn: true }))
    },
    signOut: () => {
      others.push(session.signOut())
    },
    settled: () => Promise.all(others),
  }
}

function note(call: ScheduledCall, sent: Promise<{ data: unknown }>): Promise<void> {
  return sent.then(
    ({ data }) => {
      call.settled += 1
      call.outcome = 'ok'
      call.answeredBy = data as ScheduledCall['answeredBy']
    },
    (error: unknown) => {
      call.settled += 1
      call.outcome = error instanceof UnansweredError ? 'unanswered' : error instanceof FailureError ? error.failure.code : `fault: ${String(error)}`
    },
  )
}

/** A keychain takes its time, and its calls one at a time. */
function slowVault(memory: TokenVault, clock: VirtualClock, random: () => number): TokenVault {
  let tail: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = tail
      .then(
        () =>
          new Promise<void>((done) => {
            clock.after(1 + random() * 100, done)
          }),
      )
      .then(work)
    tail = turn
    return turn
  }
  return { read: () => inTurn(memory.read), write: (pair) => inTurn(() => memory.write(pair)), clear: () => inTurn(memory.clear) }
}
