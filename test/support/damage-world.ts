import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Draft } from '../../src/shared/drafts'
import { createKeychain } from '../../src/main/secrets/keychain'
import type { Examiner } from '../../src/main/store/examiner'
import type { JournalEntry } from '../../src/main/store/journal-row'
import type { UserStore } from '../../src/main/store/held-store'
import { createUserStores, type UserStores } from '../../src/main/store/user-store'

/** A person's work on a disk, in the state in which it was closed, or in which a kill left it; and what is known of it. */
export interface DamageWorld {
  /** Where copies of it are opened. */
  readonly folder: string
  readonly path: string
  /** Puts the files back as they were. `backup`: and the keychain has seen what came since. */
  lay(state: 'closed' | 'killed', how?: 'backup'): void
  open(): Promise<{ readonly stores: UserStores; readonly store: UserStore; readonly told: number[] }>
  /** Nothing wrong is shown as good, and nothing is missing without a word. Returns what came of it; `damaged`: it is shown, and recovered next. */
  judge(store: UserStore): 'whole' | 'recovered' | 'memory' | 'damaged'
  /** The key of the data file. */
  key(): string
  close(): void
}

const DRAFT_IDS = ['31d71193-b31f-4070-b484-b237be3234e1', '31d71193-b31f-4070-b484-b237be3234e2', '31d71193-b31f-4070-b484-b237be3234e3']
const SECRET = { password: 'Fresh-Passw0rd' }

export async function createDamageWorld(examiner: Examiner): Promise<DamageWorld> {
  const root = mkdtempSync(join(tmpdir(), 'holdfast-damage-'))
  const folder = join(root, 'profile')
  const path = join(folder, 'user-1.db')
  const items = new Map<string, string>()
  const secrets = createKeychain({
    load: () =>
      Promise.resolve({
        getPassword: (_service: string, account: string) => Promise.resolve(items.get(account) ?? null),
        setPassword: (_service: string, account: string, value: string) => Promise.resolve(void items.set(account, value)),
        deletePassword: (_service: string, account: string) => Promise.resolve(items.delete(account)),
      }),
  })
  await secrets.probe()
  const open: DamageWorld['open'] = async () => {
    const told: number[] = []
    const stores = createUserStores({
      folder,
      secrets,
      accountPrefix: 'i/p',
      wallMs: () => 1000,
      server: '',
      serverBefore: () => '',
      examiner,
      onLost: (userId) => told.push(userId),
      onFault: (error) => {
        throw error
      },
    })
    return { stores, store: await stores.of(1), told }
  }

  const { stores, store } = await open()
  /** Everything as it was at some time, and as it was at last. */
  const drafts: Draft[] = []
  const entries: JournalEntry[] = []
  workOn(store, () => {
    drafts.push(...draftsIn(store))
    entries.push(...store.journal.everything())
  })
  const last = { drafts: draftsIn(store), entries: store.journal.everything() }
  cpSync(folder, join(root, 'killed'), { recursive: true })
  await stores.close()
  cpSync(folder, join(root, 'closed'), { recursive: true })

  return {
    folder,
    path,
    lay: (state, how) => {
      if (how !== 'backup') items.delete('i/p/1/db/changes')
      rmSync(folder, { recursive: true, force: true })
      cpSync(join(root, state), folder, { recursive: true })
    },
    open,
    key: () => items.get('i/p/1/db') ?? '',
    judge: (store) => {
      if (store.storage() === 'memory-only') expect(store.problem()).not.toBeNull()
      const found = { drafts: draftsIn(store), entries: store.journal.everything() }
      // Reading may have been what found the damage.
      const isRecovered = store.recovered() !== null
      for (const draft of found.drafts) if (!isShownDamaged(draft)) expect(drafts).toContainEqual(draft)
      for (const entry of found.entries) {
        if (isShownDamaged(entry)) continue
        expect(entries.map(unheld)).toContainEqual(unheld(entry))
        if (isRecovered && entry.state !== 'done') expect(entry).toMatchObject({ state: 'parked', why: { kind: 'parked', cause: 'recovered' }, decisions: { released: false, recovered: true } })
        if (entry.hasSecret) expect(store.journal.secretOf(entry.entryId)).toEqual(SECRET)
      }
      if (store.storage() === 'memory-only') return 'memory'
      if (isRecovered) return 'recovered'
      // It is shown as what it is; the file is recovered in the next turn.
      if ([...found.drafts, ...found.entries].some(isShownDamaged)) return 'damaged'
      expect(found).toEqual(last)
      return 'whole'
    },
    close: () => {
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** Some of it lies in the file itself and some in its log alone. */
function workOn({ drafts, journal }: UserStore, note: () => void): void {
  const draft = (draftId: string | undefined, title: string, edits: Record<string, unknown>): void => {
    drafts.keep({ draftId: draftId ?? '', resource: 'users', recordId: 5, title, base: { id: 5, tel: '1', remark: '备注'.repeat(40) }, edits, cursorField: 'tel' })
    note()
  }
  const update = {
    resource: 'users' as const,
    verb: 'update' as const,
    recordId: 5,
    title: '王伟',
    base: { id: 5, tel: '1' },
    edits: { tel: '2', email: 'ä@example.com' },
    secret: null,
    draftId: null,
  }
  draft(DRAFT_IDS[0], '王伟', { tel: '王 2' })
  const done = journal.append(update)
  note()
  journal.end([done.entryId], 'ok', { taken: ['email'] })
  journal.append({ ...update, verb: 'create', recordId: -7, base: null, edits: { username: 'neu', email: '' }, secret: SECRET })
  journal.mapId('users', -9, 42)
  // Ending an entry with a secret takes the log into the file.
  const ended = journal.append({ ...update, recordId: 8, secret: SECRET })
  note()
  journal.end([ended.entryId], 'dropped')
  draft(DRAFT_IDS[1], 'lina', { email: '☂@example.com' })
  draft(DRAFT_IDS[0], '王伟', { tel: '王 3' })
  journal.append({ ...update, verb: 'remove', recordId: 9, edits: {} })
  const refused = journal.append({ ...update, recordId: 10 })
  note()
  journal.change(refused.entryId, { state: 'refused', attempts: 1, why: { kind: 'failure', failure: { code: 'REFUSED', message: 'no', retryable: false } } })
  for (let id = 20; id < 30; id += 1) journal.append({ ...update, recordId: id, edits: { tel: String(id), remark: '改'.repeat(60) } })
  note()
  draft(DRAFT_IDS[2], 'ada', { tel: '9' })
}

/** As a page reads them. Where one of them is what finds the damage, the file is another one from there on, and the page is told to read the list anew. */
function draftsIn(store: UserStore): Draft[] {
  const before = store.recovered()
  try {
    return store.drafts.list().map(({ draftId }) => store.drafts.read(draftId))
  } catch (error) {
    if (store.recovered() === before) throw error
    return draftsIn(store)
  }
}

function isShownDamaged(one: Draft | JournalEntry): boolean {
  return 'why' in one ? one.why?.kind === 'parked' && one.why.cause === 'damaged' : one.isDamaged === true
}

/** Without what a recovery changes, and the place in line, which is another one in memory. */
function unheld({ state: _state, why: _why, attempts: _attempts, decisions: _decisions, seq: _seq, phases, ...rest }: JournalEntry): unknown {
  return { ...rest, phases: phases.filter(({ note }) => note !== 'recovered') }
}

/** Turns one bit over. */
export function flipBit(file: string, at: number): void {
  const bytes = readFileSync(file)
  const index = Math.floor(at / 8)
  bytes[index] = (bytes[index] ?? 0) ^ (1 << (at % 8))
  writeFileSync(file, bytes)
}

/** What was moved aside. */
export function asideIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.includes('.unreadable-')) : []
}
