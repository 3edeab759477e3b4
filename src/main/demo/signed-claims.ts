import type { KeyObject } from 'node:crypto'
import { compactVerify } from 'jose'
import { z } from 'zod'
import { BACKEND_CODES, type BackendCode } from '@shared/backend-codes'

export type TokenScope = 'role_access' | 'role_refresh'

const claimsSchema = z.object({
  iat: z.number().optional(),
  nbf: z.number().optional(),
  user_id: z.string(),
  scopes: z.string(),
  exp: z.number().optional(),
  count: z.number().optional(),
  jti: z.string().optional(),
})

/** The claims of the contract; `jti` is ours and makes two tokens of one second differ. */
export type Claims = z.infer<typeof claimsSchema>

/** A token that was not accepted, and how that is answered: 50014 when it is expired, 50015 otherwise. The message is php-jwt's. */
export class TokenDefectError extends Error {
  override readonly name = 'TokenDefectError'
  constructor(
    message: string,
    readonly code: BackendCode = BACKEND_CODES.TOKEN_REFUSED,
    readonly status = 401,
  ) {
    super(message)
  }
}

/** Signature and shape, in the order and with the words of php-jwt 5. */
export async function readSigned(token: string, key: KeyObject): Promise<Claims> {
  const segments = token.split('.')
  if (segments.length !== 3) throw new TokenDefectError('Wrong number of segments')
  const header = z.object({ alg: z.string() }).safeParse(parseSegment(segments[0] ?? ''))
  const claims = claimsSchema.safeParse(parseSegment(segments[1] ?? ''))
  if (!header.success || !claims.success) throw new TokenDefectError('Syntax error, malformed JSON')
  if (header.data.alg !== 'HS256') throw new TokenDefectError('Algorithm not allowed')
  try {
    await compactVerify(token, key, { algorithms: ['HS256'] })
  } catch {
    throw new TokenDefectError('Signature verification failed')
  }
  return claims.data
}

/** What a token says of itself, unchecked. */
export function readClaims(token: string): Claims | undefined {
  return claimsSchema.safeParse(parseSegment(token.split('.')[1] ?? '')).data
}

function parseSegment(segment: string): unknown {
  try {
    return JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/** No leeway, as in the original: expired from the second `exp` on; a token from the future is a defect, not expired. */
export function checkTimes(claims: Claims, nowSeconds: number): void {
  for (const start of [claims.nbf, claims.iat]) {
    if (start !== undefined && start > nowSeconds) {
      throw new TokenDefectError(`Cannot handle token prior to ${new Date(start * 1000).toISOString()}`)
    }
  }
  if (claims.exp !== undefined && nowSeconds >= claims.exp) throw new TokenDefectError('Expired token', BACKEND_CODES.ACCESS_EXPIRED)
}
