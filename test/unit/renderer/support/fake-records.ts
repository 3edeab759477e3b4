import type { ParsedInput } from '@shared/bridge/contract'
import type { CallName } from '@shared/bridge/names'
import { differences, type KeptField, settled } from '@shared/kept'
import { type Fields, withEdits } from '@shared/merge'
import type { Verb } from '@shared/outbox'
import type { Department } from '@shared/resources/department'
import type { Grants } from '@shared/resources/grants'
import type { Menu } from '@shared/resources/menu'
import { RESOURCES } from '@shared/resources/registry'
import type { ResourceName, Row } from '@shared/resources/resource'
import type { Role } from '@shared/resources/role'
import type { User, UserQuery } from '@shared/resources/user'
import { answerList } from './fake-data'
import type { FakeHoldfast } from './fake-holdfast'
import { makeEntry } from './fake-outbox'

type Handler = (input: never) => unknown
interface Write {
  readonly id: number
  readonly base?: Row
  readonly edits?: Fields
  readonly values?: Fields
  readonly draftId: string | null
}

const notFound = { failure: { code: 'NOT_FOUND', message: 'not there', retryable: false } } as const

/** Main's side of users, departments, roles, menus and grants: writes succeed at once, or, with `isQueueing`, wait in the outbox. */
export function recordHandlers(fake: FakeHoldfast): Partial<Record<CallName, Handler>> {
  const told = <Answer extends object>(answer: Answer) => ({ fetchedAt: Date.now(), origin: 'network', ...answer })
  return {
    'users.list': (query: UserQuery) => told({ ...answerList(fake.users, query), isComplete: true }),
    'departments.list': ({ filter: { name = '', parentId }, page, pageSize }: ParsedInput<'departments.list'>) => {
      const rows = fake.departments.filter((row) => row.name.includes(name) && (parentId === undefined || row.parentId === Number(parentId)))
      return told({ rows: rows.slice((page - 1) * pageSize, page * pageSize), total: rows.length, isComplete: true })
    },
    'menus.list': () => told({ rows: fake.menus, total: fake.menus.length, isComplete: true }),
    'roles.list': () => told({ rows: fake.roles, total: fake.roles.length, isComplete: true }),
    ...handlersOf(fake, 'roles', {
      all: () => fake.roles,
      put: (rows) => (fake.roles = rows as Role[]),
      // The server makes what a role grants along with it.
      made: (row) => (fake.grants = [...fake.grants, { id: row.id, name: String(row['name']), createdAt: null, scope: 0, menus: [], roles: [], departments: [] }]),
      unset: { scope: 0, updatedAt: null },
      titleOf: (fields) => String(fields['name'] ?? ''),
    }),
    ...handlersOf(fake, 'users', {
      all: () => fake.users,
      put: (rows) => (fake.users = rows as User[]),
      titleOf: (fields) => String(fields['username'] ?? ''),
    }),
    ...handlersOf(fake, 'departments', {
      all: () => fake.departments,
      put: (rows) => (fake.departments = rows as Department[]),
      titleOf: (fields) => String(fields['name'] ?? ''),
    }),
    ...handlersOf(fake, 'menus', {
      all: () => fake.menus,
      put: (rows) => (fake.menus = rows as Menu[]),
      titleOf: (fields) => String(fields['title'] ?? ''),
    }),
    ...handlersOf(fake, 'grants', {
      all: () => fake.grants,
      put: (rows) => (fake.grants = rows as Grants[]),
      titleOf: (fields) => String(fields['name'] ?? ''),
    }),
    'options.grantable': () => fake.grantable,
  }
}

interface Rows {
  readonly all: () => readonly Row[]
  readonly put: (rows: Row[]) => void
  readonly titleOf: (fields: Fields) => string
  readonly made?: (row: Row) => unknown
  /** What the server sets of a new one. */
  readonly unset?: Fields
}

function handlersOf(fake: FakeHoldfast, resource: Extract<ResourceName, 'users' | 'departments' | 'roles' | 'menus' | 'grants'>, rows: Rows): Partial<Record<CallName, Handler>> {
  const find = (id: number): Row | undefined => rows.all().find((row) => row.id === id)
  const write = (verb: Verb, { id, base, edits = {}, values = {}, draftId }: Write): unknown => {
    const { password: _, ...open } = values as Record<string, unknown>
    const fields = verb === 'create' ? open : edits
    if (fake.isQueueing) {
      const title = rows.titleOf(fields) || rows.titleOf(base ?? {})
      const entry = makeEntry({ resource, verb, recordId: id, title, base: base ?? null, edits: fields, hasSecret: 'password' in values })
      fake.entries = [...fake.entries, entry]
      fake.changeEntries([], {})
      settleDraft(fake, resource, draftId, fields, { ...base, ...fields })
      return { kind: 'queued', entryId: entry.entryId, because: fake.because }
    }
    const old = find(id)
    if (verb !== 'create' && !old) return notFound
    if (verb === 'remove') {
      rows.put(rows.all().filter((row) => row.id !== id))
      return { kind: 'done', row: null, taken: [], kept: [] }
    }
    const newId = Math.max(0, ...rows.all().map((row) => row.id)) + 1
    const { setFields } = RESOURCES[resource]
    const row: Row = fake.stored(old ? withEdits({ base: base ?? old, edits }, old, setFields) : { createdAt: null, ...rows.unset, ...open, id: newId })
    if (!old) rows.made?.(row)
    const kept = differences(fields, row, base ?? old ?? null, true, setFields)
    rows.put(old ? rows.all().map((other) => (other.id === id ? row : other)) : [...rows.all(), row])
    settleDraft(fake, resource, draftId, fields, row, kept)
    fake.push('records.changed', { resource, id: row.id, isGone: false, temporaryId: old ? null : id })
    return { kind: 'done', row, taken: [], kept }
  }
  const { verbs } = RESOURCES[resource]
  const calls: Record<string, Handler> = {
    [`${resource}.get`]: ({ id }: { id: number }) => {
      const row = find(id)
      return row ? { row, fetchedAt: Date.now(), origin: 'network' } : notFound
    },
    [`${resource}.save`]: (input: Write) => write('update', input),
    [`${resource}.create`]: (input: Write) => write('create', input),
    [`${resource}.remove`]: (input: Write) => write('remove', input),
  }
  return Object.fromEntries(Object.entries(calls).filter(([call]) => verbs.some((verb) => call === `${resource}.${verb}`)))
}

/** Main's rule: a draft loses exactly what was sent, and keeps what the server keeps otherwise. */
function settleDraft(fake: FakeHoldfast, resource: ResourceName, draftId: string | null, sent: Fields, row: Fields, kept: readonly KeptField[] = []): void {
  const draft = draftId ? fake.drafts.get(draftId) : undefined
  if (!draft) return
  const { edits: left, marks } = settled({ edits: draft.edits, base: draft.base, sent, row, kept }, RESOURCES[resource].setFields)
  if (Object.keys(left).length === 0) fake.drafts.delete(draft.draftId)
  else fake.drafts.set(draft.draftId, { ...draft, base: row, edits: left, ...(kept.length > 0 ? { marks } : {}) })
}
