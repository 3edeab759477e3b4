import type { LogNode, LogRow, MaskedText } from '@shared/resources/log'

/** What a shell puts the token of whoever runs it in place of. */
const TOKEN = '$TOKEN'
/** In the place of any other secret. */
const HIDDEN = '<hidden>'

/** The log merges headers and body. These are headers that say what is asked; what begins like the others is one too. */
const TOLD: ReadonlySet<string> = new Set(['accept', 'accept-language', 'cache-control', 'content-type', 'dnt', 'origin', 'pragma', 'referer', 'user-agent', 'x-requested-with'])
/** Those that curl makes itself, that belong to the way the request came, or that hold a secret. */
const OTHERS = /^(?:(?:accept|content|if|sec|x|cf|proxy|upgrade|idempotency|keep|transfer|forwarded)-.*|authorization|cookie|host|connection|te|via|priority|expect|forwarded)$/

export interface Curl {
  readonly text: string
  /** The body is left out: not all of it is known here. */
  readonly isCut: boolean
}

/**
 * A request as a curl command for a POSIX shell, without a secret in it. What anybody may have sent stands in it, so each word
 * is quoted, and nothing that steers a terminal is left: pasting it must not run it.
 *
 * @param origin Of the server; where that is not known here, the request's own host.
 */
export function curlOf(row: Pick<LogRow, 'method' | 'uri'>, params: readonly LogNode[], origin: string): Curl {
  const top = params.filter(({ parent }) => parent === -1)
  const isHeader = (name: string): boolean => TOLD.has(name) || OTHERS.test(name)
  const headers = top.filter((node) => isHeader(nameOf(node)))
  const fields = top.filter((node) => !isHeader(nameOf(node)))
  const isCut = params.some(({ kind }) => kind === 'cut')
  const method = /^[a-z]{1,10}$/.test(row.method) ? row.method.toUpperCase() : 'GET'
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const query = hasBody || isCut ? '' : queryOf(fields, params)
  const host = textOf(headers.find((node) => nameOf(node) === 'host')?.value ?? [])
  const base = origin !== '' ? origin : `http://${/^[\w.:[\]-]+$/.test(host) ? host : 'localhost'}`
  const words = ['curl', '--globoff', '-X', method, quoted(`${base}/${textOf(row.uri).replace(/^\/+/, '')}${query}`)]
  for (const node of headers) {
    const { key, value } = node
    const name = nameOf(node)
    if (!/^[\w-]+$/.test(key)) continue
    if (name === 'authorization') words.push('-H', `"Authorization: Bearer ${TOKEN}"`)
    else if (name === 'x-token') words.push('-H', `"X-Token: ${TOKEN}"`)
    else if (TOLD.has(name)) words.push('-H', quoted(`${key}: ${textOf(value)}`))
  }
  if (hasBody && fields.length > 0 && !isCut) words.push('--data-raw', quoted(JSON.stringify(Object.fromEntries(fields.map((node) => [node.key, valueOf(node, params)])))))
  return { text: words.join(' '), isCut }
}

/** Of a header: in whichever case it came. */
function nameOf({ key: name }: LogNode): string {
  return name.toLowerCase()
}

function textOf(text: MaskedText): string {
  return text.map((part) => (typeof part === 'string' ? part : HIDDEN)).join('')
}

/** As it was before it was laid out in lines. */
function valueOf(node: LogNode, params: readonly LogNode[]): unknown {
  if (node.kind === 'text') return textOf(node.value)
  if (node.kind === 'plain') return JSON.parse(textOf(node.value)) as unknown
  const at = params.indexOf(node)
  const below = params.filter(({ parent, kind }) => parent === at && kind !== 'cut')
  return node.kind === 'list' ? below.map((one) => valueOf(one, params)) : Object.fromEntries(below.map((one) => [one.key, valueOf(one, params)]))
}

/** PHP's own form for what is nested. */
function queryOf(fields: readonly LogNode[], params: readonly LogNode[]): string {
  const pairs = fields.flatMap((field) => pairsOf(field.key, valueOf(field, params)))
  return pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${coded(name)}=${coded(value)}`).join('&')}`
}

function pairsOf(name: string, value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[name, String(value)]]
  return Object.entries(value).flatMap(([key, inner]) => pairsOf(`${name}[${key}]`, inner))
}

/** In single quotes a shell takes everything as it stands; what a terminal would act on by itself goes. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ').replaceAll("'", String.raw`'\''`)}'`
}

/** Half a character, which no address can hold, becomes the sign for one. */
function coded(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\uFFFD'))
}
