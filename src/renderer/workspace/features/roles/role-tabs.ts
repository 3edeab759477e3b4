/** What of a role is shown beside the list: its own fields, what it grants and who has it in five, and what was changed of it. The place in the list is the digit of Alt+digit. */
export const ROLE_TABS = ['role', 'menus', 'roles', 'scope', 'users', 'compare', 'activity'] as const
export type RoleTab = (typeof ROLE_TABS)[number]

/** The tabs of one form, that of the grants. */
export type GrantTab = Extract<RoleTab, 'menus' | 'roles' | 'scope' | 'compare'>

export function isGrantTab(tab: RoleTab): tab is GrantTab {
  return tab !== 'role' && tab !== 'users' && tab !== 'activity'
}

export function isRoleTab(value: unknown): value is RoleTab {
  return ROLE_TABS.some((tab) => tab === value)
}
