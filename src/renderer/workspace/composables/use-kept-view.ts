import { type PageView, readView, type ViewName } from '@shared/page-views'
import { onScopeDispose } from 'vue'
import type { z } from 'zod'
import { usePageViews } from '../stores/page-views'

type Shape = Readonly<Record<string, z.ZodType>>

/** How the person left a page, and the way to say how it looks now. Written when the page is left, at the latest. */
export function useKeptView<Kept extends Shape>(name: ViewName, shape: Kept) {
  const views = usePageViews()
  onScopeDispose(views.flush)
  return {
    /** Of what was kept as much as can still be used. */
    read: () => readView(shape, views.views[name]),
    keep: (view: PageView): void => views.keep(name, view),
    /** It was left so before this start, and is shown for the first time. */
    isFromBefore: views.takeFresh(name),
  }
}
