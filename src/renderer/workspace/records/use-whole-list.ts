import { type ListQuery, listQuerySchema, MOST_ROWS_OF_WHOLE, type ResourceDescription, type Row } from '@shared/resources/resource'
import type { Result } from '@shared/result'
import { type ShallowRef, shallowRef } from 'vue'
import type { RecordPageName } from '../app/pages'
import { useBridge } from '../bridge'
import { type GridSort, toggleSort } from '../grid/grid-column'
import { useText } from '../i18n/use-text'
import { useAccount } from '../stores/account'
import { useAnnouncer } from '../stores/announcer'
import { useAskAgain } from '../stores/use-ask-again'
import { useListChanges } from '../stores/use-list-changes'
import { type Answer, type PagedList, usePagedList } from './use-paged-list'

type Sort = Pick<ListQuery, 'sort'>

/** Kinds of records that the server gives whole with each answer. */
type WholeName = Exclude<RecordPageName, 'users'>

export interface WholeListDeps<Of extends Row> {
  readonly name: WholeName
  /** How the person left it; empty: in the server's own order. */
  readonly sort: readonly GridSort[]
  /** What is to be said once of a filter that is still in force (`useKeptView`), given the name of the button that ends it. */
  readonly takeNotice: (clear: string) => string | null
  readonly onRead: (rows: readonly Of[]) => void
}

export interface WholeList<Of extends Row> {
  readonly list: PagedList<Of, Sort>
  readonly sort: Readonly<ShallowRef<readonly GridSort[]>>
  load(): Promise<void>
  /** Nobody has asked for it: what comes is not read out. */
  refreshQuietly(): Promise<void>
  sortBy(field: string, isAdding: boolean): void
}

/** What is kept of such a list's order. */
export function wholeSortSchema({ sortFields }: Pick<ResourceDescription, 'sortFields'>) {
  return listQuerySchema.shape.sort.refine((sort) => sort.every(({ field }) => sortFields.includes(field)))
}

/** A list of which the server gives all with each answer: one question for all of it. What is shown of it is the page's. */
export function useWholeList<Of extends Row>({ name, sort: kept, takeNotice, onRead }: WholeListDeps<Of>): WholeList<Of> {
  const bridge = useBridge()
  const accounts = useAccount()
  const announcer = useAnnouncer()
  const { t, formats } = useText()
  const sort = shallowRef(kept)

  const list = usePagedList<Of, Sort>(
    (asked, signal) => bridge[name].list({ page: 1, pageSize: MOST_ROWS_OF_WHOLE, sort: asked.sort, filter: {} }, signal) as unknown as Promise<Result<Answer<Of>>>,
    (outcome, isQuiet) => {
      if (outcome.ok) {
        onRead(outcome.value.rows)
        const words = t(`${name}.list.loaded`, { rows: formats.value.number(outcome.value.rows.length) })
        const notice = takeNotice(t(`${name}.filter.clear`))
        if (notice) announcer.say(formats.value.sentences([notice, words]))
        else if (!isQuiet) announcer.hear(words)
      } else if (outcome.failure.code === 'FORBIDDEN') void accounts.read()
    },
  )

  const load = (): Promise<void> => list.load({ sort: [...sort.value] })
  const refreshQuietly = (): Promise<void> => list.load({ sort: [...sort.value] }, true)
  useListChanges([name], refreshQuietly, (id) => list.removeRow((row) => row.id === id))
  useAskAgain(() => list.failure.value !== null || list.shown.value?.origin === 'cache', load)

  return {
    list,
    sort,
    load,
    refreshQuietly,
    sortBy: (field, isAdding) => {
      sort.value = toggleSort(sort.value, field, isAdding)
      void load()
    },
  }
}
