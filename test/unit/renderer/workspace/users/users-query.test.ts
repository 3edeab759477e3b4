// What is filtered here among all users is what the same question would find on the full set: which rows, in which order, how many.
import type { DepartmentOption } from '@shared/resources/options'
import { applyQuery } from '@shared/resources/apply-query'
import { type User, USER_SORT_FIELDS, USERS } from '@shared/resources/user'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerLocally, branchIds, countByDepartment, type LocalFilter, localFilterShape, type UsersQuestion } from '@renderer/workspace/features/users/users-query'
import { makeUser } from '../../support/fake-data'

/** A tree as flat pairs, each parent before its children. */
const TREE = [
  [1, 0],
  [2, 1],
  [3, 2],
  [4, 2],
  [5, 1],
  [6, 0],
  [7, 6],
] as const
const below = (parentId: number): DepartmentOption[] =>
  TREE.flatMap(([id, above]) => (above === parentId ? [{ id, parentId, name: `D${id}`, isEnabled: true, isAssignable: true, children: below(id) }] : []))
const departments = below(0)
/** By climbing, one step at a time: nothing of what is tested. */
const isIn = (id: number, wanted: number): boolean => {
  for (let at: number | undefined = id; at; at = TREE.find(([one]) => one === at)?.[1]) if (at === wanted) return true
  return false
}

const DAY_S = 86_400
const dayOf = (offset: number): string => `2025-03-${String(1 + offset).padStart(2, '0')}`
const noonOf = (offset: number): number => Math.floor(new Date(2025, 2, 1 + offset, 12).getTime() / 1000)

const users = fc.array(
  fc.record({
    username: fc.constantFrom('ada', 'Ada', 'ben_1', 'b%n', '张伟', 'zoë'),
    email: fc.constantFrom('', 'a@example.com', 'B@EXAMPLE.com'),
    tel: fc.constantFrom('', '138 0000', '139'),
    status: fc.constantFrom('enabled' as const, 'disabled' as const),
    listorder: fc.nat(3),
    roleIds: fc.subarray([1, 2, 3], { minLength: 1 }),
    departmentIds: fc.subarray([1, 2, 3, 4, 5, 6, 7, 99]),
    createdAt: fc.option(fc.tuple(fc.nat(9), fc.integer({ min: -11 * 3600, max: 11 * 3600 })).map(([day, second]) => noonOf(day) + second)),
  }),
  { minLength: 8, maxLength: 40 },
)
/** Half of the questions leave this part out: all of it at once finds hardly anybody, and a question that finds nobody tells little. */
const orNothing = <Part>(part: fc.Arbitrary<Part>): fc.Arbitrary<Part | Record<string, never>> => fc.oneof(fc.constant({}), part)
const local = orNothing(
  fc.record(
    {
      role: fc.constantFrom(1, 2, 3, 9),
      department: fc.constantFrom(1, 2, 3, 6, 99, 'none' as const),
      isAlone: fc.boolean(),
      from: fc.nat(9).map(dayOf),
      to: fc.nat(9).map(dayOf),
    },
    { requiredKeys: [] },
  ),
)
const query = fc.record({
  page: fc.integer({ min: 1, max: 3 }),
  pageSize: fc.integer({ min: 1, max: 7 }),
  sort: fc.array(fc.record({ field: fc.constantFrom(...USER_SORT_FIELDS), direction: fc.constantFrom('asc' as const, 'desc' as const) }), { maxLength: 3 }),
  filter: orNothing(
    fc.record(
      {
        username: fc.constantFrom('a', 'A', '_', '%', '伟'),
        email: fc.constantFrom('example', '@b'),
        tel: fc.constantFrom('13', '9'),
        status: fc.constantFrom('enabled' as const, 'disabled' as const),
      },
      { requiredKeys: [] },
    ),
  ),
})

function isFound(user: User, { role, department, isAlone, from, to }: LocalFilter): boolean {
  const day = user.createdAt === null ? null : new Date(user.createdAt * 1000)
  const date = day && `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`
  return (
    (role === undefined || user.roleIds.includes(role)) &&
    (department === undefined || (department === 'none' ? user.departmentIds.length === 0 : user.departmentIds.some((id) => id === department || (!isAlone && isIn(id, department))))) &&
    (from === undefined || (date !== null && date >= from)) &&
    (to === undefined || (date !== null && date <= to))
  )
}

describe('a question that is answered out of all users', () => {
  it('finds what the same filter finds on the full set, in its order, page by page, with its count', () => {
    let hits = 0
    fc.assert(
      fc.property(users, local, query, (facts, filter, asked) => {
        const all = facts.map((one, at) => makeUser(at + 1, one))
        const question: UsersQuestion = { ...asked, local: filter }
        // The server's part as the server answers it (test/integration/backend/resources/same-grammar), all in one page; then the rest by hand.
        const whole = applyQuery(USERS, all, { ...asked, page: 1, pageSize: 200 }).rows.filter((user) => isFound(user, filter))
        const pages = Array.from({ length: Math.ceil(whole.length / asked.pageSize) + 1 }, (_, at) => answerLocally(all, { ...question, page: at + 1 }, departments))
        expect(pages.flatMap(({ rows }) => rows)).toEqual(whole)
        expect(pages.map(({ total }) => total)).toEqual(pages.map(() => whole.length))
        const from = (asked.page - 1) * asked.pageSize
        expect(answerLocally(all, question, departments).rows).toEqual(whole.slice(from, from + asked.pageSize))
        if (whole.length > 0 && whole.length < all.length) hits += 1
      }),
      { numRuns: 500 },
    )
    expect(hits, 'questions that find some and not all').toBeGreaterThan(20)
  })

  it('a department is all that is below it, or it alone; one that is gone is itself', () => {
    expect([...branchIds(departments, 2)].sort()).toEqual([2, 3, 4])
    expect([...branchIds(departments, 99)]).toEqual([99])
  })

  it('counts one who is in several departments of a branch once there', () => {
    const all = [makeUser(1, { departmentIds: [3, 4] }), makeUser(2, { departmentIds: [2, 3] }), makeUser(3, { departmentIds: [] }), makeUser(4, { departmentIds: [99] })]
    const counts = (isAlone: boolean): unknown => [[1, 2, 3, 4, 6].map((id) => countByDepartment(all, departments, isAlone).of.get(id) ?? 0), countByDepartment(all, departments, isAlone).none]
    expect(counts(false)).toEqual([[2, 2, 2, 1, 0], 1])
    expect(counts(true)).toEqual([[0, 1, 2, 1, 0], 1])
  })

  it('a kept day that is none is no filter, and a day is all of it, whatever its hours', () => {
    expect([localFilterShape.from.safeParse('2025-02-30').success, localFilterShape.to.safeParse('2025-03-01').success]).toEqual([false, true])
    const all = [makeUser(1, { createdAt: noonOf(0) - 12 * 3600 }), makeUser(2, { createdAt: noonOf(0) + 12 * 3600 - 1 }), makeUser(3, { createdAt: noonOf(0) + DAY_S })]
    const asked: UsersQuestion = { page: 1, pageSize: 10, sort: [], filter: {}, local: { from: dayOf(0), to: dayOf(0) } }
    expect(answerLocally(all, asked, departments).rows.map(({ id }) => id)).toEqual([1, 2])
  })
})
