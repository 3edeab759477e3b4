import { type PageView, readView, type ViewName } from '@shared/page-views'
import { onScopeDispose } from 'vue'
import type { z } from 'zod'
import { useText } from '../i18n/use-text'
import { usePageViews } from '../stores/page-views'

type Shape = Readonly<Record<string, z.ZodType>>
type Read<Kept extends Shape> = ReturnType<typeof readView<Kept>>

/**
 * How the person left a page, and the way to say how it looks now. Written when the page is left, at the latest.
 *
 * @param hidesRows Whether what was kept keeps rows out of sight.
 */
export function useKeptView<Kept extends Shape>(name: ViewName, shape: Kept, hidesRows: (kept: Read<Kept>) => boolean = () => false) {
  const views = usePageViews()
  const { t } = useText()
  const read = (): Read<Kept> => readView(shape, views.views[name])
  onScopeDispose(views.flush)
  /** Rows may be out of sight because of what somebody entered days ago. */
  let isNoticeDue = views.takeFresh(name) && hidesRows(read())
  return {
    /** Of what was kept as much as can still be used. */
    read,
    keep: (view: PageView): void => views.keep(name, view),
    /**
     * That the filter of before this start is still in force, with the name of the button that ends it: for the first list that
     * comes, once. Null: there is nothing to say.
     */
    takeNotice: (clear: string): string | null => {
      if (!isNoticeDue) return null
      isNoticeDue = false
      return t('record.list.keptFilter', { clear })
    },
  }
}
