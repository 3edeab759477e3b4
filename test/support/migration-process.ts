import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import type { StepDatabase } from '../../src/main/sqlite/migrate'
import { report } from './store-process-child'

/** What the process is told: the file of an older program, and at which of its own moments it has to stand still and wait for its end. */
export interface MigrationOrder {
  readonly path: string
  readonly key: string
  readonly serverBefore: string | null
  /** The number of the moment; none: it goes through. */
  readonly standAt: number | null
}

/** `moment`: it stands still there. `done`: the file is open, and of today's schema. */
export type MigrationReport = { readonly kind: 'moment'; readonly at: number; readonly what: string } | { readonly kind: 'done'; readonly moments: number }

/** Every call that changes something on the disk, and every statement of a step, is a moment before which a kill can come. */
async function start({ path, key, serverBefore, standAt }: MigrationOrder): Promise<void> {
  let moments = 0
  const moment = (what: string): void => {
    moments += 1
    if (moments !== standAt) return
    report({ kind: 'moment', at: moments, what } satisfies MigrationReport)
    // Nothing goes on from here but the kill.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  }
  for (const name of ['copyFileSync', 'chmodSync', 'fsyncSync', 'renameSync', 'rmSync'] as const) {
    const real = fs[name] as (...input: unknown[]) => unknown
    Object.assign(fs, {
      [name]: (...input: unknown[]) => {
        moment(name)
        return real(...input)
      },
    })
  }
  syncBuiltinESMExports()
  const { openSqlite } = await import('../../src/main/sqlite/open')
  const { MIGRATIONS } = await import('../../src/main/store/schema')
  const watched = (db: StepDatabase): StepDatabase => ({
    mac: db.mac,
    all: (...input) => db.all(...input),
    exec: (sql) => {
      moment(sql)
      db.exec(sql)
    },
    run: (sql, params) => {
      moment(sql)
      db.run(sql, params)
    },
  })
  const migrations = MIGRATIONS.map((step): Exclude<(typeof MIGRATIONS)[number], string> => {
    const { rewrite, leftOutOfCopy } = typeof step === 'string' ? { rewrite: (db: StepDatabase) => db.exec(step), leftOutOfCopy: null } : step
    return {
      leftOutOfCopy,
      rewrite: (db, context) => {
        rewrite(watched(db), context)
        moment('before the commit')
      },
    }
  })
  openSqlite({ path, key, migrations, context: { serverBefore } }).close()
  report({ kind: 'done', moments } satisfies MigrationReport)
}

process.once('message', (order) => void start(order as MigrationOrder))
