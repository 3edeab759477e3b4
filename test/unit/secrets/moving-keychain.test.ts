// Secrets without keytar, and on their way back to it. That a system's own key does it: test/package.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Cipher, createEncryptedItems, encryptedItemsFile } from '../../../src/main/secrets/encrypted-items'
import { createKeychain, type KeychainDriver } from '../../../src/main/secrets/keychain'
import { chooseKeychain, movingKeychain } from '../../../src/main/secrets/moving-keychain'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-secrets-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a))
function cipherOf(backend: string, key = 'k'): Cipher {
  return {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => backend,
    encryptString: (plain) => Buffer.concat([Buffer.from(key), turned(Buffer.from(plain))]),
    decryptString: (encrypted) => {
      if (encrypted.toString('latin1', 0, 1) !== key) throw new Error('another key')
      return turned(encrypted.subarray(1)).toString()
    },
  }
}
const itemsOn = (cipher: Cipher, platform: NodeJS.Platform = 'linux') => createEncryptedItems(cipher, encryptedItemsFile(folder), platform)
const items = (): KeychainDriver => itemsOn(cipherOf('gnome_libsecret')) as KeychainDriver

describe('secrets in a file, by the system’s key', () => {
  it.each(['basic_text', 'unknown'])('are not kept where the key would lie in the open: %s', (backend) => {
    expect(itemsOn(cipherOf(backend))).toBeNull()
  })

  it('are not kept where the system has no key at all', () => {
    expect(itemsOn({ ...cipherOf('kwallet6'), isEncryptionAvailable: () => false })).toBeNull()
  })

  it('ask for no name of a store on the systems that have one alone', () => {
    const { getSelectedStorageBackend: _, ...system } = cipherOf('')
    expect(itemsOn(system, 'win32')).not.toBeNull()
    expect(itemsOn(system, 'linux')).toBeNull()
  })

  it('come back after a new start, each under its own name, and stand nowhere in the clear', async () => {
    await items().setPassword('holdfast', 'a', 'secret-ä')
    await items().setPassword('holdfast', 'b', 'other')
    expect(await items().getPassword('holdfast', 'a')).toBe('secret-ä')
    expect(await items().getPassword('holdfast', 'c')).toBeNull()
    expect(readFileSync(encryptedItemsFile(folder), 'latin1')).not.toContain('other')
    expect(statSync(encryptedItemsFile(folder)).mode & 0o077).toBe(0)
    expect(await items().deletePassword('holdfast', 'b')).toBe(true)
    expect(await items().deletePassword('holdfast', 'b')).toBe(false)
    expect(await items().getPassword('holdfast', 'a')).toBe('secret-ä')
  })

  it('F35: leave a file alone that cannot be read, and are then memory only', async () => {
    writeFileSync(encryptedItemsFile(folder), '{"version":2}')
    const keychain = createKeychain({ load: () => Promise.resolve(items()) })
    expect(await keychain.probe()).toEqual({ state: 'memory-only', reason: 'failed' })
    expect(await keychain.write('a', '1')).toBe(false)
    expect(readFileSync(encryptedItemsFile(folder), 'utf8')).toBe('{"version":2}')
  })

  it('say so when nothing can be written, and give no secret away that another key has made', async () => {
    await items().setPassword('holdfast', 'a', 'secret')
    const stranger = itemsOn(cipherOf('kwallet6', 'x')) as KeychainDriver
    await expect(stranger.getPassword('holdfast', 'a')).rejects.toThrow('another key')
    mkdirSync(`${encryptedItemsFile(folder)}.new`)
    await expect(items().setPassword('holdfast', 'b', '1')).rejects.toThrow()
    expect(await items().getPassword('holdfast', 'a')).toBe('secret')
  })

  // A limit for the size of files is met as the end of a disk is: a part is written, and only what comes after it fails.
  it.skipIf(process.platform === 'win32')('stay as they were when the disk takes only a part of what is written', async () => {
    await items().setPassword('holdfast', 'a', 'secret')
    const script = `
      import { createEncryptedItems } from ${JSON.stringify(pathToFileURL(resolve('src/main/secrets/encrypted-items.ts')).href)}
      const cipher = { isEncryptionAvailable: () => true, getSelectedStorageBackend: () => 'gnome_libsecret', encryptString: (plain) => Buffer.from(plain) }
      const kept = await createEncryptedItems(cipher, ${JSON.stringify(encryptedItemsFile(folder))}).setPassword('holdfast', 'b', 'x'.repeat(20_000)).then(() => 'kept', (error) => error.code)
      process.stdout.write(kept)`
    const program = [process.execPath, '--import', 'tsx', '--input-type=module', '--eval', script]
    const { stdout, stderr } = spawnSync('sh', ['-c', 'ulimit -f 8; exec "$@"', 'sh', ...program], { encoding: 'utf8', env: { ...process.env, TSX_DISABLE_CACHE: '1' } })
    expect(stdout, stderr).toBe('EFBIG')
    expect(await items().getPassword('holdfast', 'a')).toBe('secret')
  })
})

function memory(): KeychainDriver & { readonly items: Map<string, string> } {
  const kept = new Map<string, string>()
  return {
    items: kept,
    getPassword: (_service, account) => Promise.resolve(kept.get(account) ?? null),
    setPassword: (_service, account, value) => {
      kept.set(account, value)
      return Promise.resolve()
    },
    deletePassword: (_service, account) => Promise.resolve(kept.delete(account)),
  }
}

describe('a move from one keychain to another', () => {
  it('takes each item along when it is asked for, and leaves the others', async () => {
    const [to, from] = [memory(), memory()]
    from.items.set('a', '1').set('b', '2')
    expect(await movingKeychain(to, from).getPassword('s', 'a')).toBe('1')
    expect([[...to.items], [...from.items]]).toEqual([[['a', '1']], [['b', '2']]])
    expect(await movingKeychain(to, from).getPassword('s', 'c')).toBeNull()
  })

  it('keeps the old one where the new one took it and does not give it back', async () => {
    const [to, from] = [memory(), memory()]
    from.items.set('a', '1')
    const forgetful = { ...to, setPassword: () => Promise.resolve() }
    expect(await movingKeychain(forgetful, from).getPassword('s', 'a')).toBe('1')
    await movingKeychain(forgetful, from).setPassword('s', 'a', '2')
    expect(from.items.get('a')).toBe('1')
  })

  it('lets nothing come back that was written over or removed', async () => {
    const [to, from] = [memory(), memory()]
    from.items.set('a', 'old').set('b', 'old')
    await movingKeychain(to, from).setPassword('s', 'a', 'new')
    expect(await movingKeychain(to, from).deletePassword('s', 'b')).toBe(true)
    expect(await movingKeychain(to, from).deletePassword('s', 'b')).toBe(false)
    expect([await movingKeychain(to, from).getPassword('s', 'a'), await movingKeychain(to, from).getPassword('s', 'b')]).toEqual(['new', null])
    expect(from.items.size).toBe(0)
  })

  it.each(['read', 'write', 'remove'] as const)('killed before any one step of a %s, a later start has the item as it was or as it was to be', async (act) => {
    for (let stepsLeft = 0; stepsLeft < 6; stepsLeft += 1) {
      const [to, from] = [memory(), memory()]
      from.items.set('a', 'old')
      let steps = stepsLeft
      // The process ends there: this call and every later one does nothing, and never answers.
      const dying = (driver: KeychainDriver): KeychainDriver => {
        const step = <T>(run: () => Promise<T>): Promise<T> => (steps-- > 0 ? run() : Promise.reject(new Error('killed')))
        return {
          getPassword: (service, account) => step(() => driver.getPassword(service, account)),
          setPassword: (service, account, value) => step(() => driver.setPassword(service, account, value)),
          deletePassword: (service, account) => step(() => driver.deletePassword(service, account)),
        }
      }
      const moving = movingKeychain(dying(to), dying(from))
      const acted = act === 'read' ? moving.getPassword('s', 'a') : act === 'write' ? moving.setPassword('s', 'a', 'new') : moving.deletePassword('s', 'a')
      await acted.catch(() => undefined)
      const later = await movingKeychain(to, from).getPassword('s', 'a')
      expect([stepsLeft, later]).toEqual([stepsLeft, expect.toBeOneOf(act === 'read' ? ['old'] : act === 'write' ? ['old', 'new'] : ['old', null])])
    }
  })
})

describe('the choice of a keychain', () => {
  it('is keytar where it loads, and nothing of the other way is begun', async () => {
    const keytar = memory()
    expect(await chooseKeychain({ loadKeytar: () => Promise.resolve(keytar), encryptedItems: items, hasEncryptedItems: () => existsSync(encryptedItemsFile(folder)) })).toBe(keytar)
    expect(existsSync(encryptedItemsFile(folder))).toBe(false)
  })

  it('is the file where keytar does not load; once it does, what was kept meanwhile moves there', async () => {
    const hasEncryptedItems = (): boolean => existsSync(encryptedItemsFile(folder))
    const without = await chooseKeychain({ loadKeytar: () => Promise.resolve(null), encryptedItems: items, hasEncryptedItems })
    await without?.setPassword('holdfast', 'a', 'secret')
    const keytar = memory()
    const withIt = await chooseKeychain({ loadKeytar: () => Promise.resolve(keytar), encryptedItems: items, hasEncryptedItems })
    expect(await withIt?.getPassword('holdfast', 'a')).toBe('secret')
    expect(keytar.items.get('a')).toBe('secret')
    expect(await items().getPassword('holdfast', 'a')).toBeNull()
  })

  it('is none where there is neither', async () => {
    expect(await chooseKeychain({ loadKeytar: () => Promise.resolve(null), encryptedItems: () => itemsOn(cipherOf('basic_text')), hasEncryptedItems: () => false })).toBeNull()
  })
})
