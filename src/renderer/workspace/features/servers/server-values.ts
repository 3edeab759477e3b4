import type { ConnectionStep } from '@shared/connection-test'
import { CALL_BUDGET_MS, type ProfileEntry, type ProfileInput, profileInputSchema, type ServerConnection } from '@shared/profiles'
import type { WriteMode } from '@shared/write-modes'
import { hasHiddenLetters } from '@shared/resources/field-rules'
import type { ProfileView } from '@shared/views'
import { addressKind } from '@renderer/server-address'
import { decimalNumber } from '@renderer/typed-number'

/** What "Test connection" has found out about an address. */
export interface TestedAddress {
  /** As it was typed, without outer spaces. */
  readonly typed: string
  /** Scheme, host and path; null where the API was not found. */
  readonly apiAddress: string | null
  /** The server is there, and does not speak TLS at this port. */
  readonly isWithoutHttps: boolean
}

/** A server as it stands in the form: what was typed, also while it is no number or address yet. */
export interface ServerValues {
  readonly name: string
  readonly url: string
  readonly label: ProfileView['label']
  readonly labelText: string
  readonly color: ProfileView['color']
  readonly writeMode: WriteMode
  readonly dialect: ProfileInput['dialect']
  readonly seconds: string
  readonly extraCaFile: string | null
  readonly allowPlainHttp: boolean
}

export const SERVER_FIELDS = ['name', 'url', 'labelText', 'callBudgetMs', 'extraCaFile', 'allowPlainHttp'] as const
export type ServerField = (typeof SERVER_FIELDS)[number]

/** What is wrong with which field, as a key under `servers.invalid`. */
const INVALID_KEYS = ['required', 'tooLong', 'invalid', 'range', 'plainHttp', 'noHttps', 'taken', 'unreadable', 'notACertificate', 'control'] as const
type InvalidKey = (typeof INVALID_KEYS)[number] | 'other'
export type ServerErrors = Readonly<Partial<Record<ServerField, InvalidKey>>>

export const NEW_SERVER: ServerValues = {
  name: '',
  url: '',
  label: 'none',
  labelText: '',
  color: 'grey',
  writeMode: 'normal',
  dialect: 'bearer',
  seconds: String(CALL_BUDGET_MS.default / 1000),
  extraCaFile: null,
  allowPlainHttp: false,
}

const USUAL_API_PATH = '/api/v2'

/** What the form begins with. A server that is already reached over plain http was agreed to before. */
export function valuesOf(entry: ProfileEntry | null): ServerValues {
  if (!entry) return NEW_SERVER
  const url = entry.apiPath === USUAL_API_PATH ? entry.origin : entry.origin + entry.apiPath
  const { name, label, labelText, color, writeMode, dialect, extraCaFile } = entry
  return { name, url, label, labelText, color, writeMode, dialect, extraCaFile, seconds: String(entry.callBudgetMs / 1000), allowPlainHttp: addressKind(url) === 'plain-remote' }
}

/** Each label brings its usual colour; `custom` and none leave what was chosen. */
export function usualColor(label: ProfileView['label'], before: ProfileView['color']): ProfileView['color'] {
  const usual = { production: 'red', test: 'orange', development: 'green' } as const
  return label === 'none' || label === 'custom' ? before : usual[label]
}

/** The consent counts for an address that needs it, and for nothing else. */
export function connectionOf(values: ServerValues): ServerConnection {
  const { url, dialect, extraCaFile, allowPlainHttp, seconds } = values
  const budget = Math.round(decimalNumber(seconds) * 1000)
  return { url: url.trim(), dialect, callBudgetMs: budget, extraCaFile, allowPlainHttp: allowPlainHttp && addressKind(url) === 'plain-remote' }
}

export function inputOf(id: string | null, values: ServerValues): ProfileInput {
  const { name, label, labelText, color, writeMode } = values
  return { id, name: name.trim(), label, labelText: label === 'custom' ? labelText.trim() : '', color, writeMode, ...connectionOf(values) }
}

/** The first fault of each field, by the schema that main will apply, and by its rule for addresses. */
export function validateServer(values: ServerValues, before: Pick<ServerValues, 'name' | 'labelText'> | null = null): ServerErrors {
  const errors: Partial<Record<ServerField, InvalidKey>> = {}
  const parsed = profileInputSchema.safeParse(inputOf(null, values))
  for (const issue of parsed.error?.issues ?? []) {
    const field = SERVER_FIELDS.find((name) => name === issue.path[0])
    if (field) errors[field] ??= invalidKey(issue.message)
  }
  // A name that is there already may stay, whatever it holds.
  for (const field of ['name', 'labelText'] as const) if (values[field] !== before?.[field] && hasHiddenLetters(values[field].trim())) errors[field] ??= 'control'
  const kind = addressKind(values.url)
  if (values.url.trim() !== '' && kind === 'bad') errors.url ??= 'invalid'
  if (kind === 'plain-remote' && !values.allowPlainHttp) errors.allowPlainHttp ??= 'plainHttp'
  if (values.label === 'custom' && values.labelText.trim() === '') errors.labelText ??= 'required'
  return errors
}

/** Faults that main found. Its `plainHttp` is about the address; the form asks for the consent under it. */
export function serverErrors(fields: Readonly<Record<string, string>>): ServerErrors {
  const pairs = Object.entries(fields).map(([field, message]) => [message === 'plainHttp' ? 'allowPlainHttp' : field, invalidKey(message)] as const)
  return Object.fromEntries(pairs.filter(([field]) => SERVER_FIELDS.some((name) => name === field)))
}

function invalidKey(message: string): InvalidKey {
  return INVALID_KEYS.find((key) => key === message) ?? 'other'
}

/** A name that is not in the list yet: the same with the next free number behind it. */
export function freeName(name: string, taken: readonly string[]): string {
  const used = new Set(taken.map((other) => other.trim().toLowerCase()))
  const stem = name.replace(/ \(\d+\)$/, '').slice(0, 54)
  for (let number = 2; ; number++) {
    const candidate = `${stem} (${number})`
    if (!used.has(candidate.toLowerCase())) return candidate
  }
}

/** What the steps of a test say about the address that was typed. */
export function learnedFrom(typed: string, steps: readonly ConnectionStep[]): TestedAddress {
  const of = (name: ConnectionStep['step']): ConnectionStep | undefined => steps.find(({ step }) => step === name)
  const [address, api, tcp, tls] = [of('address'), of('api'), of('tcp'), of('tls')]
  const path = api?.facts['apiPath'] ?? (api?.state === 'ok' || api?.state === 'warning' ? address?.facts['apiPath'] : undefined)
  const isTls = address?.facts['origin']?.startsWith('https:') === true
  return {
    typed: typed.trim(),
    apiAddress: path === undefined ? null : `${address?.facts['origin'] ?? ''}${path}`,
    isWithoutHttps: isTls && (tcp?.cause === 'refused' || tls?.cause === 'tlsProtocol'),
  }
}
