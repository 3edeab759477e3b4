import { expect, it } from 'vitest'
import { watchNetwork } from '../../../../src/main/app/profiles/network-watch'
import { createVirtualClock } from '../../../support/virtual-clock'

const at = (...addresses: string[]) => ({ lo: [{ address: '127.0.0.1', internal: true }], eth0: addresses.map((address) => ({ address, internal: false })) })

it('F61: tells of other addresses of this computer, once for each change, and of nothing else', async () => {
  const clock = createVirtualClock()
  let told = 0
  let now: ReturnType<typeof at> | null = at('10.0.0.5')
  const stop = watchNetwork({
    clock,
    interfaces: () => {
      if (!now) throw new Error('not now')
      return now
    },
    onChange: () => {
      told += 1
    },
  })
  const after = async (next: typeof now): Promise<number> => {
    now = next
    await clock.advance(9000)
    return told
  }
  expect(await after(at('10.0.0.5'))).toBe(0)
  expect(await after(at('192.168.1.7'))).toBe(1)
  // A VPN comes, and the order in which the system lists addresses says nothing.
  expect(await after(at('192.168.1.7', '10.8.0.2'))).toBe(2)
  expect(await after(at('10.8.0.2', '192.168.1.7'))).toBe(2)
  expect(await after(at('10.8.0.2', '192.168.1.7', 'fe80::1', '169.254.3.4'))).toBe(2)
  expect(await after(null)).toBe(2)
  expect(await after(at())).toBe(3)
  stop()
  expect(await after(at('10.0.0.9'))).toBe(3)
  expect(clock.pendingTimers).toBe(0)
})
