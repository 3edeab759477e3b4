// The session engine under random schedules, on virtual time: refresh storms are a race. Two profiles at once, as a
// window has them that is switched to and fro (F18). FUZZ_RUNS plays more of them. A failure prints seed and path;
// FUZZ_SEED repeats it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createScheduledProfile, type ScheduledCall, type ScheduledProfile } from '../../support/scheduled-profile'
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock'
import { seed } from '../../support/seed'

const runs = Number(process.env['FUZZ_RUNS'] ?? 10_000)

const move = fc.oneof(
  { weight: 8, arbitrary: fc.constant('read' as const) },
  { weight: 6, arbitrary: fc.constant('write' as const) },
  { weight: 4, arbitrary: fc.constant('expire access' as const) },
  { weight: 4, arbitrary: fc.constant('switch profile' as const) },
  { weight: 2, arbitrary: fc.constant('expire all' as const) },
  { weight: 2, arbitrary: fc.constant('sign in' as const) },
  { weight: 1, arbitrary: fc.constant('sign in as another' as const) },
  { weight: 1, arbitrary: fc.constant('put off' as const) },
  { weight: 1, arbitrary: fc.constant('sign out' as const) },
  { weight: 2, arbitrary: fc.constant('cancel one' as const) },
  { weight: 2, arbitrary: fc.constant('ask again' as const) },
  { weight: 1, arbitrary: fc.constant('cut the network' as const) },
  { weight: 1, arbitrary: fc.constant('mend the network' as const) },
)
const schedule = fc.record({
  moves: fc.array(fc.tuple(move, fc.integer({ min: 0, max: 400 })), { minLength: 5, maxLength: 40 }),
  /** For the evenly spread chances inside a schedule; fast-check's own numbers lean towards the ends of their range. */
  chances: fc.integer(),
  /** Of the access tokens, in seconds (F69); null for tokens that tell none. */
  lifeSeconds: fc.constantFrom(null, null, 1, 2),
  /** Whether the second server reads tokens from the other header (F63). */
  isOtherDialect: fc.constantFrom(false, false, false, true),
})
type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never
type Move = Schedule['moves'][number][0]

async function play({ moves, chances, lifeSeconds, isOtherDialect }: Schedule) {
  const clock = createVirtualClock()
  const random = spread(chances)
  const [first, second] = [createScheduledProfile('one', clock, random, { lifeSeconds }), createScheduledProfile('two', clock, random, { lifeSeconds, isOtherDialect })]
  const profiles = [first, second]
  let shown = first
  const act: Record<Move, () => void> = {
    read: () => {
      shown.begin(false)
    },
    write: () => {
      shown.begin(true)
    },
    'expire access': () => {
      shown.server.expireAccess()
    },
    'switch profile': () => {
      shown = shown === first ? second : first
    },
    'expire all': () => {
      shown.server.expireAll()
    },
    'sign in': () => {
      shown.signIn('first')
    },
    'sign in as another': () => {
      shown.signIn('second')
    },
    'put off': () => {
      shown.session.putOff()
    },
    'sign out': () => {
      shown.signOut()
    },
    'cancel one': () => {
      shown.calls[Math.floor(random() * shown.calls.length)]?.cancel.abort()
    },
    // A person's wish: it goes past whatever rest a failure, or a server's Retry-After, has left (F60).
    'ask again': () => {
      void shown.session.renewNow()
    },
    'cut the network': () => {
      shown.server.setReachable(false)
    },
    'mend the network': () => {
      shown.server.setReachable(true)
    },
  }
  for (const profile of profiles) profile.signIn('first')
  await clock.advance(1000)
  for (const [name, waitMs] of moves) {
    act[name]()
    await clock.advance(waitMs)
  }
  // The quiet end: all is well again, and whoever was last signed in signs in once more if that is asked for.
  for (const { server } of profiles) {
    server.setReachable(true)
    server.setFaulty(false)
  }
  // Longer than the longest rest that a Retry-After can leave, with a last request that was on its way.
  await clock.advance(130_000)
  // A session may have ended on the server without anybody having noticed yet.
  for (const profile of profiles) if (profile.session.view().state === 'active') profile.begin(false)
  await clock.advance(0)
  await clock.advance(120_000)
  for (const { session, signIn } of profiles) if (session.view().state === 'suspended') signIn(session.view().userId === 2 ? 'second' : 'first')
  await clock.advance(120_000)
  await Promise.all(profiles.map(({ settled }) => settled()))
  const last = await lastCalls(profiles, clock)
  return { profiles, clock, last }
}

/** All is well by now: what is asked for is served, however short the tokens live (F69), and no rest is left (F60). */
async function lastCalls(profiles: readonly ScheduledProfile[], clock: VirtualClock): Promise<readonly ScheduledCall[]> {
  const open = profiles.filter(({ session }) => session.view().state === 'active')
  const before = new Map(open.map((profile) => [profile, profile.calls.length]))
  for (let count = 0; count < 5; count += 1) {
    for (const profile of open) profile.begin(count % 2 === 1)
    await clock.advance(0)
    await clock.advance(170)
  }
  await clock.advance(20_000)
  return open.filter(({ isOtherDialect }) => !isOtherDialect).flatMap((profile) => profile.calls.slice(before.get(profile)))
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

function insistOnCall({ name, server }: ScheduledProfile, call: ScheduledCall): void {
  // Every call settles exactly once, with an answer or a typed failure.
  expect(call.settled, `call ${call.id} ${call.outcome}`).toBe(1)
  expect(call.outcome).not.toContain('fault')
  // No call is answered, or acts, with another user's token than the one it was made for, or at another server.
  if (call.outcome === 'ok') expect(call.answeredBy?.server).toBe(name)
  if (call.outcome === 'ok' && call.madeFor !== null) expect(call.answeredBy?.userId).toBe(call.madeFor)
  const effects = server.effects.filter(({ callId }) => callId === call.id)
  expect(effects.length).toBeLessThanOrEqual(1)
  if (call.isWrite && call.outcome === 'ok') expect(effects).toHaveLength(1)
  for (const effect of effects) if (call.madeFor !== null) expect(effect.userId).toBe(call.madeFor)
  // What failed for good did nothing; only "no answer" may have done something.
  if (call.isWrite && !['ok', 'unanswered', 'CANCELLED', 'TIMEOUT'].includes(call.outcome)) expect(effects).toHaveLength(0)
}

function requireProfile({ name, session, server, vault, window }: ScheduledProfile): void {
  expect(server.mostRefreshesAtOnce).toBeLessThanOrEqual(1)
  // Nothing of the other profile arrives here: no token of its server, no write of its calls.
  expect(server.strangers).toBe(0)
  expect(server.effects.filter(({ callId }) => !callId.startsWith(`${name}-`))).toEqual([])
  // The vault holds what the session goes by, and nothing after a sign-out.
  const { state } = session.view()
  if (state === 'active') expect(vault.stored?.userId).toBe(session.view().userId)
  if (state === 'signed-out') expect(vault.stored).toBeNull()
  expect(state).not.toBe('renewing')
  if (state === 'active') expect(window.isOpen).toBe(false)
  expect(session.view().waiting).toBe(0)
}

/** F63: the only windows are those of refused renewals; the last word on calls is a failure, whatever is signed in. */
function requireOtherDialect({ server, window, calls }: ScheduledProfile): void {
  expect(window.opens).toBeLessThanOrEqual(server.refusedRefreshes)
  expect(server.effects).toEqual([])
  expect(calls.filter(({ outcome }) => outcome === 'ok')).toEqual([])
}

async function ask(drawn: Schedule): Promise<void> {
  const { profiles, clock, last } = await play(drawn)
  for (const profile of profiles) {
    for (const call of profile.calls) insistOnCall(profile, call)
    requireProfile(profile)
    if (profile.isOtherDialect) requireOtherDialect(profile)
  }
  for (const call of last) expect(call.outcome, `last call ${call.id}`).toBe('ok')
  expect(clock.pendingTimers).toBe(0)
}

describe('the session engine under random schedules', () => {
  it(`F01–F18, F60, F63, F69: keeps its promises in ${runs} schedules of two profiles (seed ${seed})`, async () => {
    await fc.assert(fc.asyncProperty(schedule, ask), { seed, numRuns: runs })
  }, 600_000)
})
