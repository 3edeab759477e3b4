import { describe, expect, it, vi } from 'vitest'
import { createKeychain, type KeychainDriver } from '../../../src/main/secrets/keychain'

function memoryDriver(): KeychainDriver & { items: Map<string, string>; running: number; mostAtOnce: number } {
  const items = new Map<string, string>()
  const driver = {
    items,
    running: 0,
    mostAtOnce: 0,
    getPassword: (_service: string, account: string) => once(() => items.get(account) ?? null),
    setPassword: (_service: string, account: string, value: string) => once(() => void items.set(account, value)),
    deletePassword: (_service: string, account: string) => once(() => items.delete(account)),
  }
  async function once<T>(run: () => T): Promise<T> {
    driver.running += 1
    driver.mostAtOnce = Math.max(driver.mostAtOnce, driver.running)
    await Promise.resolve()
    driver.running -= 1
    return run()
  }
  return driver
}
const never = (): Promise<never> => new Promise(() => undefined)

describe('the keychain', () => {
  it('is protected after a probe that reads back what it wrote, and leaves nothing of the probe', async () => {
    const driver = memoryDriver()
    const keychain = createKeychain({ load: () => Promise.resolve(driver) })
    expect(keychain.protection().state).toBe('checking')
    expect(await keychain.probe()).toEqual({ state: 'protected', reason: null })
    expect(driver.items.size).toBe(0)
  })

  it('makes calls one at a time', async () => {
    const driver = memoryDriver()
    const keychain = createKeychain({ load: () => Promise.resolve(driver) })
    await keychain.probe()
    await Promise.all([keychain.write('a', '1'), keychain.write('b', '2'), keychain.read('a'), keychain.read('b')])
    expect(driver.mostAtOnce).toBe(1)
  })

  it('lets reads wait for the probe that is under way', async () => {
    const driver = memoryDriver()
    driver.items.set('a', '1')
    const keychain = createKeychain({ load: () => Promise.resolve(driver) })
    void keychain.probe()
    expect(await keychain.read('a')).toBe('1')
  })

  it('F35: is memory only where keytar is absent; writes are kept and read back', async () => {
    const keychain = createKeychain({ load: () => Promise.resolve(null) })
    expect(await keychain.probe()).toEqual({ state: 'memory-only', reason: 'absent' })
    expect(await keychain.write('a', '1')).toBe(false)
    expect(await keychain.read('a')).toBe('1')
  })

  it('is memory only where a locked keyring takes a write and gives nothing back', async () => {
    const driver = memoryDriver()
    const keychain = createKeychain({ load: () => Promise.resolve({ ...driver, getPassword: () => Promise.resolve(null) }) })
    expect(await keychain.probe()).toEqual({ state: 'memory-only', reason: 'locked' })
  })

  it('is asked no more after one call that hangs, until the person asks; writes still due are made then', async () => {
    const driver = memoryDriver()
    let isHanging = true
    const setPassword = vi.fn((service: string, account: string, value: string) => (isHanging ? never() : driver.setPassword(service, account, value)))
    const keychain = createKeychain({ load: () => Promise.resolve({ ...driver, setPassword }), callTimeoutMs: 20 })
    expect(await keychain.probe()).toEqual({ state: 'memory-only', reason: 'hanging' })
    expect(await keychain.write('a', '1')).toBe(false)
    expect(await keychain.write('a', '2')).toBe(false)
    expect(await keychain.remove('b')).toBe(false)
    expect(setPassword).toHaveBeenCalledTimes(1)
    isHanging = false
    const told: string[] = []
    keychain.onChange(({ state }) => told.push(state))
    expect(await keychain.probe()).toEqual({ state: 'protected', reason: null })
    expect([...driver.items]).toEqual([['a', '2']])
    expect(told).toEqual(['protected'])
  })

  it('goes on after one value that the keychain refuses', async () => {
    const driver = memoryDriver()
    const setPassword = (service: string, account: string, value: string) => (value.length > 2000 ? Promise.reject(new Error('too long')) : driver.setPassword(service, account, value))
    const keychain = createKeychain({ load: () => Promise.resolve({ ...driver, setPassword }) })
    await keychain.probe()
    expect(await keychain.write('long', 'x'.repeat(3000))).toBe(false)
    expect(keychain.protection()).toEqual({ state: 'protected', reason: null })
    expect(await keychain.write('short', 'x')).toBe(true)
  })

  it('F65: one call that fails, of a keychain that works right after, is made again: nobody is offered to retry there', async () => {
    const driver = memoryDriver()
    let failures = 1
    const setPassword = (service: string, account: string, value: string) => (account === 'a' && (failures -= 1) >= 0 ? Promise.reject(new Error('busy')) : driver.setPassword(service, account, value))
    const keychain = createKeychain({ load: () => Promise.resolve({ ...driver, setPassword }) })
    await keychain.probe()
    expect(await keychain.write('a', 'value')).toBe(true)
    expect([keychain.protection().state, driver.items.get('a')]).toEqual(['protected', 'value'])
  })

  it('never throws, whatever the keychain throws', async () => {
    const broken = () => Promise.reject(new Error('Cannot autolaunch D-Bus without X11 $DISPLAY'))
    const keychain = createKeychain({ load: () => Promise.resolve({ getPassword: broken, setPassword: broken, deletePassword: broken }) })
    expect(await keychain.probe()).toEqual({ state: 'memory-only', reason: 'absent' })
    expect(await keychain.read('a')).toBeNull()
    expect(await keychain.remove('a')).toBe(false)
  })
})
