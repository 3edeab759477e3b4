import { z } from 'zod'

/** "Test connection": each step of the way to a server, with a named cause. */

/**
 * What `facts` may hold, by step (each only where it is known):
 * - `address`: `origin`, `apiPath`
 * - `dns`: `addresses`, separated by `, `
 * - `proxy`: `proxy`, such as `DIRECT` or `PROXY host:3128`; with `proxyAsksForSignIn` perhaps `status`
 * - `tls`: `issuer`, `validTo` (ISO 8601)
 * - `http`: `status`; with `redirected` `location`, the origin that the server sends on to
 * - `api`: `status`, `code` (the body's own); `apiPath`, where it was looked for in several places and found; `tried`, where
 *   it was found in none of them; `header`, the name of the token's header where something was learned of it
 * - `clock`: `seconds`, this computer's time minus the server's; negative with `clockBehind`
 *
 * A failed step may also have `error`: the network's own word, such as `ERR_CONNECTION_REFUSED`.
 */
export const CONNECTION_STEPS = ['address', 'dns', 'proxy', 'tcp', 'tls', 'http', 'api', 'clock'] as const
export type ConnectionStepName = (typeof CONNECTION_STEPS)[number]

/**
 * Why a step failed or deserves a look; each has words for cause and remedy in both languages.
 *
 * Warnings are `plainHttp` (at `address`, where it was agreed to), `otherDialect` (at `api`; failed where a running session has proved it), `clockAhead` and
 * `clockBehind`: this computer is ahead of the server, or behind it, by more than a minute. `noDate` comes with `skipped`.
 * All others come with `failed`; `timedOut` at `tcp` may also be a server that is silent, which cannot be told apart.
 * `gateway` is told of a server that was in use: its proxy answers 502, 503 or 504.
 * `cancelled` is the step that was under way when the person gave up.
 */
export const CONNECTION_CAUSES = [
  'invalidAddress',
  'plainHttp',
  'caFileUnreadable',
  'caFileNotACertificate',
  'nameNotFound',
  'dnsFailed',
  'proxyUnreachable',
  'proxyNameNotFound',
  'proxyAsksForSignIn',
  'proxyRefused',
  'refused',
  'timedOut',
  'noRoute',
  'noNetwork',
  'reset',
  'certificateAuthority',
  'certificateDate',
  'certificateHost',
  'certificateOther',
  'tlsProtocol',
  'http2Only',
  'notHttp',
  'redirected',
  'captivePortal',
  'serverError',
  'notFound',
  'notBelowPath',
  'notJson',
  'otherApi',
  'otherDialect',
  'headerLost',
  'clockAhead',
  'clockBehind',
  'noDate',
  'cancelled',
  'unknown',
  'certificateTooLong',
  'certificateWeak',
  'certificateExtension',
  'certificateConstraint',
  'certificateIssuer',
  'certificateUsage',
  'certificateNotRoot',
  'gateway',
  'answerTooLarge',
  'blockedPort',
] as const
export type ConnectionCause = (typeof CONNECTION_CAUSES)[number]

export const connectionStepSchema = z.object({
  step: z.enum(CONNECTION_STEPS),
  /** `proxied`: the proxy does this, nothing can be seen from here. `skipped`: a step before failed, or it does not apply. */
  state: z.enum(['ok', 'warning', 'failed', 'proxied', 'skipped']),
  cause: z.enum(CONNECTION_CAUSES).nullable(),
  /** Facts to show: addresses, the proxy, the certificate's issuer and end, a status, seconds, the net error's word. Never a token. */
  facts: z.record(z.string(), z.string()),
})
export type ConnectionStep = z.infer<typeof connectionStepSchema>
