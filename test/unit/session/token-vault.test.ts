import { describe, expect, it } from 'vitest'
import type { SecretStore } from '../../../src/main/secrets/secret-store'
import { SecretToken } from '../../../src/main/session/secret-token'
import { createTokenVault, type VoidMark } from '../../../src/main/session/token-vault'

/** A keychain that can be made to do nothing, as one that hangs does. */
function secretStore() {
  const items = new Map<string, string>()
  const store = {
    items,
    isHanging: false,
    protection: () => ({ state: 'protected', reason: null }) as const,
    onChange: () => () => undefined,
    probe: () => Promise.resolve({ state: 'protected', reason: null } as const),
    read: (account: string) => Promise.resolve(store.isHanging ? null : (items.get(account) ?? null)),
    write: (account: string, value: string) => Promise.resolve(!store.isHanging && items.set(account, value) === items),
    remove: (account: string) => Promise.resolve(!store.isHanging && (items.delete(account), true)),
  }
  return store satisfies SecretStore
}
function mark(): VoidMark {
  let isVoid = false
  return {
    isSet: () => isVoid,
    set: (next) => {
      isVoid = next
    },
  }
}
/** The only server that there is here. */
const SERVER = { here: 'https://a.example/api/v2', before: null }
const session = { access: new SecretToken('a.b.c'), refresh: null, userId: 4, username: 'wangwei' }

describe('the vault of a profile', () => {
  it('does not give back tomorrow what was signed out of while the keychain did not answer', async () => {
    const [store, voidMark] = [secretStore(), mark()]
    await createTokenVault(store, 'p', voidMark, SERVER).write(session)
    store.isHanging = true
    await createTokenVault(store, 'p', voidMark, SERVER).clear()
    expect(store.items.size).toBe(1)
    store.isHanging = false
    const tomorrow = createTokenVault(store, 'p', voidMark, SERVER)
    expect(await tomorrow.read()).toBeNull()
    expect(store.items.size).toBe(0)
    await tomorrow.write(session)
    expect((await createTokenVault(store, 'p', voidMark, SERVER).read())?.userId).toBe(4)
  })
  it('F72: gives nothing that another server made, nor what an older program kept for one that is not known, and clears it', async () => {
    const [staging, production] = ['https://a.example/staging/api/v2', 'https://a.example/prod/api/v2']
    const store = secretStore()
    await createTokenVault(store, 'p', mark(), { here: staging, before: null }).write(session)
    const voidMark = mark()
    expect(await createTokenVault(store, 'p', voidMark, { here: production, before: production }).read()).toBeNull()
    expect([store.items.size, voidMark.isSet()]).toEqual([0, true])
    // Items of older programs name no server: they belong to the one that the profile had.
    const older = Buffer.from(JSON.stringify({ access: 'a.b.c', refresh: null, userId: 4, username: 'wangwei' })).toString('base64url')
    for (const [before, userId] of [
      [production, 4],
      [staging, undefined],
      [null, undefined],
    ] as const) {
      store.items.set('p', older)
      expect((await createTokenVault(store, 'p', mark(), { here: production, before }).read())?.userId).toBe(userId)
    }
  })
  it("F72: gives nothing while the mark says that it was signed out of, although the item is this server's", async () => {
    const [store, voidMark] = [secretStore(), mark()]
    await createTokenVault(store, 'p', voidMark, SERVER).write(session)
    voidMark.set(true)
    expect(await createTokenVault(store, 'p', voidMark, SERVER).read()).toBeNull()
    expect(store.items.size).toBe(0)
  })
  it('F36: gives nothing for a value that does not decode', async () => {
    const store = secretStore()
    for (const value of ['', 'not base64 JSON', Buffer.from('{"access":""}').toString('base64url'), Buffer.from('[]').toString('base64url')]) {
      store.items.set('p', value)
      expect(await createTokenVault(store, 'p', mark(), SERVER).read()).toBeNull()
    }
  })
})
