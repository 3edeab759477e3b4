import { z } from 'zod'
import { ownerSchema } from '../drafts'
import { writeResultSchema } from '../outbox'
import { departmentEditsSchema, departmentSchema, newDepartmentSchema } from '../resources/department'
import { newUserSchema, userEditsSchema, userQuerySchema, userSchema } from '../resources/user'
import { wholeQuerySchema } from '../resources/resource'
import { unreadableSchema } from '../resources/unreadable'
import { LARGEST_RECORD, withinSize } from '../size'

/** The calls of one editable resource, the same for each: list, get, save, create, remove. */

const id = z.number().int()
const origin = z.enum(['network', 'cache'])

interface Shapes<Row extends z.ZodType, Edits extends z.ZodType, Values extends z.ZodType, Query extends z.ZodType> {
  readonly row: Row
  readonly edits: Edits
  readonly values: Values
  readonly query: Query
}

/** `isConfirmed`: the person has seen what goes out; needed where the profile asks for it (VALIDATION on `confirm` otherwise). */
const how = { owner: ownerSchema, draftId: z.uuid().nullable(), isConfirmed: z.boolean().default(false) }

function callsOf<Row extends z.ZodType, Edits extends z.ZodType<object>, Values extends z.ZodType, Query extends z.ZodType>({ row, edits, values, query }: Shapes<Row, Edits, Values, Query>) {
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

export const USER_CALLS = callsOf({ row: userSchema, edits: userEditsSchema, values: newUserSchema, query: userQuerySchema })
export const DEPARTMENT_CALLS = callsOf({ row: departmentSchema, edits: departmentEditsSchema, values: newDepartmentSchema, query: wholeQuerySchema })
