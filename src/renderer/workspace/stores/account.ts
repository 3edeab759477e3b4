import type { PermissionPath } from '@shared/permissions'
import { may } from '@shared/permissions'
import type { Account } from '@shared/resources/account'
import type { Failure } from '@shared/result'
import { defineStore } from 'pinia'
import { onScopeDispose, ref, shallowRef } from 'vue'
import { useBridge } from '../bridge'

/** The signed-in account with its menu and permissions, as the server last told. */
export const useAccount = defineStore('account', () => {
  const bridge = useBridge()
  const account = shallowRef<Account | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const isLoading = ref(false)
  let latest = 0

  /** Reads the account again. Of overlapping reads only the last counts. A failure keeps what is there. */
  async function read(): Promise<void> {
    const mine = ++latest
    isLoading.value = true
    const answer = await bridge.account.read()
    if (mine !== latest) return
    isLoading.value = false
    failure.value = answer.ok ? null : answer.failure
    if (answer.ok) account.value = answer.value
  }

  // What its own roles are granted is what it may do from now on.
  onScopeDispose(
    bridge.on['records.changed'](({ resource, id, isGone }) => {
      const isOwn = account.value?.roles.some((role) => role.id === id) ?? false
      if (resource === 'grants' && !isGone && isOwn) void read()
    }),
  )

  // What waited and was refused for want of a permission has no form that would notice.
  onScopeDispose(
    bridge.on['outbox.changed'](({ changed }) => {
      if (changed.some(({ state, why }) => state === 'refused' && why?.kind === 'failure' && why.failure.code === 'FORBIDDEN')) void read()
    }),
  )

  /** Forgets the account: signed out, another user, or another server. */
  function clear(): void {
    latest++
    account.value = null
    failure.value = null
    isLoading.value = false
  }

  return {
    account,
    failure,
    isLoading,
    read,
    clear,
    has: (path: PermissionPath) => may(account.value?.permissions ?? [], path),
  }
})
