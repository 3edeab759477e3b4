import { z } from 'zod'
import { type CapabilityName, DEFAULT_CAPABILITIES } from './capabilities'
import { DEFAULT_QUIRKS, type QuirkName } from './quirks'
import { THIRD_PARTIES } from './third-party'

const quirkNames = Object.keys(DEFAULT_QUIRKS) as [QuirkName, ...QuirkName[]]

const capabilityNames = Object.keys(DEFAULT_CAPABILITIES) as [CapabilityName, ...CapabilityName[]]

/** The options that can cross a process border: all but the clock and a binary key. */
export const processOptionsSchema = z.strictObject({
  database: z.string().min(1),
  databaseKey: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .optional(),
  signingKey: z.string().min(32),
  port: z.int().min(0).max(65_535).optional(),
  generatedUsers: z.int().min(0).optional(),
  accounts: z.strictObject({ admin: z.string(), test: z.string(), editor: z.string() }).partial().optional(),
  passwordCost: z.int().min(2).optional(),
  lifetimes: z.strictObject({ accessSeconds: z.number().positive(), refreshSeconds: z.number().positive() }).optional(),
  refresh: z.enum(['stateless', 'rotating']).optional(),
  rotationGraceMs: z.number().min(0).optional(),
  capabilities: z.partialRecord(z.enum(capabilityNames), z.boolean()).optional(),
  quirks: z.partialRecord(z.enum(quirkNames), z.boolean()).optional(),
  thirdParties: z.partialRecord(z.enum(THIRD_PARTIES), z.strictObject({ authorizeUrl: z.url(), redirectUri: z.url().nullable(), email: z.string() })).optional(),
  idempotency: z.boolean().optional(),
})

export type ProcessOptions = z.infer<typeof processOptionsSchema>
