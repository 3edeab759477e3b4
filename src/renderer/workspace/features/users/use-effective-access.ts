import { type Access, accessChange, type AccessRole, type EffectiveAccess, effectiveAccess, isAllowed } from '@shared/effective-access'
import { ROLES } from '@shared/resources/role'
import { computed, watch } from 'vue'
import type { RecordForm } from '../../records/record-editor'
import { useRecordWords } from '../../records/use-record-words'
import { useGrantable } from '../../stores/grantable'
import { useRoleRows } from '../../stores/held-rows'
import { useUserOptions } from '../../stores/lookups'
import { useRoleGrants } from '../../stores/role-grants'
import { useAskAgain } from '../../stores/use-ask-again'

/** One role of the user, as far as it is known. */
export interface RoleFact {
  readonly id: number
  readonly name: string
  readonly isEnabled: boolean
  /** The data scope's number; null where it is not known. */
  readonly scope: number | null
  /** How much of what the server lists is ticked in it; null where its grants are not known. */
  readonly granted: number | null
  readonly isGone: boolean
  readonly isReading: boolean
  /** Against what is saved. */
  readonly change: 'added' | 'removed' | null
}

const roleIdsOf = (value: unknown): readonly number[] => (Array.isArray(value) ? (value as number[]) : [])

/**
 * What the user of a form may do: by the roles that stand in the form, which is what a save would make of it, and by those
 * that are saved. Of a new user nothing is saved yet.
 */
export function useEffectiveAccess(editor: RecordForm) {
  const grantable = useGrantable()
  const roleGrants = useRoleGrants()
  const options = useUserOptions()
  const roleRows = useRoleRows()
  const words = useRecordWords()

  const ids = computed(() => roleIdsOf(editor.copy.value('roleIds')))
  const savedIds = computed(() => (editor.isNew.value ? [] : roleIdsOf(editor.copy.base.value['roleIds'])))
  const allIds = computed(() => [...new Set([...savedIds.value, ...ids.value])])
  const isEdited = computed(() => allIds.value.length !== savedIds.value.length || allIds.value.length !== ids.value.length)
  watch(allIds, (now) => roleGrants.want(now), { immediate: true })

  const menus = computed(() => grantable.grantable?.menus ?? [])
  const listed = computed(() => new Set(menus.value.map(({ id }) => id)))
  const nameOf = (id: number): string => words.value('users', 'roleIds', [id])
  /** Whoever may not see the list of the roles has their state from the choices, or from what can be granted. */
  function isEnabled(id: number): boolean {
    const known = options.roleById.get(id)?.isEnabled ?? grantable.roleById.get(id)?.isEnabled
    if (known !== undefined) return known
    return roleRows.byId.get(id)?.status !== 'disabled'
  }
  function roleOf(id: number): AccessRole {
    const known = roleGrants.known.get(id)
    return { id, isEnabled: isEnabled(id), menus: known ? (known.grants?.menus ?? []) : null }
  }
  const access = computed(() => effectiveAccess(menus.value, ids.value.map(roleOf)))
  const saved = computed((): EffectiveAccess => (isEdited.value ? effectiveAccess(menus.value, savedIds.value.map(roleOf)) : access.value))
  /** What a save would change; null where the roles in the form are those that are saved. */
  const change = computed(() => (isEdited.value ? accessChange(menus.value, saved.value, access.value) : null))

  const facts = computed(() =>
    allIds.value.map((id): RoleFact => {
      const known = roleGrants.known.get(id)
      const [was, is] = [savedIds.value.includes(id), ids.value.includes(id)]
      return {
        id,
        name: nameOf(id),
        isEnabled: isEnabled(id),
        scope: known?.grants?.scope ?? null,
        granted: known ? (known.grants?.menus ?? []).filter((menu) => listed.value.has(menu)).length : null,
        isGone: known?.grants === null,
        isReading: roleGrants.reading.has(id),
        change: was === is ? null : is ? 'added' : 'removed',
      }
    }),
  )
  const present = computed(() => facts.value.filter((fact) => fact.change !== 'removed'))
  /** The oldest of what is shown out of the cache; null where all of it is the server's. */
  const heldAt = computed(() => {
    const held = ids.value.flatMap((id) => {
      const known = roleGrants.known.get(id)
      return known?.origin === 'cache' ? [known.fetchedAt] : []
    })
    return held.length === 0 ? null : Math.min(...held)
  })

  async function load(): Promise<void> {
    await Promise.all([grantable.load(), roleGrants.load(allIds.value), ...(options.roles === null ? [options.load()] : [])])
  }
  useAskAgain(
    () => grantable.failure !== null || roleGrants.failures.size > 0 || heldAt.value !== null,
    () => void load(),
  )

  return {
    menus,
    access,
    change,
    facts,
    present,
    heldAt,
    nameOf,
    load,
    accessOf: (id: number): Access | undefined => access.value.byMenu.get(id),
    allowed: computed(() => menus.value.filter(({ id }) => isAllowed(access.value.byMenu.get(id))).length),
    traps: computed(() => menus.value.filter(({ id }) => access.value.byMenu.get(id)?.kind === 'contains').length),
    /** Enabled roles of which it is not known what they grant, and that nobody is reading just now. */
    unread: computed(() => present.value.filter((fact) => fact.granted === null && fact.isEnabled && !fact.isReading)),
    isReading: computed(() => present.value.some((fact) => fact.granted === null && fact.isReading)),
    /** The role to which the server grants every new menu by itself, where this user has it. */
    superRole: computed(() => present.value.find(({ id }) => ROLES.protectedIds.includes(id)) ?? null),
  }
}

export type UserAccess = ReturnType<typeof useEffectiveAccess>
