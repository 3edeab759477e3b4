import type { BackendHooks } from '../../../src/main/demo/hooks'
import type { DemoBackendOptions } from '../../../src/main/demo/options'
import { type DemoBackend, startDemoBackend } from '../../../src/main/demo/start-demo-backend'
import { callQuirks } from './call-quirks'
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
  /** Third parties to sign in with; none by default, as the original is shipped. */
  readonly thirdParties?: Partial<Record<ThirdPartyName, ThirdPartySetup>>
}

/** An embedded back-end with the hand behind it. */
export type ControlledBackend = DemoBackend & { readonly control: DemoControl }

/** Starts the embedded back-end with everything in its hooks that the demo does not ship. Throws as `startDemoBackend` does. */
export async function startControlledBackend({ quirks: initial, thirdParties: setUp, ...options }: ControlledBackendOptions): Promise<ControlledBackend> {
  const quirks: Quirks = { ...DEFAULT_QUIRKS, ...initial }
  const traffic = createTraffic()
  const thirdParties = createThirdParties(setUp)
  const tokens = createTokenSwitches(quirks)
  const rows = rowQuirks(quirks)
  const quirky = withWireQuirks(quirks)
  const paged = withProviderPages(thirdParties)
  // Every hook, so that none is forgotten here that the demo gets.
  const hooks: BackendHooks = {
    ...tokens.hooks,
    ...traffic.hooks,
    ...callQuirks(quirks),
    ...rows,
    wire: (next) => quirky(paged(next)),
    routes: thirdPartyRoutes(thirdParties, rows.maySignIn),
  }
  const backend = await startDemoBackend(options, hooks)
  return { ...backend, control: createControl({ ...backend.inside, quirks, traffic, thirdParties, tokens }) }
}
