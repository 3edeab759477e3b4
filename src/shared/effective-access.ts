import type { MenuType } from './resources/menu'

/**
 * What the roles of a user give, and why: the server's own rule, computed here (docs/contract.md, "What a user may do"). A call is
 * allowed when an enabled role holds an operation whose path without its last name is a part of the call's path, anywhere in it,
 * and whose last name is the call's method in small letters.
 */

export interface AccessMenu {
  readonly id: number
  /** 0: at the top. */
  readonly parentId: number
  readonly type: MenuType
  readonly path: string
}

export interface AccessRole {
  readonly id: number
  /** A disabled role gives nothing. */
  readonly isEnabled: boolean
  /** The menus and operations that it is granted; null where they are not known. */
  readonly menus: readonly number[] | null
}

/**
 * `granted`: ticked in an enabled role. `contains`: in none, and an operation that is ticked opens it all the same.
 * `disabled`: only disabled roles have it. `unknown`: not given by what is known, and of a role it is not known.
 */
type AccessKind = 'granted' | 'contains' | 'disabled' | 'none' | 'unknown'

/** The path of an operation that opens more than itself, and the enabled roles that hold it. */
export interface Opener {
  readonly path: string
  readonly roles: readonly number[]
}

export interface Access {
  readonly kind: AccessKind
  /** The enabled roles in which it is ticked, in the given order. */
  readonly roles: readonly number[]
  readonly disabledRoles: readonly number[]
  /** Only of what is given by `contains`. */
  readonly openers: readonly Opener[]
  /** A page that is shown, though none of its operations that read may be called: it opens and stays empty. */
  readonly lacksList: boolean
}

export interface EffectiveAccess {
  /** By the id of a menu; every menu of the catalogue has its place. */
  readonly byMenu: ReadonlyMap<number, Access>
  /** Which operations that the roles hold open a call, whether the catalogue knows its path or not. */
  openersOf(call: Call): readonly Opener[]
}

export interface Call {
  /** Such as `/sys/user/users/12`, without the path of the API. */
  readonly uri: string
  /** In small letters. */
  readonly method: string
}

const NONE: readonly number[] = []

/** The call that an operation's path names: `/sys/user/users/get` is `get` of `/sys/user/users`. */
export function callOf(path: string): Call {
  const at = path.lastIndexOf('/')
  return { uri: path.slice(0, Math.max(0, at)), method: path.slice(at + 1) }
}

export function isAllowed(access: Pick<Access, 'kind'> | undefined): boolean {
  return access?.kind === 'granted' || access?.kind === 'contains'
}

/** @param menus All there are: what a role holds besides gives nothing that could be named. */
export function effectiveAccess(menus: readonly AccessMenu[], roles: readonly AccessRole[]): EffectiveAccess {
  const enabled = holdersOf(roles.filter(({ isEnabled }) => isEnabled))
  const disabled = holdersOf(roles.filter(({ isEnabled }) => !isEnabled))
  const isWhole = roles.every((role) => !role.isEnabled || role.menus !== null)
  const openersOf = createOpeners(menus, enabled)
  const byMenu = new Map<number, Access>()
  for (const menu of menus) {
    const holders = enabled.get(menu.id) ?? NONE
    const sleepers = disabled.get(menu.id) ?? NONE
    const openers = holders.length === 0 && menu.type === 'operation' ? openersOf(callOf(menu.path)) : []
    const kind = holders.length > 0 ? 'granted' : openers.length > 0 ? 'contains' : !isWhole ? 'unknown' : sleepers.length > 0 ? 'disabled' : 'none'
    byMenu.set(menu.id, { kind, roles: holders, disabledRoles: sleepers, openers, lacksList: false })
  }
  for (const id of pagesWithoutList(menus, byMenu)) byMenu.set(id, { ...(byMenu.get(id) as Access), lacksList: true })
  return { byMenu, openersOf }
}

/** What another set of roles gives more, and what it takes, as ids in the order of the catalogue. What is not known on either side counts as neither. */
export function accessChange(menus: readonly AccessMenu[], before: EffectiveAccess, after: EffectiveAccess): { readonly gained: readonly number[]; readonly lost: readonly number[] } {
  const gained: number[] = []
  const lost: number[] = []
  for (const { id } of menus) {
    const [was, is] = [before.byMenu.get(id), after.byMenu.get(id)]
    if (was?.kind === 'unknown' || is?.kind === 'unknown' || isAllowed(was) === isAllowed(is)) continue
    ;(isAllowed(is) ? gained : lost).push(id)
  }
  return { gained, lost }
}

/** Menu -> the roles that hold it. */
function holdersOf(roles: readonly AccessRole[]): ReadonlyMap<number, readonly number[]> {
  const holders = new Map<number, number[]>()
  for (const { id, menus } of roles) {
    for (const menu of menus ?? NONE) {
      const known = holders.get(menu)
      if (known) known.push(id)
      else holders.set(menu, [id])
    }
  }
  return holders
}

/** What the roles hold of one method, by the path without it. */
interface HeldPaths {
  /** Path without the method -> whole path -> roles. */
  readonly openers: Map<string, Map<string, Set<number>>>
  readonly firstLetters: Set<string>
  lengths: number[]
}

/**
 * Finds the operations whose path is a part of another. Thousands of operations against thousands are too many to be compared one by
 * one: what may stand at a place of a path is looked up by its length, and only where one begins with the same letter.
 */
function createOpeners(menus: readonly AccessMenu[], holders: ReadonlyMap<number, readonly number[]>): EffectiveAccess['openersOf'] {
  const byMethod = new Map<string, HeldPaths>()
  for (const menu of menus) {
    const roles = menu.type === 'operation' ? holders.get(menu.id) : undefined
    if (roles) put(byMethod, menu.path, roles)
  }
  for (const held of byMethod.values()) held.lengths = [...new Set([...held.openers.keys()].map(({ length }) => length))].sort((a, b) => a - b)
  return ({ uri, method }) => {
    const held = byMethod.get(method)
    if (!held) return []
    const found = new Map<string, Set<number>>(held.openers.get(''))
    for (let start = 0; start < uri.length; start++) {
      if (!held.firstLetters.has(uri.charAt(start))) continue
      for (const length of held.lengths) {
        if (start + length > uri.length) break
        for (const [path, roles] of held.openers.get(uri.slice(start, start + length)) ?? []) found.set(path, roles)
      }
    }
    return [...found].map(([path, roles]) => ({ path, roles: [...roles] }))
  }
}

function put(byMethod: Map<string, HeldPaths>, path: string, roles: readonly number[]): void {
  const { uri, method } = callOf(path)
  const held = byMethod.get(method) ?? { openers: new Map(), firstLetters: new Set(), lengths: [] }
  byMethod.set(method, held)
  const openers = held.openers.get(uri) ?? new Map<string, Set<number>>()
  held.openers.set(uri, openers)
  held.firstLetters.add(uri.charAt(0))
  const known = openers.get(path) ?? new Set()
  for (const role of roles) known.add(role)
  openers.set(path, known)
}

/** Pages that are given, have operations that read, and may call none of these. */
function pagesWithoutList(menus: readonly AccessMenu[], byMenu: ReadonlyMap<number, Access>): number[] {
  const reads = new Map<number, boolean>()
  for (const { id, parentId, type, path } of menus) {
    if (type !== 'operation' || callOf(path).method !== 'get') continue
    const access = byMenu.get(id)
    // What is not known may be given.
    reads.set(parentId, reads.get(parentId) === true || isAllowed(access) || access?.kind === 'unknown')
  }
  return menus.filter(({ id, type }) => type === 'menu' && reads.get(id) === false && byMenu.get(id)?.kind === 'granted').map(({ id }) => id)
}
