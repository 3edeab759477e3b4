import { ENTRY_STATES, type EntryState } from '@shared/outbox'
import { type ResourceName, resourceNameSchema } from '@shared/resources/resource'
import { computed, type ComputedRef, shallowRef, type ShallowRef, watch } from 'vue'
import { z } from 'zod'
import { type EntryPages, useEntryPages } from '../../records/use-entry-pages'
import { useKeptView } from '../../records/use-kept-view'
import { useText } from '../../i18n/use-text'
import { useAnnouncer } from '../../stores/announcer'
import { useAppState } from '../../stores/app-state'
import { useOutbox } from '../../stores/outbox'
import { usePageViews } from '../../stores/page-views'

export interface JournalFilter {
  readonly state?: EntryState
  readonly resource?: ResourceName
}

export interface JournalList extends EntryPages {
  readonly filter: Readonly<ShallowRef<JournalFilter>>
  readonly isFiltered: ComputedRef<boolean>
  setFilter(filter: JournalFilter): void
}

const JOURNAL_PAGE = 100

/** What is kept of the list, value by value. */
const viewShape = { state: z.enum(ENTRY_STATES), resource: resourceNameSchema }

/** All that was ever submitted from here, as it is filtered. */
export function useJournal(): JournalList {
  const appState = useAppState()
  const outbox = useOutbox()
  const views = usePageViews()
  const announcer = useAnnouncer()
  const { t } = useText()
  const view = useKeptView('journal', viewShape, (left) => Object.keys(left).length > 0)
  const filter = shallowRef<JournalFilter>(view.read())
  const pages = useEntryPages(() => filter.value, JOURNAL_PAGE, tellFilter)

  function tellFilter(): void {
    const notice = view.takeNotice(t('journal.filter.clear'))
    if (notice) announcer.say(notice)
  }

  // The page stays when somebody else comes: theirs is the filter that they left.
  watch([() => appState.holder, () => outbox.summary === null, () => views.reads] as const, () => {
    filter.value = view.read()
    pages.startAgain()
  })

  return {
    ...pages,
    filter,
    isFiltered: computed(() => filter.value.state !== undefined || filter.value.resource !== undefined),
    setFilter: (next) => {
      filter.value = next
      view.keep({ ...next })
      pages.startAgain()
    },
  }
}
