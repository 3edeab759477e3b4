import { z } from 'zod'
import { keptMarksSchema } from './kept'
import { RESOURCES } from './resources/registry'
import { type ResourceName, resourceNameSchema, rowFields } from './resources/resource'
import { fieldsWithinSize, LARGEST_RECORD, withinSize } from './size'

const fieldsSchema = z.record(z.string(), z.unknown())

/** Whose work something is. Main refuses what is still on its way while the window turns to another server or user. */
export const ownerSchema = z.object({
  profileId: z.string().max(40),
  userId: z.number().int(),
  /** The identity of the server that the page shows it of: under the same profile it may be another one by now. Absent: the one of the window. */
  server: z.string().max(1100).optional(),
})
export type Owner = z.infer<typeof ownerSchema>

/** Only what a record of this kind has, and nothing that is a secret: what is kept here outlives the form. */
function ownFields<Value>(resource: ResourceName, fields: Readonly<Record<string, Value>>): Record<string, Value> {
  const { secretFields } = RESOURCES[resource]
  const known = rowFields(RESOURCES[resource])
  return Object.fromEntries(Object.entries(fields).filter(([field]) => known.includes(field) && !secretFields.includes(field)))
}

/** One form's unsaved edits. A draft belongs to one form instance, so two windows never overwrite each other. */
export const draftInputSchema = z
  .object({
    draftId: z.uuid(),
    owner: ownerSchema,
    resource: resourceNameSchema,
    /** Negative: a record that is being made here. */
    recordId: z.number().int(),
    /** What the person knows the record by, such as the user name. */
    title: z.string().max(200),
    /** The server's row that the edits started from. */
    base: fieldsWithinSize,
    /** The changed fields only. Never a password: one is left out, as is what no record of this kind has. */
    edits: fieldsWithinSize,
    /** Of edits that were sent already and that the server keeps otherwise: what was sent and what it keeps. */
    marks: withinSize(keptMarksSchema, LARGEST_RECORD).optional(),
    /** Where the person was typing. */
    cursorField: z.string().max(64).nullable(),
  })
  .transform((draft, context) => {
    const own = { ...draft, base: ownFields(draft.resource, draft.base), edits: ownFields(draft.resource, draft.edits), ...(draft.marks ? { marks: ownFields(draft.resource, draft.marks) } : {}) }
    if (Object.keys(own.edits).length === 0) context.addIssue({ code: 'custom', path: ['edits'], message: 'empty' })
    return own
  })
export type DraftInput = z.infer<typeof draftInputSchema>

export const draftSummarySchema = z.object({
  draftId: z.string(),
  resource: resourceNameSchema,
  recordId: z.number().int(),
  title: z.string(),
  /** Unix milliseconds. */
  keptAt: z.number(),
  /** The identity of the server that it was typed for; null where that is not known. */
  server: z.string().nullable(),
  /** It holds what was sent and what the server keeps otherwise. */
  hasMarks: z.boolean().optional(),
  /** It is not what was written: to be looked at and discarded, never put into a form by itself. */
  isDamaged: z.boolean().optional(),
})
export type DraftSummary = z.infer<typeof draftSummarySchema>

export const draftSchema = draftSummarySchema.extend({
  base: fieldsSchema,
  edits: fieldsSchema,
  marks: keptMarksSchema.optional(),
  cursorField: z.string().nullable(),
})
export type Draft = z.infer<typeof draftSchema>
