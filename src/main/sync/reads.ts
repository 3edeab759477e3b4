import type { Account } from '@shared/resources/account'
import type { DepartmentOption, RoleOption } from '@shared/resources/options'
import type { User, UserQuery } from '@shared/resources/user'
import type { CallOptions } from '../backend/authorized'
import type { AccountResource } from '../backend/resources/account'
import type { OptionsResource } from '../backend/resources/options'
import type { UsersResource } from '../backend/resources/users'
import type { Clock } from '../session/clock'

/** An answer with where it comes from and how old it is. */
interface Read {
  /** Unix milliseconds. */
  readonly fetchedAt: number
  readonly origin: 'network' | 'cache'
}

/** The only road for reading: no handler reaches `backend/` by itself. Every method throws `FailureError`. */
export interface Reads {
  account(options?: CallOptions): Promise<Account>
  users(query: UserQuery, options?: CallOptions): Promise<Read & { rows: User[]; total: number }>
  user(id: number, options?: CallOptions): Promise<Read & { row: User }>
  roleOptions(options?: CallOptions): Promise<RoleOption[]>
  departmentOptions(options?: CallOptions): Promise<DepartmentOption[]>
}

export interface ReadsDeps {
  readonly account: AccountResource
  readonly users: UsersResource
  readonly options: OptionsResource
  readonly clock: Clock
}

export function createReads({ account, users, options, clock }: ReadsDeps): Reads {
  const fromNetwork = (): Read => ({ fetchedAt: clock.wallMs(), origin: 'network' })
  return {
    account: (call) => account.read(call),
    users: async (query, call) => ({ ...(await users.list(query, call)), ...fromNetwork() }),
    user: async (id, call) => ({ row: await users.get(id, call), ...fromNetwork() }),
    roleOptions: (call) => options.roles(call),
    departmentOptions: (call) => options.departments(call),
  }
}
