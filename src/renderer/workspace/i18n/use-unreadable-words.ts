import type { Unreadable } from '@shared/resources/unreadable'
import { useText } from './use-text'

type Key = 'record.list.unreadable' | 'users.form.unreadableRoles' | 'users.form.unreadableDepartments' | 'access.unreadable' | 'roles.grants.unreadable'

/** What could not be read, in one sentence: how many, and which, as far as they have a name. */
export function useUnreadableWords(): (key: Key, unreadable: Unreadable) => string {
  const { t, formats } = useText()
  return (key, { count, names }) => {
    const what = t(key, { count: formats.value.number(count) }, count)
    return names.length === 0 ? what : formats.value.sentences([what, t('record.list.unreadableNames', { names: formats.value.list(names) })])
  }
}
