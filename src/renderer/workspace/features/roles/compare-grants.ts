import type { Grants } from '@shared/resources/grants'

/** The three sets of a role's grants, in the order in which people read them. */
export const GRANT_FIELDS = ['menus', 'roles', 'departments'] as const
export type GrantFieldName = (typeof GRANT_FIELDS)[number]

type Sets = Pick<Grants, GrantFieldName>

/** One thing that either of two roles grants. */
export interface ComparedGrant {
  readonly field: GrantFieldName
  readonly id: number
  readonly isHere: boolean
  readonly isThere: boolean
}

/**
 * What two roles grant, side by side: by kind, and within it in the given order; what that does not know comes last.
 *
 * @param order all ids of a kind in the order of their tree
 */
export function compareGrants(here: Sets, there: Sets, order: (field: GrantFieldName) => readonly number[]): ComparedGrant[] {
  return GRANT_FIELDS.flatMap((field) => {
    const [mine, theirs] = [new Set(here[field]), new Set(there[field])]
    const all = new Set([...order(field), ...here[field], ...there[field]])
    return [...all].flatMap((id) => (mine.has(id) || theirs.has(id) ? [{ field, id, isHere: mine.has(id), isThere: theirs.has(id) }] : []))
  })
}

/** `add`: what the other has besides what is here. `same`: exactly what the other has. */
export function copiedGrants(here: Sets, there: Sets, how: 'add' | 'same'): Sets {
  const union = (field: GrantFieldName): number[] => (how === 'same' ? [...there[field]] : [...new Set([...here[field], ...there[field]])])
  return { menus: union('menus'), roles: union('roles'), departments: union('departments') }
}
