import type { ActionId } from '@shared/actions/actions'
import { useText } from '../i18n/use-text'
import { type ActionKeys, useActionKeys } from './use-actions'

/** What a control is called, with the keys that do the same, as they are in use: `Refresh (F5)`. Without any, its name alone. The shell, which makes the keys, hands them over. */
export function useKeyTitle(keys: ActionKeys = useActionKeys()): (name: string, id: ActionId) => string {
  const { t } = useText()
  return (name, id) => (keys.shown(id) === '' ? name : t('help.withKeys', { name, keys: keys.shown(id) }))
}
