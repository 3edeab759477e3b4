import { computed, type ComputedRef } from 'vue'
import { useText } from '../../i18n/use-text'
import { useActionKeys } from '../../ui/use-actions'

/** What keys do in the list of the outbox, in one sentence. */
export function useOutboxKeys(): ComputedRef<string> {
  const { t } = useText()
  const keys = useActionKeys()
  return computed(() => t('outbox.table.keys', { open: keys.shown('editRow'), all: keys.shown('selectAll'), send: keys.shown('sendChanges'), discard: keys.shown('deleteRow') }))
}
