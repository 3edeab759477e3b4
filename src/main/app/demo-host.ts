import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { SecretStore } from '../secrets/secret-store'

/** Starts the embedded back-end; handed in by `index.ts`, the only file of the program that may import it. */
export type StartDemo = (options: { database: string; signingKey: string }) => Promise<{ url: string; close(): Promise<void> }>

/** The demo's back-end inside this program: started at the first call that needs it, and stopped at quitting. */
export interface DemoHost {
  origin(): Promise<string>
  close(): Promise<void>
}

export interface DemoHostOptions {
  readonly start: StartDemo
  readonly dataFolder: string
  readonly secrets: SecretStore
  readonly installationId: string
}

/**
 * The demo keeps its data in the data folder and its signing key in the keychain, so that edits and the session are there
 * tomorrow. Without a keychain the key lives as long as the program: tomorrow one signs in again, the data is kept.
 */
export function createDemoHost({ start, dataFolder, secrets, installationId }: DemoHostOptions): DemoHost {
  let running: ReturnType<StartDemo> | null = null
  const launch = async (): ReturnType<StartDemo> => {
    const account = `${installationId}/demo/signing-key`
    const known = await secrets.read(account)
    const signingKey = known ?? randomBytes(32).toString('hex')
    if (known === null) await secrets.write(account, signingKey)
    const folder = join(dataFolder, 'demo')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return start({ database: join(folder, 'backend.db'), signingKey })
  }
  return {
    origin: async () => {
      running ??= launch()
      running.catch(() => {
        running = null
      })
      return (await running).url
    },
    close: async () => {
      await running?.then(
        (backend) => backend.close(),
        () => undefined,
      )
    },
  }
}
