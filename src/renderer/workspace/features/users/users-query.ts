import { applyQuery } from '@shared/resources/apply-query'
import type { DepartmentOption } from '@shared/resources/options'
import { type User, type UserQuery, USERS } from '@shared/resources/user'
import { z } from 'zod'

/** What the server cannot filter by; looked for among all users. What is left out filters nothing. */
export const localFilterShape = {
  role: z.number().int(),
  /** `none`: in no department at all. */
  department: z.union([z.number().int(), z.literal('none')]),
  /** Not those of the departments below it. */
  isAlone: z.boolean(),
  /** The first and the last day of their creation, as a field of days has them, on this computer's clock. */
  from: z.iso.date(),
  to: z.iso.date(),
}
export type LocalFilter = { readonly [Key in keyof typeof localFilterShape]?: z.output<(typeof localFilterShape)[Key]> | undefined }

/** The page's question: the server's, and what is looked for among all users besides. */
export interface UsersQuestion extends UserQuery {
  readonly local: LocalFilter
}

/** Whether all users are needed for it. */
export function isLocal({ role, department, from, to }: LocalFilter): boolean {
  return role !== undefined || department !== undefined || from !== undefined || to !== undefined
}

/** A department with all that are below it; of one that is not there only itself. */
export function branchIds(top: readonly DepartmentOption[], id: number): ReadonlySet<number> {
  const found = new Set([id])
  // Level by level: the depth of the server's tree must not matter.
  let level: readonly DepartmentOption[] = top
  while (level.length > 0) {
    for (const option of level) if (found.has(option.parentId) && !found.has(option.id)) found.add(option.id)
    level = level.flatMap(({ children }) => children)
  }
  return found
}

/** The first second of a day here, and the last. */
function secondsOf(day: string | undefined, isEnd: boolean): number | null {
  if (day === undefined) return null
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const ms = new Date(year, month - 1, date + (isEnd ? 1 : 0)).getTime()
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000) - (isEnd ? 1 : 0)
}

/** Who is found by the part of a filter that the server does not know. A user without a time of creation is in no range. */
function fitsLocally(local: LocalFilter, departments: readonly DepartmentOption[]): (user: User) => boolean {
  const { role, department, isAlone } = local
  const branch = typeof department === 'number' ? (isAlone ? new Set([department]) : branchIds(departments, department)) : null
  const [from, to] = [secondsOf(local.from, false), secondsOf(local.to, true)]
  return ({ roleIds, departmentIds, createdAt }) => {
    if (role !== undefined && !roleIds.includes(role)) return false
    if (department === 'none' ? departmentIds.length > 0 : branch && !departmentIds.some((id) => branch.has(id))) return false
    return (from === null || (createdAt !== null && createdAt >= from)) && (to === null || (createdAt !== null && createdAt <= to))
  }
}

/**
 * The page of a question out of all users, and how many it finds. What the server could be asked is answered as it would:
 * `applyQuery` has its grammar.
 */
export function answerLocally(all: readonly User[], { local, ...query }: UsersQuestion, departments: readonly DepartmentOption[]): { rows: User[]; total: number } {
  return applyQuery(USERS, isLocal(local) ? all.filter(fitsLocally(local, departments)) : all, query)
}

/** How many users each department has, with and without those below it; one who is in several of a branch counts once there. */
export function countByDepartment(all: readonly User[], departments: readonly DepartmentOption[], isAlone: boolean): { readonly of: ReadonlyMap<number, number>; readonly none: number } {
  const above = new Map<number, number>()
  let level = departments
  while (level.length > 0) {
    for (const { id, children } of level) for (const child of children) above.set(child.id, id)
    level = level.flatMap(({ children }) => children)
  }
  const of = new Map<number, number>()
  let none = 0
  for (const { departmentIds } of all) {
    if (departmentIds.length === 0) none++
    const counted = new Set(departmentIds)
    if (!isAlone) for (const id of departmentIds) for (let up = above.get(id); up !== undefined && !counted.has(up); up = above.get(up)) counted.add(up)
    for (const id of counted) of.set(id, (of.get(id) ?? 0) + 1)
  }
  return { of, none }
}
