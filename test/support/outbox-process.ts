import type { EntryState } from '../../src/shared/outbox'
import { openUserDatabase } from '../../src/main/store/database'
import { examineHere } from '../../src/main/store/examiner'
import type { WriteResult } from '../../src/shared/outbox'
import type { Command } from '../../src/main/store/journal'
import { createTestClient } from './client'
import { createOutboxClient } from './outbox-world'
import { keychainWith, report } from './store-process-child'
import type { DataFile } from './typing-process-forms'
import { createVirtualClock } from './virtual-clock'

/** What the process is told: first where to work, then what to do. */
export type OutboxOrder =
  | { readonly kind: 'start'; readonly file: DataFile; readonly url: string }
  | { readonly kind: 'submit'; readonly command: Command }
  /** Signed in and on the network: what is queued may go. */
  | { readonly kind: 'go' }
  /** As when the program is quit. */
  | { readonly kind: 'end' }

export type OutboxReport =
  | { readonly kind: 'ready'; readonly storage: string; readonly states: readonly EntryState[] }
  | { readonly kind: 'submitted'; readonly submitted: WriteResult }
  | { readonly kind: 'changed'; readonly states: readonly EntryState[] }
  | { readonly kind: 'ended' }

/** A signed-in client with its outbox over the encrypted data file. Its time stands still: it does nothing unasked. */
async function start({ file, url }: Extract<OutboxOrder, { kind: 'start' }>): Promise<void> {
  const clock = createVirtualClock()
  const client = createTestClient({ url, clock })
  await client.signIn()
  const { db, storage } = await openUserDatabase({ examiner: examineHere, serverBefore: '', path: file.path, secrets: keychainWith(file.key), keyAccount: 'i/p/1/db', wallMs: clock.wallMs })
  const world = createOutboxClient(client, clock, db)
  const states = (): EntryState[] => world.outbox.queue.all().map(({ state }) => state)
  world.outbox.onChange(() => {
    report({ kind: 'changed', states: states() } satisfies OutboxReport)
  })
  process.on('message', (raw) => {
    const order = raw as OutboxOrder
    if (order.kind === 'submit')
      void world.submit(order.command).then((submitted) => {
        report({ kind: 'submitted', submitted } satisfies OutboxReport)
      })
    if (order.kind === 'go') world.outbox.wake()
    if (order.kind !== 'end') return
    world.outbox.close()
    world.journal.flush()
    db.close()
    report({ kind: 'ended' } satisfies OutboxReport)
  })
  report({ kind: 'ready', storage, states: states() } satisfies OutboxReport)
}

process.once('message', (order) => void start(order as Extract<OutboxOrder, { kind: 'start' }>))
