import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { hasSizeBound } from '../../src/shared/size'

/** What of a schema's definition is looked at; zod has a type of its own for each kind. */
interface Definition {
  readonly type: string
  readonly format?: string
  readonly innerType?: z.ZodType
  readonly in?: z.ZodType
  readonly element?: z.ZodType
  readonly keyType?: z.ZodType
  readonly valueType?: z.ZodType
  readonly options?: readonly z.ZodType[]
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly values?: readonly unknown[]
  readonly entries?: Readonly<Record<string, unknown>>
  readonly checks?: readonly { readonly _zod: { readonly def: { readonly check: string } } }[]
}

const definitionOf = (schema: z.ZodType): Definition => schema.def as unknown as Definition
const CLOSED: ReadonlySet<string> = new Set(['number', 'int', 'boolean', 'literal', 'enum', 'undefined', 'null'])
const WRAPPED: ReadonlySet<string> = new Set(['optional', 'nullable', 'default', 'prefault', 'readonly', 'catch', 'nonoptional'])

/** The places of an input that may hold as much as they like. Kinds that are not known here count as such: a new one is to be looked at. */
export function unboundedIn(schema: z.ZodType, path = ''): string[] {
  if (hasSizeBound(schema)) return []
  const { type, format, innerType, in: input, element, options, shape, checks } = definitionOf(schema)
  if (CLOSED.has(type)) return []
  if (type === 'string') return (schema as z.ZodString).maxLength !== null || format === 'uuid' ? [] : [`${path}: text`]
  if (WRAPPED.has(type) && innerType) return unboundedIn(innerType, path)
  if (type === 'pipe' && input) return unboundedIn(input, path)
  if (type === 'union' && options) return options.flatMap((option, index) => unboundedIn(option, `${path}|${index}`))
  if (type === 'object' && shape) return Object.entries(shape).flatMap(([name, field]) => unboundedIn(field, `${path}.${name}`))
  if (type === 'array' && element) {
    const isBounded = checks?.some(({ _zod }) => _zod.def.check === 'max_length') ?? false
    return [...(isBounded ? [] : [`${path}: list`]), ...unboundedIn(element, `${path}[]`)]
  }
  return [`${path}: ${type}`]
}

/** A value that is of the right kind everywhere, whatever the finer rules say of it. */
function plainValue(schema: z.ZodType): unknown {
  const { type, format, innerType, in: input, element, options, shape, values, entries } = definitionOf(schema)
  if (type === 'string') return format === 'uuid' ? randomUUID() : format === 'email' ? 'a@example.com' : 'Abcdef12'
  if (type === 'boolean') return true
  if (type === 'literal') return values?.[0]
  if (type === 'enum') return Object.values(entries ?? {})[0]
  if (type === 'null') return null
  if (type === 'undefined') return undefined
  if (innerType) return plainValue(innerType)
  if (type === 'pipe' && input) return plainValue(input)
  if (type === 'union' && options?.[0]) return plainValue(options[0])
  if (type === 'object') return Object.fromEntries(Object.entries(shape ?? {}).map(([name, field]) => [name, plainValue(field)]))
  if (type === 'array' && element) return [plainValue(element)]
  if (type === 'record') return { tel: 'x' }
  return 7
}

/** An input with one place in it blown up. */
export interface Blown {
  /** Where: names and numbers. */
  readonly path: readonly (string | number)[]
  readonly value: unknown
}

export interface Giants {
  readonly text: string
  readonly list: (item: unknown) => readonly unknown[]
  readonly record: (value: unknown) => Readonly<Record<string, unknown>>
}

/** The input once for each of its places: that one as large as it can be made, all others plain. */
export function blownUp(schema: z.ZodType, giants: Giants): Blown[] {
  const { type, innerType, in: input, element, options, shape, valueType } = definitionOf(schema)
  if (type === 'object') {
    const whole = plainValue(schema) as Record<string, unknown>
    return Object.entries(shape ?? {}).flatMap(([name, field]) => blownUp(field, giants).map(({ path, value }) => ({ path: [name, ...path], value: { ...whole, [name]: value } })))
  }
  if (type === 'array' && element) return [{ path: [], value: giants.list(plainValue(element)) }, ...blownUp(element, giants).map(({ path, value }) => ({ path: [0, ...path], value: [value] }))]
  if (type === 'record')
    return [
      { path: [], value: giants.record(valueType && definitionOf(valueType).type === 'unknown' ? 'x' : plainValue(valueType ?? schema)) },
      { path: [], value: { tel: giants.text } },
    ]
  if (type === 'union' && options) return options.flatMap((option) => blownUp(option, giants))
  if (innerType) return blownUp(innerType, giants)
  if (type === 'pipe' && input) return blownUp(input, giants)
  // Anything else is a text in place of what is due: a number, a word of a list, nothing.
  return [{ path: [], value: giants.text }]
}
