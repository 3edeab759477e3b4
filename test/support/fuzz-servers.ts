import type { ControlledBackendOptions } from './backend/controlled-backend'
import { cutAfter, type Fault, gatewayPage, plainText, resetAfter } from './fault-kinds'
import type { FaultMatch, FaultProxy } from './fault-proxy'

type Dress = (text: string) => string

/** A server of the two-client fuzz: what it does to what it is sent, and the edits that meet its habit. */
export interface FuzzServer {
  readonly name: string
  readonly backend: Pick<ControlledBackendOptions, 'quirks' | 'idempotency'>
  /** What names are given besides their serial, which every server here leaves whole: so that a name that was cut can be told from others. */
  readonly names: readonly Dress[]
  /** The same for other texts, of which nothing has to be left. */
  readonly texts: readonly Dress[]
  /** Some users are given a role that has been deleted meanwhile. */
  readonly namesGoneRole: boolean
  readonly isOverTls: boolean
  /** Most of what is edited are the grants of a few roles, with menus, roles and departments that come and go (`fuzz-grants.ts`). */
  readonly isAboutGrants: boolean
  /** Most of what is edited are the trees of menus and departments (`fuzz-trees.ts`). */
  readonly isAboutTrees: boolean
  /** Only one of the two works here, and no trouble comes to the network: then nothing needs a person. */
  readonly isAlone: boolean
  /** What happens to writes here, besides the troubles that every network has. `passerBy`: somebody else makes a user like the one that is being made. */
  readonly troubles: readonly ((proxy: FaultProxy, passerBy: Fault) => void)[]
}

export const ORDINARY: FuzzServer = {
  name: 'ordinary',
  backend: {},
  names: [],
  texts: [],
  namesGoneRole: false,
  isOverTls: false,
  isAboutGrants: false,
  isAboutTrees: false,
  isAlone: false,
  troubles: [],
}

/**
 * Real servers of this family know no idempotency keys, and take a name twice: with either, the server would hide a client
 * that sends twice.
 */
const CREDULOUS = { duplicateNames: true } as const
const RARE_LETTERS: readonly Dress[] = [(text) => `${text}😀x`, (text) => `${text}𬭎`, (text) => `${text}𬭎宇😀`]
const RARE_TEXTS: readonly Dress[] = [...RARE_LETTERS, (text) => `😀${text}`, (text) => `a${text} 😀 z`]
const SPACES: readonly Dress[] = [(text) => `${text} `, (text) => `  ${text}`, (text) => ` ${text} `]
/** Something of each, for servers whose habit is not about texts: what they keep, they keep as it is. */
const ANY: readonly Dress[] = [...RARE_LETTERS.slice(0, 1), ...SPACES.slice(0, 1)]

const NEW_USERS = '/sys/user/users'
const WRITES = /\/sys\/(user\/users|dept\/depts)/
const onWrites =
  (methods: readonly string[], fault: Fault, times = 1) =>
  (proxy: FaultProxy): void => {
    for (const method of methods) proxy.on({ method, path: WRITES, times } satisfies FaultMatch, fault)
  }
/** The server leaves a part of the name, and somebody else makes a record that the rest of it would explain as well. */
const PASSERS_BY: FuzzServer['troubles'] = [
  (proxy, passerBy) => proxy.on({ method: 'POST', path: NEW_USERS, times: 2 }, passerBy),
  (proxy, passerBy) => proxy.on({ method: 'POST', path: NEW_USERS, times: 2 }, passerBy, cutAfter()),
]
const DUMP = 'array(1) {\n  ["code"]=>\n  int(20000)\n}\n'

function variant(name: string, more: Partial<FuzzServer>, quirks: ControlledBackendOptions['quirks'] = {}): FuzzServer {
  return { ...ORDINARY, name, names: ANY, texts: ANY, ...more, backend: { idempotency: false, quirks: { ...CREDULOUS, ...quirks } } }
}

/** The habits of real servers, one at a time: a run that fails names its cause. */
export const FUZZ_SERVERS: readonly FuzzServer[] = [
  variant('trims', { names: SPACES, texts: SPACES, troubles: PASSERS_BY }, { trimsText: true }),
  variant('cuts', { names: RARE_LETTERS, texts: RARE_TEXTS, troubles: PASSERS_BY }, { threeByteText: true }),
  variant('marks', { names: RARE_LETTERS, texts: RARE_TEXTS, troubles: PASSERS_BY }, { threeByteMarks: true }),
  variant('half work', { namesGoneRole: true }, { halfWorkThen500: true, htmlErrorPages: true }),
  variant('gateway', { troubles: [onWrites(['PUT', 'DELETE'], gatewayPage(405)), onWrites(['POST'], gatewayPage(405)), onWrites(['POST', 'PUT'], gatewayPage(413, 'Request Entity Too Large'), 3)] }),
  variant('plain text', { troubles: [true, false].map((done) => onWrites(['POST', 'PUT', 'DELETE'], plainText(DUMP, { done }), 2)) }, { plainTextAnswers: true }),
  variant('grants', { names: [], texts: [], isAboutGrants: true }),
  variant('trees', { names: [], texts: [], isAboutGrants: true, isAboutTrees: true }),
  variant('trees, alone', { names: [], texts: [], isAboutGrants: true, isAboutTrees: true, isAlone: true }),
  variant('resets over TLS', { isOverTls: true, troubles: [onWrites(['POST'], resetAfter(), 3), onWrites(['POST', 'PUT', 'DELETE'], resetAfter())] }),
]
