import type { Fields } from '@shared/merge'
import type { Grants, GrantsEdits } from '@shared/resources/grants'
import type { ResourceName } from '@shared/resources/resource'
import { failed, isFailure } from '@shared/result'
import type { Authorized, CallOptions } from '../authorized'
import { flatTree } from '../wire-rows'
import { fieldsOf, idOf, itemsOf, listOf, textOf, unreadableReply, wholeOf } from '../wire-values'
import type { ResourceClient } from './resource-client'
import { timeOf } from './wire-columns'

/** What can be granted, by field: where one role's are read, and where all that there are. */
const KINDS = {
  menus: { ofRole: '/sys/role/rolemenu', all: '/sys/role/allmenus' },
  roles: { ofRole: '/sys/role/rolerole', all: '/sys/role/allroles' },
  departments: { ofRole: '/sys/role/roledept', all: '/sys/role/alldepts' },
} as const
type Kind = keyof typeof KINDS
const KIND_NAMES = Object.keys(KINDS) as Kind[]

export type GrantsResource = ResourceClient<Grants, GrantsEdits, never>

/** The server's number of a grant, as it came. */
type PermId = string

/** What a row was read from. */
interface Came {
  /** The server's number of each grant, by the id of what is granted. */
  readonly perms: Readonly<Record<Kind, ReadonlyMap<number, PermId>>>
  /** Grants of which nothing else could be read: they go back as they came. */
  readonly others: readonly PermId[]
  readonly scope: unknown
}

/**
 * The grants of a role: read by `rolemenu`, `rolerole` and `roledept`, saved by `saveroleperm`, which replaces all of them at
 * once (docs/contract.md, "Grants"). They are a part of the role: nothing makes, finds or deletes them.
 */
export function createGrantsResource(authorized: Authorized): GrantsResource {
  const cameFrom = new WeakMap<Grants, Came>()
  const ask = async (path: string, body: Fields | null, options?: CallOptions): Promise<unknown> => {
    const how = body ? ({ method: 'POST', body, isQuestion: true } as const) : ({ method: 'GET' } as const)
    return (await authorized.send({ path, bound: 'whole', ...how }, options)).data
  }
  /** Whoever may not see the list of the roles may still read what they grant: the catalogue of what can be granted has their rows too. */
  const rolesList = async (options?: CallOptions): Promise<unknown> => {
    try {
      return await ask('/sys/role/roles', null, options)
    } catch (error) {
      if (!isFailure(error, 'FORBIDDEN')) throw error
      return ask(KINDS.roles.all, null, options)
    }
  }
  const roleRow = async (id: number, options?: CallOptions): Promise<Fields> => {
    const items = listOf(fieldsOf(await rolesList(options))?.['items'])
    if (!items) throw unreadableReply('list of roles', ['items'])
    const row = items.map(fieldsOf).find((raw) => idOf(raw?.['id']) === id)
    if (!row) throw failed('NOT_FOUND', 'This role no longer exists on the server.')
    return row
  }
  const grantsOf = async (kind: Kind, id: number, options?: CallOptions): Promise<Granted> => {
    const items = listOf(await ask(KINDS[kind].ofRole, { roleId: digitsOf(id) }, options))
    if (!items) throw unreadableReply("list of a role's grants", [''])
    return granted(items)
  }
  const get = async (id: number, options?: CallOptions): Promise<Grants> => {
    const role = await roleRow(id, options)
    const [menus, roles, departments] = [await grantsOf('menus', id, options), await grantsOf('roles', id, options), await grantsOf('departments', id, options)]
    const row: Grants = {
      id,
      name: textOf(role['name']),
      createdAt: timeOf(role['create_time']),
      scope: wholeOf(role['scope']) ?? 0,
      menus: idsIn(menus),
      roles: idsIn(roles),
      departments: idsIn(departments),
    }
    const perms = { menus: menus.perms, roles: roles.perms, departments: departments.perms }
    cameFrom.set(row, { perms, others: [...menus.others, ...roles.others, ...departments.others], scope: role['scope'] })
    return row
  }
  const catalogue = async (kind: Kind, options: CallOptions): Promise<ReadonlyMap<number, PermId>> => {
    const items = itemsOf(await ask(KINDS[kind].all, null, options))
    if (!items) throw unreadableReply('list of what can be granted', [''])
    return granted(await flatTree(items)).perms
  }
  return {
    get,
    update: async (current, edits, { idempotencyKey, ...options }) => {
      const { perms, others, scope } = cameFrom.get(current) ?? cameFrom.get(await get(current.id, options)) ?? noWay()
      const chosen = new Set(others)
      for (const kind of KIND_NAMES) {
        const wanted: readonly number[] = edits[kind] ?? [...perms[kind].keys()]
        // Only what is new needs its number, and what is nowhere any more is left out: the original writes the half that comes
        // before a grant that names nothing.
        const known = wanted.every((id) => perms[kind].has(id)) ? null : await catalogue(kind, options)
        for (const id of wanted) {
          const perm = perms[kind].get(id) ?? known?.get(id)
          if (perm !== undefined) chosen.add(perm)
        }
      }
      const roleId = digitsOf(current.id)
      const body = { roleId, rolePerms: [...chosen].map((perm) => ({ role_id: roleId, perm_id: perm })), roleScope: scopeToWire(edits.scope, scope) }
      await authorized.send({ method: 'POST', path: '/sys/role/saveroleperm', body, idempotencyKey }, options)
    },
    list: () => Promise.reject(notOfGrants('listed')),
    find: () => Promise.reject(notOfGrants('found')),
    create: () => Promise.reject(notOfGrants('made')),
    remove: () => Promise.reject(notOfGrants('deleted')),
  }
}

interface Granted {
  readonly perms: ReadonlyMap<number, PermId>
  readonly others: readonly PermId[]
}

function granted(items: readonly unknown[]): Granted {
  const perms = new Map<number, PermId>()
  const others: PermId[] = []
  for (const item of items) {
    const raw = fieldsOf(item)
    const [id, perm] = [idOf(raw?.['id']), idOf(raw?.['perm_id'])]
    if (perm === null) continue
    if (id === null) others.push(String(perm))
    else if (!perms.has(id)) perms.set(id, String(perm))
  }
  return { perms, others }
}

function idsIn({ perms }: Granted): number[] {
  return [...perms.keys()].sort((a, b) => a - b)
}

/** Digits alone: the original puts it into SQL as it comes. */
function digitsOf(roleId: number): string {
  if (!Number.isSafeInteger(roleId) || roleId < 1) throw new TypeError('Not the id of a role.')
  return String(roleId)
}

/** What could be read only by way of a default goes back as it came. */
function scopeToWire(edited: number | undefined, came: unknown): unknown {
  return edited === undefined ? (wholeOf(came) === null ? came : String(wholeOf(came))) : String(edited)
}

function notOfGrants(what: string): Error {
  return failed('VALIDATION', `The grants of a role cannot be ${what} by themselves.`, { details: { resource: 'grants' satisfies ResourceName } })
}

function noWay(): never {
  throw new TypeError('A row that this client has read has come from nowhere.')
}
