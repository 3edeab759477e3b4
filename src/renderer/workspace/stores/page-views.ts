import type { Owner } from '@shared/drafts'
import type { PageView, PageViews, ViewName } from '@shared/page-views'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { useBridge } from '../bridge'
import { useAppState } from './app-state'

/** Changes of so long are kept at once, in milliseconds: a kill in between loses at most these. */
const KEEP_AFTER_MS = 500

/** Pages wait no longer for how they were left, in milliseconds: a data file that is being checked keeps the answer back for as long as that takes. */
const LONGEST_WAIT_MS = 2000

/**
 * How the person left the pages, as it was kept when this window began with them and as it has become since. Another window
 * of the same person goes on with its own; which of them wrote last is what the next start finds.
 */
export const usePageViews = defineStore('page-views', () => {
  const bridge = useBridge()
  const appState = useAppState()
  const views = shallowRef<PageViews>({})
  /** Pages wait for it: a list that opened without its filter first would ask the server twice. */
  const isReady = ref(false)
  /** Grows when they were read anew. */
  const reads = ref(0)
  /** What came from before and no page has shown yet. */
  let fresh = new Set<string>()
  let hasRead = false
  let latest = 0
  let unsent = new Map<ViewName, { readonly owner: Owner; readonly view: PageView }>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let longestWait: ReturnType<typeof setTimeout> | undefined

  /** Once for each person on each server. What cannot be read is as if nothing had been kept; what comes late is for the pages opened after it. */
  async function load(): Promise<void> {
    if (hasRead) return
    const mine = ++latest
    clearTimeout(longestWait)
    longestWait = setTimeout(() => {
      isReady.value = true
    }, LONGEST_WAIT_MS)
    const answer = await bridge.views.read()
    if (mine !== latest) return
    clearTimeout(longestWait)
    hasRead = answer.ok
    views.value = answer.ok ? answer.value : {}
    fresh = new Set(Object.keys(views.value))
    isReady.value = true
    reads.value++
  }

  /** Somebody else, another server, or nobody: what is not written by now was another one's. */
  function clear(): void {
    latest++
    clearTimeout(timer)
    clearTimeout(longestWait)
    unsent = new Map()
    views.value = {}
    fresh = new Set()
    isReady.value = hasRead = false
  }

  function keep(name: ViewName, view: PageView): void {
    const owner = appState.draftOwner
    if (!hasRead || !owner || JSON.stringify(view) === JSON.stringify(views.value[name])) return
    views.value = { ...views.value, [name]: view }
    fresh.delete(name)
    unsent.set(name, { owner, view })
    clearTimeout(timer)
    timer = setTimeout(flush, KEEP_AFTER_MS)
  }

  /** Hands everything over now. One that fails goes with the next, of whichever page: it may be the last that its own had. */
  function flush(): void {
    clearTimeout(timer)
    const all = [...unsent]
    unsent = new Map()
    for (const [name, { owner, view }] of all) void hand(name, owner, view)
  }

  async function hand(name: ViewName, owner: Owner, view: PageView): Promise<void> {
    const answer = await bridge.views.keep({ owner, name, view })
    // Not where the page has been left otherwise since, or belongs to somebody else.
    if (!answer.ok && views.value[name] === view) unsent.set(name, { owner, view })
  }

  return {
    views,
    isReady,
    reads,
    load,
    clear,
    keep,
    flush,
    /** Main has thrown away what was kept: the pages begin with nothing. */
    forget: (): void => {
      unsent = new Map()
      views.value = {}
      fresh = new Set()
    },
    /** Whether this view comes from before, asked for the first time. */
    takeFresh: (name: ViewName): boolean => fresh.delete(name),
    /** The window is about to close. Returns the way back. */
    subscribe: (): (() => void) => bridge.on['app.closing'](flush),
  }
})
