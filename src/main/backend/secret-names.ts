/** Which names mean that what they name is a secret: the half of the log's masking rule that looks at names (`log-masking.ts`). What is in doubt is one. */

/** Parts of names, in small letters and without signs between their words. */
const SECRET_PARTS = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'pwd',
  'secret',
  'token',
  'authorization',
  'cookie',
  'apikey',
  'accesskey',
  'privatekey',
  'signingkey',
  'credential',
  'jwt',
  'bearer',
  'sessionid',
  'sessid',
  '密码',
  '口令',
  '令牌',
] as const
/** Whole names that are too short to be looked for in others. */
const SECRET_NAMES: ReadonlySet<string> = new Set(['pass', 'code', 'state', 'auth', 'pin', 'otp', 'sid', 'key', 'captcha', 'sign', 'signature', 'nonce'])
const PASSWORD = /pass|pwd|密码|口令/
const TOKEN = /token|jwt|bearer|authorization|令牌/

/** What kind of secret a name tells of. */
export type SecretKind = 'password' | 'token' | 'secret'

/** What kind of secret is called so; null for an open name. */
export function secretKind(name: string): SecretKind | null {
  const plain = name.toLowerCase().replaceAll(/[-_.\s]/g, '')
  if (!SECRET_NAMES.has(plain) && !SECRET_PARTS.some((part) => plain.includes(part))) return null
  if (PASSWORD.test(plain)) return 'password'
  return TOKEN.test(plain) ? 'token' : 'secret'
}

/** Names under which a list of pairs holds a name, and those under which it holds the value. */
export const PAIR_NAMES: ReadonlySet<string> = new Set(['name', 'key', 'field', 'header', 'param', 'parameter', 'property', 'k', 'n'])
export const PAIR_VALUES: ReadonlySet<string> = new Set(['value', 'values', 'val', 'v', 'content'])

/**
 * What is secret in this group although its own name does not say so: the value of `{ name: 'password', value: … }`, and what comes
 * after `'Authorization'` in a list of names and values. The kind by the key of the entry; null for an open one.
 */
export function pairedSecrets(group: object): (key: string) => SecretKind | null {
  if (Array.isArray(group)) return (key) => nameKind((group as readonly unknown[])[Number(key) - 1])
  let kind: SecretKind | null = null
  for (const name of PAIR_NAMES) kind ??= nameKind(ownValue(group, name))
  return (key) => (PAIR_VALUES.has(key.toLowerCase()) ? kind : null)
}

/** In whatever case the field is written. */
function ownValue(group: object, name: string): unknown {
  for (const spelled of [name, `${name[0]?.toUpperCase()}${name.slice(1)}`, name.toUpperCase()]) if (Object.hasOwn(group, spelled)) return (group as Record<string, unknown>)[spelled]
  return undefined
}

/** Of a text that can be a name and nothing longer. */
function nameKind(value: unknown): SecretKind | null {
  return typeof value === 'string' && value.length <= 64 ? secretKind(value) : null
}
