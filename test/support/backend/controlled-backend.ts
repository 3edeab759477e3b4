import type { BackendHooks } from '../../../src/main/demo/hooks'
import type { DemoBackendOptions } from '../../../src/main/demo/options'
import { type DemoBackend, startDemoBackend } from '../../../src/main/demo/start-demo-backend'
import { callQuirks } from './call-quirks'
import { type Capabilities, createCapabilities } from './capabilities'
import { type DemoControl, createControl } from './control'
import { withProviderPages } from './provider-page'
import { DEFAULT_QUIRKS, type Quirks } from './quirks'
import { rowQuirks } from './row-quirks'
import { type ThirdPartyName, type ThirdPartySetup, createThirdParties, thirdPartyRoutes } from './third-party'
import { createTokenSwitches } from './token-switches'
import { createTraffic } from './traffic'
import { withWireQuirks } from './wire-quirks'

/** The demo's options, and what a back-end of the tests can besides. */
export interface ControlledBackendOptions extends DemoBackendOptions {
  readonly quirks?: Partial<Quirks>
  /** What only some servers have; nothing of it by default. */
  readonly capabilities?: Partial<Capabilities>
  /** Third parties to sign in with; none by default, as the original is shipped. */
  readonly thirdParties?: Partial<Record<ThirdPartyName, ThirdPartySetup>>
}

/** An embedded back-end with the hand behind it. */
export type ControlledBackend = DemoBackend & { readonly control: DemoControl }

/** Starts the embedded back-end with everything in its hooks that the demo does not ship. Throws as `startDemoBackend` does. */
export async function startControlledBackend({ quirks: initial, capabilities: has = {}, thirdParties: setUp, ...options }: ControlledBackendOptions): Promise<ControlledBackend> {
  const quirks: Quirks = { ...DEFAULT_QUIRKS, ...initial }
  const traffic = createTraffic()
  const thirdParties = createThirdParties(setUp)
  const tokens = createTokenSwitches(quirks)
  const rows = rowQuirks(quirks)
  const capabilities = createCapabilities(rows.maySignIn)
  const thirdPartiesOwn = thirdPartyRoutes(thirdParties, rows.maySignIn)
  const quirky = withWireQuirks(quirks)
  const paged = withProviderPages(thirdParties)
  // Every hook, so that none is forgotten here that the demo gets.
  const hooks: BackendHooks = {
    ...tokens.hooks,
    ...traffic.hooks,
    ...callQuirks(quirks),
    ...rows,
    wire: (next) => quirky(paged(next)),
    routes: (parts) => [...thirdPartiesOwn(parts), ...capabilities.routes(parts)],
  }
  const backend = await startDemoBackend(options, hooks)
  capabilities.set(has, backend.inside.world)
  return { ...backend, control: createControl({ ...backend.inside, quirks, capabilities, traffic, thirdParties, tokens }) }
}
