import type { NetworkInterfaceInfo } from 'node:os'
import type { Clock } from '../../session/clock'

const LOOK_EVERY_MS = 3000

export interface NetworkWatchDeps {
  readonly clock: Clock
  /** As `os.networkInterfaces` tells them. */
  readonly interfaces: () => Readonly<Record<string, readonly Pick<NetworkInterfaceInfo, 'address' | 'internal'>[] | undefined>>
  /** This computer's addresses are others than before: another network, a VPN that came or went, a cable that was pulled. */
  readonly onChange: () => void
}

/**
 * Looks every three seconds whether this computer's addresses have changed: Electron's main process hears nothing of it,
 * and a page would hear of cables but not of a VPN. Returns what ends the watch.
 */
export function watchNetwork({ clock, interfaces, onChange }: NetworkWatchDeps): () => void {
  let known = addressesOf(interfaces)
  let stop: () => void = () => undefined
  const look = (): void => {
    const now = addressesOf(interfaces)
    const hasChanged = known !== null && now !== null && now !== known
    known = now ?? known
    if (hasChanged) onChange()
    stop = clock.after(LOOK_EVERY_MS, look)
  }
  stop = clock.after(LOOK_EVERY_MS, look)
  return () => {
    stop()
  }
}

/** Null when the system does not say. Link-local addresses come and go with every virtual interface and lead nowhere. */
function addressesOf(interfaces: NetworkWatchDeps['interfaces']): string | null {
  try {
    const all = Object.values(interfaces()).flatMap((some) => some ?? [])
    return all
      .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
      .map(({ address }) => address)
      .sort()
      .join()
  } catch {
    return null
  }
}
