import type { Menu, MenuType } from './menu'

/**
 * What the paths of menus mean to the server (docs/contract.md, "Menus and permissions"): an operation's is the resource and
 * the HTTP verb, and a call is let through when the resource of any operation held is *contained* in its address and the verb
 * is the same.
 */

export const OPERATION_VERBS = ['get', 'post', 'put', 'delete'] as const
export type OperationVerb = (typeof OPERATION_VERBS)[number]

/** Fewer segments than these before the verb, and an operation opens whole areas: `/sys/get` every `/sys/…`. */
const FEWEST_SEGMENTS = 3

interface OperationPath {
  /** Without the verb. */
  readonly base: string
  /** Null for a path that ends with none. */
  readonly verb: OperationVerb | null
}

type Typed = Pick<Menu, 'type' | 'path'>

/** `/sys/user/users/get` is `/sys/user/users` and `get`. */
export function splitOperation(path: string): OperationPath {
  const at = path.lastIndexOf('/')
  const verb = OPERATION_VERBS.find((one) => one === path.slice(at + 1)) ?? null
  return { base: verb === null ? path : path.slice(0, at), verb }
}

/** As it is typed: a slash at its end stays, and is found wanting by the path's own rule. */
export function joinOperation(base: string, verb: OperationVerb): string {
  return `${base}/${verb}`
}

/** The verb of an operation; null for what is none, and for one without. */
export function verbOf({ type, path }: Typed): OperationVerb | null {
  return type === 'operation' ? splitOperation(path).verb : null
}

/** The path as it is read beside its verb. */
export function baseOf({ type, path }: Typed): string {
  return type === 'operation' ? splitOperation(path).base : path
}

/** So few segments that it opens much more than one resource. */
export function isShortOperation(path: string): boolean {
  return splitOperation(path).base.split('/').filter(Boolean).length < FEWEST_SEGMENTS
}

/** The other operations that whoever holds this one may do as well: of the same verb, with this one's resource in theirs. */
export function openedBy<Of extends Typed>(path: string, all: readonly Of[]): Of[] {
  const { base, verb } = splitOperation(path)
  return base === '' || verb === null ? [] : ofVerb(verb, path, all).filter((other) => splitOperation(other.path).base.includes(base))
}

/** The other operations whose holders may do this one as well. */
export function openersOf<Of extends Typed>(path: string, all: readonly Of[]): Of[] {
  const { base, verb } = splitOperation(path)
  if (verb === null) return []
  return ofVerb(verb, path, all).filter((other) => {
    const theirs = splitOperation(other.path).base
    return theirs !== '' && base.includes(theirs)
  })
}

function ofVerb<Of extends Typed>(verb: OperationVerb, path: string, all: readonly Of[]): Of[] {
  return all.filter((other) => other.path !== path && verbOf(other) === verb)
}

/** `/sys/user-group` is `SysUserGroup`: the name by which web clients of this family know a page's route. */
export function routeNameOf(path: string): string {
  return path
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')
}

/** Directories and pages stand at the top or below a directory, operations below a page. `above`: null at the top. */
export function mayStandBelow(type: MenuType, above: MenuType | null): boolean {
  return type === 'operation' ? above === 'menu' : above === null || above === 'directory'
}

/** What the operations of a page have in common: as those that it has, else as servers of this family name them. */
export function operationBase(page: Pick<Menu, 'path'>, below: readonly Typed[]): string {
  const there = below.find((one) => verbOf(one) !== null)
  return there ? splitOperation(there.path).base : `${page.path}/${page.path.split('/').at(-1)}s`
}

/** The verbs for which the page has no operation under this path. */
export function missingVerbs(base: string, all: readonly Typed[]): OperationVerb[] {
  const there = new Set(all.map(({ path }) => path))
  return OPERATION_VERBS.filter((verb) => !there.has(joinOperation(base, verb)))
}

/** The wanted one, or with the lowest number behind it that nobody has: `/demo`, `/demo-2`. */
export function freePath(wanted: string, isTaken: (path: string) => boolean): string {
  if (!isTaken(wanted)) return wanted
  let number = 2
  while (isTaken(`${wanted}-${number}`)) number += 1
  return `${wanted}-${number}`
}
