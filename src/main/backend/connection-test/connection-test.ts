import type { Dialect } from '@shared/views'
import { CONNECTION_STEPS, type ConnectionCause, type ConnectionStep, type ConnectionStepName } from '@shared/connection-test'
import { type Budget, createBudget, untilAborted } from '../../session/budget'
import type { Clock } from '../../session/clock'
import type { SecretToken } from '../../session/secret-token'
import type { ExtraCa } from '../certificates/certificate-check'
import type { CertificateFinding } from '../certificates/certificate-judge'
import { judgeApi, judgeClock, judgeHttp, judgePlace } from './answer'
import { type Seen, timedOutAt, type Trouble, troubleOf, wordOf } from './causes'
import { type Asked, askInfo, withHeaderFinding } from './request'
import type { Fetch } from '../http'
import { TransportError, type WireAnswer } from '../transport'

/** The network stack of a profile, as far as the test looks into it; made for one test and thrown away. */
export interface TestNetwork {
  /** In the words of a PAC script: `DIRECT`, `PROXY host:port; DIRECT`. */
  resolveProxy(url: string): Promise<string>
  /** The addresses behind a name. Rejects with an error that names its `net::ERR_…` or has a code. */
  resolveHost(host: string): Promise<readonly string[]>
  readonly fetch: Fetch
  /** What the server showed; null as long as it has shown none. */
  certificate(): SeenCertificate | null
  /** Whether the server takes a TLS connection for HTTP/2 and none for HTTP/1.1; asked where no TLS connection came about. */
  isHttp2Only(origin: string): Promise<boolean>
  /** Where the server sent the request on to, as an origin; null when it did not. */
  redirectedTo(): string | null
  close(): void
}

export interface SeenCertificate {
  readonly issuer: string
  /** ISO 8601. */
  readonly validTo: string
  readonly finding: CertificateFinding | null
}

/** The server to test, with its address read already. */
export interface TestTarget {
  readonly origin: string
  readonly apiPath: string
  /** Where else the API may be; looked at in this order when it does not answer at `apiPath`. */
  readonly otherPaths?: readonly string[]
  readonly dialect: Dialect
  /** For the one call that the test makes, in milliseconds. */
  readonly callBudgetMs: number
  readonly extraCa: ExtraCa | 'unreadable' | 'notACertificate' | null
  readonly isPlainHttp: boolean
  /** Of the session that runs with this very server, to prove that its header arrives. */
  readonly token?: SecretToken | null
}

export interface ConnectionTestDeps {
  readonly network: TestNetwork
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Told of each step as soon as it is known. */
  readonly onStep: (step: ConnectionStep) => void
}

/** For the whole test, in milliseconds. */
const TEST_LIMIT_MS = 10_000

/** Ends a walk: what failed, and what is known of it. */
class Stopped extends Error {
  readonly step: ConnectionStep
  /** Whether the steps before it, as far as they are not told yet, were really gone. */
  readonly isReached: boolean
  constructor({ step, cause }: Trouble, { facts = {}, isReached = true }: { facts?: ConnectionStep['facts']; isReached?: boolean } = {}) {
    super(cause)
    this.step = { step, state: 'failed', cause, facts }
    this.isReached = isReached
  }
}

/**
 * Walks the way to a server and tells each step; the steps behind a failed one are `skipped`. Closes the network. Never
 * throws for what the network does; giving up is the cause `cancelled` of the step that was under way.
 */
export async function testConnection(target: TestTarget, deps: ConnectionTestDeps): Promise<ConnectionStep[]> {
  const steps: ConnectionStep[] = []
  const tell = (step: ConnectionStep): void => {
    steps.push(step)
    deps.onStep(step)
  }
  const budget = createBudget(deps.clock, TEST_LIMIT_MS, deps.signal)
  const tools: Walk = { ...deps, target, budget, way: { proxy: 'DIRECT' }, tell, next: () => CONNECTION_STEPS[steps.length] ?? 'clock' }
  try {
    await walk(tools)
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
    const between = CONNECTION_STEPS.slice(steps.length, CONNECTION_STEPS.indexOf(error.step.step))
    for (const name of between) tell(error.isReached ? gone(tools, name) : skipped(name))
    tell(error.step)
  } finally {
    budget.release()
    deps.network.close()
  }
  for (const name of CONNECTION_STEPS.slice(steps.length)) tell(skipped(name))
  return steps
}

interface Walk extends ConnectionTestDeps {
  readonly target: TestTarget
  readonly budget: Budget
  /** What has been found out: the first way that the proxy settings name. */
  readonly way: { proxy: string }
  readonly tell: (step: ConnectionStep) => void
  /** The step that is under way. */
  readonly next: () => ConnectionStepName
}

async function walk(tools: Walk): Promise<void> {
  const { target, network, tell, way } = tools
  const url = new URL(target.origin)
  const isPlain = target.isPlainHttp
  tell({ step: 'address', state: isPlain ? 'warning' : 'ok', cause: isPlain ? 'plainHttp' : null, facts: { origin: url.origin, apiPath: target.apiPath } })
  way.proxy = (await bounded(tools, 'proxy', network.resolveProxy(`${url.origin}/`))).split(';')[0]?.trim() || 'DIRECT'
  if (isProxied(tools)) tell(gone(tools, 'dns'))
  else {
    const addresses = await bounded(tools, 'dns', network.resolveHost(url.hostname.replace(/^\[|\]$/g, '')))
    tell({ step: 'dns', state: 'ok', cause: null, facts: { addresses: [...new Set(addresses)].join(', ') } })
    tell(gone(tools, 'proxy'))
  }
  if (isTls(tools) && typeof target.extraCa === 'string') {
    throw new Stopped({ step: 'tls', cause: target.extraCa === 'unreadable' ? 'caFileUnreadable' : 'caFileNotACertificate' }, { isReached: false })
  }
  const { answer, apiPath, middleMs } = await search(tools)
  tellAnswer(tools, judgeHttp(answer))
  const api = judgePlace(answer, apiPath, target)
  tellAnswer(tools, await withHeaderFinding(askedAt(tools, apiPath), target.dialect, target.token ?? null, api, tools.budget.signal))
  tell(judgeClock(answer, middleMs))
}

interface Answered {
  readonly answer: WireAnswer
  readonly apiPath: string
  /** This computer's time in the middle of the exchange. */
  readonly middleMs: number
}

/**
 * Asks at each place where the API may be, until it answers at one. Where it answers at none, what the likeliest place has
 * answered counts; a redirect there concerns that place alone, a connection that does not come about concerns them all.
 */
async function search(tools: Walk): Promise<Answered> {
  const { apiPath: likeliest, otherPaths = [] } = tools.target
  let first: Answered | Stopped | null = null
  for (const apiPath of [likeliest, ...otherPaths]) {
    const answered = await askAt(tools, apiPath).catch((error: unknown) => {
      if (error instanceof Stopped && (error.step.cause === 'redirected' || (first && error.step.cause !== 'cancelled'))) return error
      throw error
    })
    if (!(answered instanceof Stopped) && judgeApi(answered.answer).state === 'ok') return answered
    first ??= answered
    if (answered instanceof Stopped && answered.step.cause !== 'redirected') break
  }
  if (first === null || first instanceof Stopped) throw first ?? new Stopped({ step: 'http', cause: 'unknown' })
  return first
}

async function askAt(tools: Walk, apiPath: string): Promise<Answered> {
  const sentAt = tools.clock.wallMs()
  const answer = await ask(tools, apiPath)
  return { answer, apiPath, middleMs: (sentAt + tools.clock.wallMs()) / 2 }
}

/** Tells the steps up to this one, or ends the walk at it. */
function tellAnswer(tools: Walk, { step, state, cause, facts }: ConnectionStep): void {
  if (state === 'failed') {
    const at = cause === 'proxyAsksForSignIn' && isProxied(tools) ? 'proxy' : step
    throw new Stopped({ step: at, cause: cause ?? 'unknown' }, { facts: at === 'proxy' ? { ...facts, proxy: tools.way.proxy } : facts })
  }
  while (tools.next() !== step) tools.tell(gone(tools, tools.next()))
  tools.tell({ step, state, cause, facts })
}

const isProxied = ({ way }: Walk): boolean => !/^DIRECT\b/i.test(way.proxy)
const askedAt = ({ target, network }: Walk, apiPath: string): Asked => ({ origin: target.origin, apiPath, fetch: network.fetch })
const isTls = ({ target }: Walk): boolean => target.origin.startsWith('https:')
const skipped = (step: ConnectionStepName): ConnectionStep => ({ step, state: 'skipped', cause: null, facts: {} })

/** A step that must have gone well, since a later one was reached. */
function gone(tools: Walk, step: ConnectionStepName): ConnectionStep {
  if (isProxied(tools) && (step === 'dns' || step === 'tcp')) return { step, state: 'proxied', cause: null, facts: {} }
  if (step === 'tls' && !isTls(tools)) return skipped(step)
  const facts: ConnectionStep['facts'] = step === 'proxy' ? { proxy: tools.way.proxy } : step === 'tls' ? certificateFacts(tools) : {}
  return { step, state: 'ok', cause: null, facts }
}

function certificateFacts({ network }: Walk): ConnectionStep['facts'] {
  const seen = network.certificate()
  return seen ? { issuer: seen.issuer, validTo: seen.validTo } : {}
}

/** Waits for one look-up; what goes wrong is this step's. */
async function bounded<T>(tools: Walk, step: 'proxy' | 'dns', work: Promise<T>): Promise<T> {
  try {
    return await untilAborted(work, tools.budget.signal)
  } catch (error) {
    const word = wordOf(error)
    const cause = whyOver(tools) ?? troubleOf(word, { isProxied: step === 'proxy', isTls: false, hasCertificate: false, finding: null }).cause
    throw new Stopped({ step, cause }, { facts: whyOver(tools) ? {} : { error: word }, isReached: false })
  }
}

/** Null while there is time and nobody has given up. */
function whyOver({ signal, budget }: Walk): ConnectionCause | null {
  return signal.aborted ? 'cancelled' : budget.signal.aborted ? 'timedOut' : null
}

/** One request of the API's at one place, as the profile itself would make it, but without a token. */
async function ask(tools: Walk, apiPath: string): Promise<WireAnswer> {
  const { target, network, clock } = tools
  const budget = createBudget(clock, Math.min(target.callBudgetMs, TEST_LIMIT_MS), tools.budget.signal)
  try {
    return await askInfo(askedAt(tools, apiPath), target.dialect, budget.signal)
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    if (tools.signal.aborted) throw new Stopped({ step: tools.next(), cause: 'cancelled' })
    const certificate = network.certificate()
    const seen: Seen = { isProxied: isProxied(tools), isTls: isTls(tools), hasCertificate: certificate !== null, finding: certificate?.finding ?? null }
    if (error.kind === 'aborted') throw new Stopped(timedOutAt(seen), { facts: factsOf(tools, timedOutAt(seen).step, null) })
    const trouble = error.kind === 'redirected' ? ({ step: 'http', cause: 'redirected' } as const) : await lookCloser(tools, troubleOf(error.message, seen))
    throw new Stopped(trouble, { facts: factsOf(tools, trouble.step, error.message), isReached: trouble.cause !== 'unknown' })
  } finally {
    budget.release()
  }
}

/**
 * Chromium has one word for everything that goes wrong in a handshake; a server that speaks HTTP/2 only is worth telling from
 * a port without TLS. Not behind a proxy, where a connection of our own leads elsewhere.
 */
async function lookCloser(tools: Walk, trouble: Trouble): Promise<Trouble> {
  if (trouble.cause !== 'tlsProtocol' || isProxied(tools)) return trouble
  const isHttp2Only = await untilAborted(tools.network.isHttp2Only(tools.target.origin), tools.budget.signal).catch(() => false)
  return isHttp2Only ? { step: 'tls', cause: 'http2Only' } : trouble
}

function factsOf(tools: Walk, step: ConnectionStepName, error: string | null): ConnectionStep['facts'] {
  const location = step === 'http' ? tools.network.redirectedTo() : null
  return {
    ...(step === 'tls' ? certificateFacts(tools) : {}),
    ...(step === 'proxy' ? { proxy: tools.way.proxy } : {}),
    ...(location === null ? {} : { location }),
    ...(error === null || error === 'redirected' ? {} : { error }),
  }
}
