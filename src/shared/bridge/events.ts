import { z } from 'zod'
import { actionIdSchema } from '../actions/actions'
import { outboxChangeSchema } from '../outbox'
import { resourceNameSchema } from '../resources/resource'
import { connectionViewSchema, preferencesSchema, secretProtectionSchema, sessionViewSchema } from '../views'
import { connectionStepSchema } from '../connection-test'
import { recordNameSchema, type SignInCalls, signInContextSchema, type WorkspaceCalls } from './contract'
import type { EventName, SignInEvent, WorkspaceEvent } from './names'

/** Pushes from main to a page: name -> payload. */
export const EVENTS = {
  'session.changed': sessionViewSchema,
  'secrets.changed': secretProtectionSchema,
  'connection.changed': connectionViewSchema,
  'preferences.changed': preferencesSchema,
  /** The window now shows another server; everything the page holds belongs to the one before. */
  'workspace.switched': z.null(),
  /** Entries of the outbox came, went or moved on: what of them is new, never all of them. */
  'outbox.changed': outboxChangeSchema,
  /** A write has changed a record (`isGone`: deleted it). `temporaryId`: what a record made here was called until now. */
  'records.changed': z.object({ resource: resourceNameSchema, id: z.number().int(), isGone: z.boolean(), temporaryId: z.number().int().nullable() }),
  /** The list of servers changed, or a session or window of one of them. */
  'profiles.changed': z.null(),
  /** One step of a running "Test connection" is known. */
  'profiles.testStepped': z.object({ testId: z.string(), step: connectionStepSchema }),
  /** So many entries of a running export of the log are looked through. */
  'logs.exportStepped': z.object({ exportId: z.string(), read: z.number().int(), total: z.number().int() }),
  /** The native menu asks for an action. `choice`: which of several, such as the page to go to. */
  'actions.asked': z.object({ id: actionIdSchema, choice: z.number().int().nullable() }),
  /** Another window wants to edit this record: show its form. */
  'forms.asked': recordNameSchema,
  /** A link leads to a record: `links.takeRecord` has which. */
  'record.asked': z.null(),
  /** The window wants to close: keep every draft now, then call `app.readyToClose`. */
  'app.closing': z.null(),
  'signIn.contextChanged': signInContextSchema,
} as const satisfies Record<EventName, z.ZodType>

export type EventPayload<Name extends EventName> = z.output<(typeof EVENTS)[Name]>

/** Subscribes and returns the function that ends exactly this subscription. */
type Subscribe<Name extends EventName> = (listener: (payload: EventPayload<Name>) => void) => () => void

type Subscriptions<Names extends EventName> = { readonly [Name in Names]: Subscribe<Name> }

/** `window.holdfast` of the workspace. */
export type WorkspaceBridge = WorkspaceCalls & { readonly on: Subscriptions<WorkspaceEvent> }

/** `window.holdfast` of the sign-in window. */
export type SignInBridge = SignInCalls & { readonly on: Subscriptions<SignInEvent> }
