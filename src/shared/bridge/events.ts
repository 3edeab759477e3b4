import { z } from 'zod'
import { connectionViewSchema, preferencesSchema, secretProtectionSchema, sessionViewSchema } from '../views'
import { type SignInCalls, signInContextSchema, type WorkspaceCalls } from './contract'
import type { EventName, SignInEvent, WorkspaceEvent } from './names'

/** Pushes from main to a page: name -> payload. */
export const EVENTS = {
  'session.changed': sessionViewSchema,
  'secrets.changed': secretProtectionSchema,
  'connection.changed': connectionViewSchema,
  'preferences.changed': preferencesSchema,
  /** The window now shows another server; everything the page holds belongs to the one before. */
  'workspace.switched': z.null(),
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
