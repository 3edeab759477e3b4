import { z } from 'zod'
import { type Account, accountSchema } from '@shared/resources/account'
import { applyQuery } from '@shared/resources/apply-query'
import { type DepartmentOption, departmentOptionSchema, type Grantable, grantableSchema, type RoleOption, roleOptionSchema } from '@shared/resources/options'
import { RESOURCES } from '@shared/resources/registry'
import { isTemporaryId, type ListQuery, type ResourceName, type Row } from '@shared/resources/resource'
import { type ReadList, readListSchema, type Unreadable } from '@shared/resources/unreadable'
import type { User, UserQuery } from '@shared/resources/user'
import { failed } from '@shared/result'
import type { CallOptions } from '../../backend/authorized'
import type { AccountResource } from '../../backend/resources/account'
import type { OptionsResource } from '../../backend/resources/options'
import type { ResourceClient } from '../../backend/resources/resource-client'
import type { Clock } from '../../session/clock'
import { during } from './background-fill'
import { createReadThrough, type OfflineDeps, type ReadThrough } from './read-through'
import { answerReading, pageReading, recordReading, wholeReading } from './readings'
import { withWritten, type WrittenRow, type WrittenRows } from './written-rows'

/** Where an answer comes from and how old it is. */
interface Read {
  /** Unix milliseconds. */
  readonly fetchedAt: number
  readonly origin: 'network' | 'cache'
}
interface ListRead<R extends Row = Row> extends Read {
  readonly rows: R[]
  readonly total: number
  /** False: an answer from the cache out of what was seen so far; the server may have more. */
  readonly isComplete: boolean
  /** Rows that the server gave and that are left out. */
  readonly unreadable?: Unreadable | undefined
}
interface RecordRead<R extends Row = Row> extends Read {
  readonly row: R
}

/**
 * The only way to read: no handler reaches `backend/` or the cache by itself. The network first, what is held when
 * the server cannot be reached. Every method throws `FailureError`; OFFLINE and TIMEOUT when nothing is held either.
 */
export interface Reads {
  list(resource: ResourceName, query: ListQuery, options?: CallOptions): Promise<ListRead>
  get(resource: ResourceName, id: number, options?: CallOptions): Promise<RecordRead>
  users(query: UserQuery, options?: CallOptions): Promise<ListRead<User>>
  user(id: number, options?: CallOptions): Promise<RecordRead<User>>
  account(options?: CallOptions): Promise<Account>
  roleOptions(options?: CallOptions): Promise<ReadList<RoleOption>>
  departmentOptions(options?: CallOptions): Promise<ReadList<DepartmentOption>>
  grantable(options?: CallOptions): Promise<Grantable>
}

/**
 * Lays what waits in the outbox over the server's rows, wherever they come from: changed fields, new records, records
 * that are to go. `asked` is the list's query, or the one record; a resource that is held whole is given whole, and
 * filtered, sorted and paged afterwards.
 */
export type Overlay = (resource: ResourceName, rows: readonly Row[], asked: ListQuery | { readonly id: number }) => readonly Row[] | Promise<readonly Row[]>

type Clients = Readonly<Record<ResourceName, Pick<ResourceClient, 'list' | 'get'>>>

export interface ReadsDeps extends Clients {
  readonly account: AccountResource
  readonly options: OptionsResource
  readonly clock: Clock
  /** Left out: every answer comes from the network, and none is kept. */
  readonly offline?: OfflineDeps
  readonly overlay?: Overlay
  /** What is written while an answer is waited for, and while the outbox is laid over it. */
  readonly watch?: WrittenRows['watch']
  /** A person's call begins; what it returns is called when it has ended. */
  readonly onCall?: () => () => void
}

export function createReads(deps: ReadsDeps): Reads {
  const { account, options, clock, offline, overlay = (_resource, rows) => rows, watch = () => () => [], onCall } = deps
  const through = counted(createReadThrough(clock, offline), onCall)
  const listed = async (resource: ResourceName, query: ListQuery, since: () => readonly WrittenRow[], call?: CallOptions): Promise<ListRead> => {
    const description = RESOURCES[resource]
    if (description.isHeldWhole) {
      const { answer, ...read } = await through(wholeReading(resource, deps[resource]), call)
      const rows = withWritten(resource, await overlay(resource, answer.rows, query), since(), query)
      return { ...applyQuery(description, rows, query), isComplete: true, ...told(answer), ...read }
    }
    const { answer, ...read } = await through(pageReading(resource, deps[resource], query), call)
    const rows = withWritten(resource, await overlay(resource, answer.rows, query), since(), query)
    // Records that the overlay adds or takes away are not in the server's count.
    return { rows, total: answer.total + rows.length - answer.rows.length, isComplete: answer.isComplete, ...told(answer), ...read }
  }
  const list: Reads['list'] = async (resource, query, call) => {
    const since = watch(resource)
    try {
      return await listed(resource, query, since, call)
    } finally {
      since()
    }
  }
  const get: Reads['get'] = async (resource, id, call) => {
    // A record that was made here is nowhere else.
    if (isTemporaryId(id)) return { row: found(await overlay(resource, [], { id })), fetchedAt: clock.wallMs(), origin: 'cache' }
    const { answer, ...read } = await through(recordReading(resource, deps[resource], id), call)
    return { row: found(await overlay(resource, [answer], { id })), ...read }
  }
  const roles = answerReading('roleOptions', optionsSchema(roleOptionSchema), (call) => options.roles(call))
  const departments = answerReading('departmentOptions', optionsSchema(departmentOptionSchema), (call) => options.departments(call))
  const grantable = answerReading('grantable', grantableSchema, (call) => options.grantable(call))
  const whoAmI = answerReading('account', accountSchema, (call) => account.read(call))
  return {
    list,
    get,
    users: (query, call) => list('users', query, call) as Promise<ListRead<User>>,
    user: (id, call) => get('users', id, call) as Promise<RecordRead<User>>,
    account: async (call) => (await through(whoAmI, call)).answer,
    roleOptions: async (call) => (await through(roles, call)).answer,
    departmentOptions: async (call) => (await through(departments, call)).answer,
    grantable: async (call) => (await through(grantable, call)).answer,
  }
}

/** Before there was anything to say of what could not be read, the rows alone were kept. */
function optionsSchema<R extends z.ZodType>(row: R) {
  return z.preprocess((kept) => (Array.isArray(kept) ? { rows: kept } : kept), readListSchema(row))
}

function told({ unreadable }: Pick<ReadList<Row>, 'unreadable'>): Pick<ListRead, 'unreadable'> {
  return unreadable ? { unreadable } : {}
}

function found([row]: readonly Row[]): Row {
  if (!row) throw failed('NOT_FOUND', 'This record is no longer there.')
  return row
}

function counted(through: ReadThrough, onCall: (() => () => void) | undefined): ReadThrough {
  if (!onCall) return through
  return (reading, call) => during(onCall, () => through(reading, call))
}
