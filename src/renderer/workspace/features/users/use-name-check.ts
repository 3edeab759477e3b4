import { computed, type ComputedRef, ref } from 'vue'
import { useBridge } from '../../bridge'
import type { RecordForm } from '../../records/record-editor'

/** The list's largest page: names that merely contain this one may stand before it. */
const pageSize = 200

export interface NameCheck {
  /** There is a user of the name that stands in the form. */
  readonly isTaken: ComputedRef<boolean>
  check(): Promise<void>
}

/**
 * Asks the server, when the name was left, whether a user of this name exists: neither server nor table has a rule that
 * there is one only. Told as an error at the field, and no wall: offline nothing is known, and the save looks again.
 */
export function useNameCheck({ copy, isNew }: RecordForm): NameCheck {
  const bridge = useBridge()
  const takenName = ref<string | null>(null)
  let latest = 0

  async function check(): Promise<void> {
    const mine = ++latest
    const name = String(copy.value('username'))
    if (!isNew.value || name.trim().length < 2 || name === takenName.value) return
    const answer = await bridge.users.list({ page: 1, pageSize, sort: [{ field: 'username', direction: 'asc' }], filter: { username: name } })
    if (mine !== latest || !answer.ok) return
    // The server compares without regard to the case of letters.
    const isThere = answer.value.rows.some(({ username }) => username.toLowerCase() === name.toLowerCase())
    takenName.value = isThere ? name : null
  }

  return { isTaken: computed(() => isNew.value && takenName.value !== null && takenName.value === copy.value('username')), check }
}
