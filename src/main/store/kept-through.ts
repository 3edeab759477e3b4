import type { Drafts } from './drafts'
import type { Journal } from './journal'
import type { KeptViews } from './kept-views'
import type { ServerHabits } from './server-habits'

/** Runs what uses the file: in a fresh one, once it is found damaged, and in memory, once it is lost. */
export interface Kept {
  read<T>(work: () => T): T
  write<T>(work: () => T): T
  /** Of something that is there: throws STORAGE where it had to be recovered. */
  change<T>(work: () => T): T
  changeSoon<T>(work: () => Promise<T>): Promise<T>
}

/** The drafts that are in use just now, behind some that stay the same. */
export function draftsThrough(current: () => Drafts, kept: Kept): Drafts {
  return {
    keep: (draft, server) => kept.write(() => current().keep(draft, server)),
    adopt: (draft) => {
      kept.write(() => {
        current().adopt(draft)
      })
    },
    list: () => kept.read(() => current().list()),
    read: (draftId) => kept.read(() => current().read(draftId)),
    discard: (draftId) => {
      kept.write(() => {
        current().discard(draftId)
      })
    },
    settle: (draftId, sent, newBase, differences) => {
      kept.write(() => {
        current().settle(draftId, sent, newBase, differences)
      })
    },
  }
}

/** The habits that are noted where the drafts are just now. */
export function habitsThrough(current: () => ServerHabits, kept: Kept): ServerHabits {
  return {
    list: () => kept.read(() => current().list()),
    note: (shown) => {
      kept.write(() => {
        current().note(shown)
      })
    },
  }
}

/** The views that are kept where the drafts are just now. */
export function viewsThrough(current: () => KeptViews, kept: Kept): KeptViews {
  return {
    all: () => kept.read(() => current().all()),
    keep: (name, view) => {
      kept.write(() => {
        current().keep(name, view)
      })
    },
    clear: () => {
      kept.write(() => {
        current().clear()
      })
    },
  }
}

/** The journal that is in use just now, behind one that stays the same. */
export function journalThrough(whole: () => Journal, server: string | null, kept: Kept): Journal {
  const current = (): Journal => whole().on(server)
  return {
    server,
    on: (other) => journalThrough(whole, other, kept),
    append: (...appended) => kept.write(() => current().append(...appended)),
    note: (...noted) => kept.write(() => current().note(...noted)),
    adopt: (other) => {
      kept.write(() => {
        current().adopt(other)
      })
    },
    everything: () => kept.read(() => current().everything()),
    open: () => kept.read(() => current().open()),
    read: (entryId) => kept.read(() => current().read(entryId)),
    secretOf: (entryId) => kept.read(() => current().secretOf(entryId)),
    change: (entryId, change) => kept.change(() => current().change(entryId, change)),
    changeAll: (changes) => kept.change(() => current().changeAll(changes)),
    end: (...ended) => kept.write(() => current().end(...ended)),
    flush: () => {
      current().flush()
    },
    changeSoon: (entryId, change) => kept.changeSoon(() => current().changeSoon(entryId, change)),
    endSoon: (entryId, outcome, more) => kept.changeSoon(() => current().endSoon(entryId, outcome, more)),
    realId: (resource, temporaryId) => kept.read(() => current().realId(resource, temporaryId)),
    mappedIds: () => kept.read(() => current().mappedIds()),
    mapId: (...names) => {
      kept.write(() => {
        current().mapId(...names)
      })
    },
    history: (filter) => kept.read(() => current().history(filter)),
  }
}
