import type { EntryView } from '@shared/outbox'
import { computed, type ComputedRef } from 'vue'
import type { GridColumn } from '../../grid/grid-column'
import { useText } from '../../i18n/use-text'
import { useEntryWords } from '../../records/use-entry-words'
import { useRecordWords } from '../../records/use-record-words'

export interface EntryColumns {
  /** The outbox's: what waits, and for what. */
  readonly outbox: ComputedRef<readonly GridColumn<EntryView>[]>
  /** The activity log's: what was done, and how it ended. */
  readonly journal: ComputedRef<readonly GridColumn<EntryView>[]>
}

/** The columns of entries. Where it gets narrow, what the details say as well gives way first. */
export function useEntryColumns(): EntryColumns {
  const { t, formats } = useText()
  const words = useEntryWords()
  const records = useRecordWords()
  const createdAt = {
    text: (entry: EntryView): string => formats.value.moment(entry.createdAt),
    tooltip: (entry: EntryView): string => formats.value.zonedDateTime(entry.createdAt),
    copied: (entry: EntryView): string => formats.value.stamp(entry.createdAt),
  }
  const fixed = { grow: 0, isSortable: false } as const

  /** What every list of entries has: where it stands, what is done, to which record, in which fields. */
  const common = computed(() => ({
    state: { key: 'state', isSortable: false, text: (entry: EntryView) => words.look(entry).word },
    action: { ...fixed, key: 'action', label: t('outbox.columns.action'), minWidth: 76, narrowestWidth: 60, text: ({ verb }: EntryView) => t(`outbox.verbs.${verb}`) },
    object: { key: 'object', label: t('outbox.columns.object'), isSortable: false, text: records.object },
    fields: { key: 'fields', label: t('outbox.columns.fields'), isSortable: false, text: words.fields },
  }))

  return {
    outbox: computed(() => {
      const { state, action, object, fields } = common.value
      return [
        { ...state, label: t('outbox.columns.state'), minWidth: 148, narrowestWidth: 104, grow: 1.1 },
        action,
        { ...object, minWidth: 142, narrowestWidth: 96, grow: 1.4 },
        { ...fields, minWidth: 122, grow: 1.4, yields: 1 },
        { ...fixed, key: 'created', label: t('outbox.columns.created'), minWidth: 108, yields: 2, ...createdAt },
        { key: 'dependsOn', label: t('outbox.columns.dependsOn'), minWidth: 122, grow: 1.1, isSortable: false, yields: 3, text: words.dependsOn },
        { ...fixed, key: 'next', label: t('outbox.columns.next'), minWidth: 154, yields: 3, text: words.next },
      ]
    }),
    journal: computed(() => {
      const { state, action, object, fields } = common.value
      return [
        { ...fixed, key: 'time', label: t('journal.columns.time'), minWidth: 134, narrowestWidth: 108, ...createdAt },
        { ...state, label: t('journal.columns.outcome'), minWidth: 132, narrowestWidth: 96, grow: 1 },
        { ...action, yields: 1 },
        { ...object, minWidth: 142, narrowestWidth: 96, grow: 1.5 },
        { ...fields, minWidth: 142, grow: 2, yields: 2 },
      ]
    }),
  }
}
