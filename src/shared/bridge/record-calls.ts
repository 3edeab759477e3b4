import { z } from 'zod'
import { ownerSchema } from '../drafts'
import { writeResultSchema } from '../outbox'
import { DESCRIBED } from '../resources/registry'
import type { ResourceDescription } from '../resources/resource'
import { unreadableSchema } from '../resources/unreadable'
import { LARGEST_RECORD, withinSize } from '../size'
import { RESOURCE_NAMES, type RecordCall, type RecordVerb, VERBS_OF } from './names'

/** The calls of one editable resource, the same for each: list, get, save, create, remove, as far as it has them (`VERBS_OF`). */

const id = z.number().int()
const origin = z.enum(['network', 'cache'])

/** `isConfirmed`: the person has seen what goes out; needed where the profile asks for it (VALIDATION on `confirm` otherwise). */
const how = { owner: ownerSchema, draftId: z.uuid().nullable(), isConfirmed: z.boolean().default(false) }

function callsOf<Description extends ResourceDescription>({ rowSchema, editsSchema, createSchema, querySchema }: Description) {
  const row: Description['rowSchema'] = rowSchema
  const edits: Description['editsSchema'] = editsSchema
  const values: Description['createSchema'] = createSchema
  const query: Description['querySchema'] = querySchema
  return {
    list: {
      input: query,
      /** `isComplete` false: from the cache, and the server may have more. `unreadable`: rows of it that are left out. */
      output: z.object({ rows: z.array(row), total: z.number().int(), fetchedAt: z.number(), origin, isComplete: z.boolean(), unreadable: unreadableSchema.optional() }),
    },
    get: { input: z.object({ id }), output: z.object({ row, fetchedAt: z.number(), origin }) },
    /** Saves the changed fields of one record. `draftId` names the draft from which the sent edits are subtracted once they are safe. */
    save: {
      input: z.object({ ...how, id, base: withinSize(row, LARGEST_RECORD), edits: edits.refine((some) => Object.keys(some).length > 0, { error: 'empty' }) }),
      output: writeResultSchema(row),
    },
    /** `id`: the temporary one that the form has used, negative. */
    create: { input: z.object({ ...how, id: id.negative(), values }), output: writeResultSchema(row) },
    /** `base`: the record as the person saw it; when the server has another by now, it asks. */
    remove: { input: z.object({ ...how, id, base: withinSize(row, LARGEST_RECORD) }), output: writeResultSchema(row) },
  } as const
}

type Described = typeof DESCRIBED
type CallsOf<Name extends keyof Described> = ReturnType<typeof callsOf<Described[Name]>>

/** `users.list` to `grants.save`: what goes in, and what comes out. */
export const RECORD_CONTRACT = Object.fromEntries(
  RESOURCE_NAMES.flatMap((name) => {
    const calls = callsOf(DESCRIBED[name])
    return VERBS_OF[name].map((verb) => [`${name}.${verb}`, calls[verb]])
  }),
) as unknown as { readonly [Call in RecordCall]: Call extends `${infer Name extends keyof Described}.${infer Verb extends RecordVerb}` ? CallsOf<Name>[Verb] : never }
