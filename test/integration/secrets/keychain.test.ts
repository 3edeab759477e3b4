// Runs inside a session of its own with a real, unlocked gnome-keyring (see build/keyring.ts).
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createKeychain, loadKeytar } from '../../../src/main/secrets/keychain'
import { SecretToken } from '../../../src/main/session/secret-token'
import { createTokenVault } from '../../../src/main/session/token-vault'

describe("the operating system's keychain", () => {
  it('is there, keeps what it is given for another program run, and forgets what is removed', async () => {
    const first = createKeychain({ load: loadKeytar })
    expect(await first.probe()).toEqual({ state: 'protected', reason: null })
    const [account, value] = [`test/${randomBytes(6).toString('hex')}`, randomBytes(32).toString('hex')]
    expect(await first.write(account, value)).toBe(true)
    const second = createKeychain({ load: loadKeytar })
    await second.probe()
    expect(await second.read(account)).toBe(value)
    expect(await second.remove(account)).toBe(true)
    expect(await first.read(account)).toBeNull()
  })

  it('keeps a token pair whole, whatever characters the user name has', async () => {
    const keychain = createKeychain({ load: loadKeytar })
    await keychain.probe()
    const account = `test/${randomBytes(6).toString('hex')}/tokens`
    const vault = createTokenVault(keychain, account, { isSet: () => false, set: () => undefined }, { here: '', before: null })
    const pair = { access: new SecretToken('a.b.c'), refresh: new SecretToken('d.e.f'), userId: 4, username: '王\0五 "quoted"' }
    expect(await vault.write(pair)).toBe(true)
    const read = await vault.read()
    expect(read?.username).toBe(pair.username)
    expect(read?.access.equals(pair.access)).toBe(true)
    await keychain.write(account, 'not what we wrote')
    expect(await vault.read()).toBeNull()
    await vault.clear()
    expect(await keychain.read(account)).toBeNull()
  })
})
