// The session engine under random schedules, on virtual time: refresh storms are a race. FUZZ_RUNS plays more of
// them. A failure prints seed and path; FUZZ_SEED repeats it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAuthorized, UnansweredError } from '../../../src/main/backend/authorized'
import type { TokenVault } from '../../../src/main/session/ports'
import { createSession } from '../../../src/main/session/session'
import { FailureError } from '../../../src/shared/result'
import { createMemoryVault } from '../../support/client'
import { createModelServer } from '../../support/model-server'
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock'

const runs = Number(process.env['FUZZ_RUNS'] ?? 10_000)
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_000)

const move = fc.oneof(
  { weight: 8, arbitrary: fc.constant('read' as const) },
  { weight: 6, arbitrary: fc.constant('write' as const) },
  { weight: 4, arbitrary: fc.constant('expire access' as const) },
  { weight: 2, arbitrary: fc.constant('expire all' as const) },
  { weight: 2, arbitrary: fc.constant('sign in' as const) },
  { weight: 1, arbitrary: fc.constant('sign in as another' as const) },
  { weight: 1, arbitrary: fc.constant('put off' as const) },
  { weight: 1, arbitrary: fc.constant('sign out' as const) },
  { weight: 2, arbitrary: fc.constant('cancel one' as const) },
  { weight: 1, arbitrary: fc.constant('cut the network' as const) },
  { weight: 1, arbitrary: fc.constant('mend the network' as const) },
)
const schedule = fc.record({
  moves: fc.array(fc.tuple(move, fc.integer({ min: 0, max: 400 })), { minLength: 5, maxLength: 40 }),
  /** For the evenly spread chances inside a schedule; fast-check's own numbers lean towards the ends of their range. */
  chances: fc.integer(),
})
type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never

interface Call {
  readonly id: string
  readonly isWrite: boolean
  readonly madeFor: number | null
  readonly cancel: AbortController
  settled: number
  outcome: 'ok' | 'unanswered' | string
  answeredFor: unknown
}

async function play({ moves, chances }: Schedule) {
  const clock = createVirtualClock()
  const random = spread(chances)
  const server = createModelServer(clock, random)
  const memory = createMemoryVault()
  const vault = slowVault(memory, clock, random)
  const window = { opens: 0, isOpen: false }
  const session = createSession({
    http: server.http, vault, clock, lastUser: null, rememberUser: () => undefined, random,
    prompt: { open: () => { window.opens += 1; window.isOpen = true }, close: () => { window.isOpen = false } },
  })
  const authorized = createAuthorized({ session, transport: server.transport, clock, defaultBudgetMs: 10_000 })
  const calls: Call[] = []
  const others: Promise<unknown>[] = []

  const begin = (isWrite: boolean): void => {
    const id = String(calls.length)
    const call: Call = { id, isWrite, madeFor: session.view().userId, cancel: new AbortController(), settled: 0, outcome: 'pending', answeredFor: null }
    calls.push(call)
    authorized.send({ method: isWrite ? 'PUT' : 'GET', path: '/x', query: { call: id } }, { signal: call.cancel.signal }).then(
      ({ data }) => { call.settled += 1; call.outcome = 'ok'; call.answeredFor = data },
      (error: unknown) => {
        call.settled += 1
        call.outcome = error instanceof UnansweredError ? 'unanswered' : error instanceof FailureError ? error.failure.code : `fault: ${String(error)}`
      },
    )
  }
  const signIn = (username: string): void => {
    others.push(session.signIn({ username, password: 'x', staySignedIn: true }))
  }
  const act: Record<Schedule['moves'][number][0], () => void> = {
    read: () => { begin(false) },
    write: () => { begin(true) },
    'expire access': server.expireAccess,
    'expire all': server.expireAll,
    'sign in': () => { signIn('first') },
    'sign in as another': () => { signIn('second') },
    'put off': () => { session.putOff() },
    'sign out': () => { others.push(session.signOut()) },
    'cancel one': () => { calls[Math.floor(random() * calls.length)]?.cancel.abort() },
    'cut the network': () => { server.setReachable(false) },
    'mend the network': () => { server.setReachable(true) },
  }

  signIn('first')
  await clock.advance(1000)
  for (const [name, waitMs] of moves) {
    act[name]()
    await clock.advance(waitMs)
  }
  // The quiet end: all is well again, and whoever was last signed in signs in once more if that is asked for.
  server.setReachable(true)
  server.setFaulty(false)
  await clock.advance(120_000)
  if (session.view().state === 'suspended') signIn(session.view().userId === 2 ? 'second' : 'first')
  await clock.advance(120_000)
  await Promise.all(others)
  return { session, server, vault: memory, calls, window, clock }
}

/** A keychain takes its time, and its calls one at a time. */
function slowVault(memory: TokenVault, clock: VirtualClock, random: () => number): TokenVault {
  let tail: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = tail.then(() => new Promise<void>((done) => { clock.after(1 + random() * 100, done) })).then(work)
    tail = turn
    return turn
  }
  return { read: () => inTurn(memory.read), write: (pair) => inTurn(() => memory.write(pair)), clear: () => inTurn(memory.clear) }
}

/** Evenly spread numbers from 0 to 1 (mulberry32). */
function spread(from: number): () => number {
  let state = from | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

async function insist(drawn: Schedule): Promise<void> {
  const { session, server, vault, calls, window, clock } = await play(drawn)
  for (const call of calls) {
    // Every call settles exactly once, with an answer or a typed failure.
    expect(call.settled, `call ${call.id} ${call.outcome}`).toBe(1)
    expect(call.outcome).not.toContain('fault')
    // No call is answered, or acts, with another user's token than the one it was made for.
    if (call.outcome === 'ok' && call.madeFor !== null) expect(call.answeredFor).toBe(call.madeFor)
    const effects = server.effects.filter(({ callId }) => callId === call.id)
    expect(effects.length).toBeLessThanOrEqual(1)
    if (call.isWrite && call.outcome === 'ok') expect(effects).toHaveLength(1)
    for (const effect of effects) if (call.madeFor !== null) expect(effect.userId).toBe(call.madeFor)
    // What failed for good did nothing; only "no answer" may have done something.
    if (call.isWrite && !['ok', 'unanswered', 'CANCELLED', 'TIMEOUT'].includes(call.outcome)) expect(effects).toHaveLength(0)
  }
  expect(server.mostRefreshesAtOnce).toBeLessThanOrEqual(1)
  // The vault holds what the session goes by, and nothing after a sign-out.
  const { state } = session.view()
  if (state === 'active') expect(vault.stored?.userId).toBe(session.view().userId)
  if (state === 'signed-out') expect(vault.stored).toBeNull()
  expect(state).not.toBe('renewing')
  if (state === 'active') expect(window.isOpen).toBe(false)
  expect(session.view().waiting).toBe(0)
  expect(clock.pendingTimers).toBe(0)
}

describe('the session engine under random schedules', () => {
  it(`keeps its promises in ${runs} schedules (seed ${seed})`, async () => {
    await fc.assert(fc.asyncProperty(schedule, insist), { seed, numRuns: runs })
  }, 600_000)
})
