import { useActions } from '../ui/use-actions'

export interface PageKeys {
  readonly refresh: () => unknown
  readonly focusFilter: () => unknown
  /** Only where something can be made anew; `reason`: why not. */
  readonly create?: { readonly run: () => unknown; readonly reason: () => string | null }
  /** Only where there are pages. */
  readonly turnPage?: (step: 1 | -1) => unknown
  /** Only where something stands before the list that can be hidden. */
  readonly toggleAside?: () => unknown
}

/** What every list page does for the actions of lists (`shared/actions/actions.ts`). Refreshing reads the data again; the program itself is never reloaded. */
export function usePageKeys({ refresh, focusFilter, create, turnPage, toggleAside }: PageKeys): void {
  useActions(() => ({
    refresh: { run: refresh },
    find: { run: focusFilter },
    ...(create && { newRecord: { run: create.run, reason: create.reason() } }),
    ...(turnPage && { nextPage: { run: () => turnPage(1) }, previousPage: { run: () => turnPage(-1) } }),
    ...(toggleAside && { toggleAside: { run: toggleAside } }),
  }))
}
