/** How long tokens live, in seconds. */
export interface Lifetimes {
  readonly accessSeconds: number
  readonly refreshSeconds: number
}

/** `stateless`: a refresh token works until it expires (the original). `rotating`: each works once. */
export type RefreshKind = 'stateless' | 'rotating'

/** How tokens are made. May be changed while the back-end runs. */
export interface TokenPolicy {
  lifetimes: Lifetimes
  refresh: RefreshKind
  rotationGraceMs: number
}

export interface DemoBackendOptions {
  /** A file path or `:memory:`. A file that already holds data is opened as it is, never seeded again. */
  readonly database: string
  /** 64 hex digits: encrypts the file at rest. */
  readonly databaseKey?: string
  /** Signs the tokens (HS256). Whoever keeps sessions over restarts keeps this key. At least 32 bytes. */
  readonly signingKey: string | Uint8Array
  /** 0 (the default) takes any free port. */
  readonly port?: number
  readonly generatedUsers?: number
  /** Passwords of the named accounts; each defaults to the account's name. Used only when the data is new. */
  readonly accounts?: { readonly admin?: string; readonly test?: string; readonly editor?: string }
  /** scrypt's N for passwords, a power of two; 16,384 by default, about 40 ms each. */
  readonly passwordCost?: number
  readonly lifetimes?: Lifetimes
  readonly refresh?: RefreshKind
  /** How long a used rotating refresh token still answers the same successor pair, in milliseconds. */
  readonly rotationGraceMs?: number
  /** Whether `Idempotency-Key` is honoured on writes. */
  readonly idempotency?: boolean
  /** The server's clock in milliseconds since 1970: token issue and expiry, creation times, log times. */
  readonly now?: () => number
}

/** The original's own lifetimes: two hours and seven days. */
export const DEFAULT_LIFETIMES: Lifetimes = { accessSeconds: 7200, refreshSeconds: 604_800 }

export const DEFAULT_GENERATED_USERS = 4310
