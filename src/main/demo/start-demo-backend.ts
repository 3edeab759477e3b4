import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { openSqlite } from '../sqlite/open'
import { createApp } from './app'
import { type BackendHooks, NO_HOOKS, type WireHandler } from './hooks'
import { createIdempotency } from './idempotency'
import { DEFAULT_GENERATED_USERS, DEFAULT_LIFETIMES, type DemoBackendOptions, type TokenPolicy } from './options'
import { DEFAULT_PASSWORD_COST, createPasswords } from './passwords'
import { createPermissions } from './permissions'
import { createRequestLog } from './request-log'
import { allRoutes } from './routes/all-routes'
import { MIGRATIONS } from './schema'
import { seed } from './seed/seed'
import { createTokens } from './tokens'
import type { DemoWorld } from './world'

export interface DemoBackend {
  /** `http://127.0.0.1:<port>`; the API is below `/api/v2`. */
  readonly url: string
  /** For a hand behind the server, which the program itself has none of: what it works on. */
  readonly inside: { readonly world: DemoWorld; readonly policy: TokenPolicy }
  /** Ends every connection and closes the data file. Safe to call twice. */
  close(): Promise<void>
}

/**
 * Starts the embedded back-end: the contract of vue-php-admin over its own SQLite data, on loopback only.
 *
 * @param changed What this one does in another way than the demo that ships; nothing by default.
 *
 * Throws when the key is too short, the data file cannot be opened (`NewerSchemaError`, a driver error) or the port is
 * taken; then nothing is left open.
 */
export async function startDemoBackend(options: DemoBackendOptions, changed: Partial<BackendHooks> = {}): Promise<DemoBackend> {
  const db = openSqlite({ path: options.database, key: options.databaseKey, migrations: MIGRATIONS })
  try {
    const passwords = createPasswords(options.passwordCost ?? DEFAULT_PASSWORD_COST)
    await seed(db, {
      passwords,
      generatedUsers: options.generatedUsers ?? DEFAULT_GENERATED_USERS,
      accounts: { admin: 'admin', test: 'test', editor: 'editor', ...options.accounts },
    })
    const policy: TokenPolicy = {
      lifetimes: options.lifetimes ?? DEFAULT_LIFETIMES,
      refresh: options.refresh ?? 'stateless',
      rotationGraceMs: options.rotationGraceMs ?? 0,
    }
    const hooks = { ...NO_HOOKS, ...changed }
    const now = options.now ?? Date.now
    const { signingKey } = options
    const world: DemoWorld = {
      db,
      now,
      hooks,
      tokens: createTokens({ db, signingKey, now, hooks, policy }),
      passwords,
      permissions: createPermissions(db),
      idempotency: createIdempotency({ db, signingKey, now, isHonoured: options.idempotency ?? true }),
      log: createRequestLog(db),
    }
    const listener = await listen(createApp(world, [...hooks.routes(world), ...allRoutes(world)]), options.port ?? 0)
    return {
      url: `http://127.0.0.1:${listener.port}`,
      inside: { world, policy },
      close: onceOnly(async () => {
        await listener.close()
        world.log.close()
        db.close()
      }),
    }
  } catch (error) {
    db.close()
    throw error
  }
}

interface Listener {
  readonly port: number
  close(): Promise<void>
}

/** 127.0.0.1 and nothing else: other machines shall not reach a demo with known passwords. */
async function listen(handle: WireHandler, port: number): Promise<Listener> {
  // The library would replace the global Request and Response, which this process shares with everything else in it.
  const serve = getRequestListener((request, { incoming }) => handle(request, incoming.rawHeaders), { overrideGlobalObjects: false, hostname: '127.0.0.1' })
  // Longer than Node's five seconds, so that a warm connection does not end just as a client uses it again.
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => void serve(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

function onceOnly(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => (running ??= work())
}
