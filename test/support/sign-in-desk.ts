import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CallInput, CallOutput, ParsedInput } from '../../src/shared/bridge/contract'
import type { SignInCall } from '../../src/shared/bridge/names'
import { createAddressFinder } from '../../src/main/app/profiles/address-finder'
import { createOAuthTrips } from '../../src/main/app/oauth/oauth-trips'
import { createCaptchaSource } from '../../src/main/backend/captcha'
import { createProviderPages } from '../../src/main/backend/oauth-pages'
import { createSignInHandlers } from '../../src/main/bridge/handlers/sign-in'
import type { SignInHandlers } from '../../src/main/bridge/call-handlers'
import type { ProfilePort, WorkspacePort } from '../../src/main/bridge/workspace-port'
import { openPreferences } from '../../src/main/settings/preferences'
import { openProfiles } from '../../src/main/settings/profiles'
import type { TestClient } from './client'
import { localNetwork } from './desk'
import type { VirtualClock } from './virtual-clock'

/** The calls of one sign-in window over the real handlers and engine, with a system browser that a test plays. */
export interface SignInDesk {
  call<Name extends SignInCall>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>
  /** Addresses that were to be opened in the system browser, with the origins that were allowed for it. */
  readonly opened: { readonly url: string; readonly origins: readonly string[] }[]
  /** The next address to be opened. */
  nextOpened(): Promise<string>
  /** Sets whether the machine has a browser. */
  hasBrowser: boolean
  readonly profileId: string
  /** The profile is edited: it leads to another server from now on. */
  moveProfile(): void
  /** How often it was told that a server was added. */
  added: number
  /** The person closes the window. */
  closeWindow(): void
  close(): void
}

export function createSignInDesk(client: TestClient, url: string, clock: VirtualClock): SignInDesk {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-desk-'))
  const profiles = openProfiles(folder)
  const { id: profileId } = profiles.add({ name: 'Test', origin: url, apiPath: '/api/v2', dialect: 'bearer' })
  const waiting: ((url: string) => void)[] = []
  const runtime = {
    profile: () => profiles.find(profileId),
    session: client.session,
    providerPages: createProviderPages(client.transport, { clock, timeoutMs: 4000 }),
    captcha: createCaptchaSource(client.transport, { clock, timeoutMs: 4000 }),
  } as unknown as ProfilePort
  let current = runtime
  let ends = new AbortController()
  const window = {
    runtime: () => runtime,
    signIn: { setPending: () => undefined, closed: () => ends.signal, close: () => ends.abort() },
  } as unknown as WorkspacePort
  const desk: SignInDesk = {
    opened: [],
    added: 0,
    hasBrowser: true,
    profileId,
    nextOpened: () => new Promise((resolve) => waiting.push(resolve)),
    call: async (name, input) => {
      const handle = (handlers as SignInHandlers<WorkspacePort>)[name] as (input: unknown, context: unknown) => unknown
      return (await handle(input as ParsedInput<typeof name>, { window, webContentsId: 1, signal: new AbortController().signal })) as CallOutput<typeof name>
    },
    moveProfile: () => {
      current = { ...runtime }
    },
    closeWindow: () => {
      ends.abort()
      client.session.putOff()
      ends = new AbortController()
    },
    close: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
  const handlers = createSignInHandlers({
    profiles,
    preferences: openPreferences(folder),
    secrets: { protection: () => ({ state: 'protected', reason: null }) } as never,
    unsent: () => [],
    locale: () => 'en',
    runtimeOf: () => current,
    findAddress: createAddressFinder({ clock, network: localNetwork }),
    onServerAdded: () => {
      desk.added += 1
    },
    trips: createOAuthTrips({
      openExternal: (address, origins) => {
        desk.opened.push({ url: address, origins: [...origins] })
        waiting.shift()?.(address)
        return Promise.resolve(desk.hasBrowser)
      },
      clock,
      locale: () => 'en',
    }),
  })
  return desk
}
