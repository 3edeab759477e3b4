import { z } from 'zod'
import { DEMO_SERVER } from './server-identity'

/**
 * The address of one record, to be handed on to others: `holdfast://<server>/users/12`. The server is what all who use it know it by, its
 * address without the scheme, and nothing of this computer. A link leads to a record and does nothing else.
 */

/** Kinds of records that have a place of their own to be shown at. */
const LINKED = ['users', 'departments', 'roles', 'menus'] as const
const LONGEST_LINK = 500
const DEMO_PLACE = 'demo'

export const linkedRecordSchema = z.object({ resource: z.enum(LINKED), id: z.number().int().positive() })
export type LinkedRecord = z.infer<typeof linkedRecordSchema>

export interface RecordLink extends LinkedRecord {
  /** The server's address without its scheme, or the id of a profile on this computer. */
  readonly place: string
}

const LINK = new RegExp(`^holdfast://([^\\s?#]+?)/(${LINKED.join('|')})/([1-9]\\d{0,14})/?$`, 'i')

/** @param server The identity of the server (`shared/server-identity.ts`). */
export function recordLink(server: string, { resource, id }: LinkedRecord): string {
  return `holdfast://${placeOf(server)}/${resource}/${id}`
}

/** Null: it is no link of ours, or leads to no one record. */
export function readRecordLink(text: string): RecordLink | null {
  if (text.length > LONGEST_LINK) return null
  const [, place = '', resource = '', id = ''] = LINK.exec(text.trim()) ?? []
  const record = linkedRecordSchema.safeParse({ resource: resource.toLowerCase(), id: Number(id) })
  return record.success ? { place: withSmallHost(place), ...record.data } : null
}

/** Whether a link leads to this server. */
export function leadsToServer({ place }: Pick<RecordLink, 'place'>, { id, server }: { readonly id: string; readonly server: string }): boolean {
  return place === placeOf(server) || place === withSmallHost(id)
}

function placeOf(server: string): string {
  return server === DEMO_SERVER ? DEMO_PLACE : withSmallHost(server.replace(/^https?:\/\//, ''))
}

/** Case counts in the path alone. */
function withSmallHost(place: string): string {
  const at = place.indexOf('/')
  return at < 0 ? place.toLowerCase() : `${place.slice(0, at).toLowerCase()}${place.slice(at)}`
}
