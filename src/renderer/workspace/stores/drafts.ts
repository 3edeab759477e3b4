import type { DraftSummary } from '@shared/drafts'
import type { Failure } from '@shared/result'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useBridge } from '../bridge'

/** A form that offers drafts itself. A record may have been known by several ids. */
interface Offering {
  readonly resource: DraftSummary['resource']
  readonly knownAs: (id: number) => boolean
}

/** The drafts that are kept, by name and time, and which of them stand in a form right now. */
export const useDrafts = defineStore('drafts', () => {
  const bridge = useBridge()
  const summaries = shallowRef<readonly DraftSummary[]>([])
  const failure = shallowRef<Failure | null>(null)
  const inForms = ref<ReadonlySet<string>>(new Set())
  const offerings = shallowRef<readonly Offering[]>([])

  async function refresh(): Promise<void> {
    const answer = await bridge.drafts.list()
    failure.value = answer.ok ? null : answer.failure
    if (answer.ok) summaries.value = [...answer.value].sort((a, b) => b.keptAt - a.keptAt)
  }

  function clear(): void {
    summaries.value = []
    inForms.value = new Set()
  }

  /** Tells that a draft stands in an open form, and so needs no offer. Returns the way back. */
  function hold(draftId: string): () => void {
    inForms.value = new Set([...inForms.value, draftId])
    return () => {
      inForms.value = new Set([...inForms.value].filter((id) => id !== draftId))
    }
  }

  /** Tells that an open form offers the drafts of its record itself. Returns the way back. */
  function offerInForm(offering: Offering): () => void {
    offerings.value = [...offerings.value, offering]
    return () => {
      offerings.value = offerings.value.filter((other) => other !== offering)
    }
  }

  function noteKept(summary: DraftSummary): void {
    summaries.value = [summary, ...summaries.value.filter(({ draftId }) => draftId !== summary.draftId)]
  }

  function noteGone(draftId: string): void {
    summaries.value = summaries.value.filter((summary) => summary.draftId !== draftId)
  }

  const waiting = computed(() => summaries.value.filter(({ draftId }) => !inForms.value.has(draftId)))
  return {
    summaries,
    failure,
    refresh,
    clear,
    hold,
    offerInForm,
    /** The records of a resource of which there is a draft. */
    recordIds: (resource: DraftSummary['resource']): ReadonlySet<number> => new Set(summaries.value.filter((summary) => summary.resource === resource).map(({ recordId }) => recordId)),
    noteKept,
    noteGone,
    /** Kept, but in no open form of this window. */
    waiting,
    /** Waiting, and offered nowhere else on screen. */
    unmentioned: computed(() => waiting.value.filter(({ resource, recordId }) => !offerings.value.some((form) => form.resource === resource && form.knownAs(recordId)))),
  }
})
