import { RESOURCES } from '@shared/resources/registry'
import { computed, type ComputedRef, shallowRef, watch } from 'vue'
import { useBridge } from '../../bridge'
import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'
import { useAppState } from '../../stores/app-state'
import { useUserOptions } from '../../stores/lookups'
import { useAskAgain } from '../../stores/use-ask-again'
import { useListChanges } from '../../stores/use-list-changes'

/**
 * The departments of who is signed in, in words. The server tells them in the list of users only: who may not see that is
 * told so.
 */
export function useOwnDepartments(): ComputedRef<string> {
  const bridge = useBridge()
  const accounts = useAccount()
  const appState = useAppState()
  const options = useUserOptions()
  const { t, formats } = useText()
  const ids = shallowRef<readonly number[] | null>(null)
  const id = computed(() => accounts.account?.id ?? 0)
  const maySee = computed(() => id.value > 0 && accounts.has(RESOURCES.users.permissions.list))
  let latest = 0

  async function load(): Promise<void> {
    const mine = ++latest
    const answer = maySee.value ? await bridge.users.get({ id: id.value }) : null
    if (mine === latest && answer?.ok) ids.value = answer.value.row.departmentIds
  }

  watch(
    [() => appState.holder, id, maySee] as const,
    () => {
      ids.value = null
      void load()
    },
    { immediate: true },
  )
  useAskAgain(() => ids.value === null, load)
  useListChanges(['users'], load)

  return computed(() => {
    if (!maySee.value) return t('profile.departmentsHidden')
    if (ids.value === null) return t('profile.notKnown')
    return ids.value.length === 0 ? t('profile.none') : formats.value.list(ids.value.map((department) => options.departmentById.get(department)?.path ?? `#${department}`))
  })
}
