import type { DraftSummary } from '@shared/drafts'
import type { Failure } from '@shared/result'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useBridge } from '../bridge'

type RecordName = Pick<DraftSummary, 'resource' | 'recordId'>
const nameOf = ({ resource, recordId }: RecordName): string => `${resource}/${recordId}`

/** The drafts that are kept, by name and time, and which of them stand in a form right now. */
export const useDrafts = defineStore('drafts', () => {
  const bridge = useBridge()
  const summaries = shallowRef<readonly DraftSummary[]>([])
  const failure = shallowRef<Failure | null>(null)
  const inForms = ref<ReadonlySet<string>>(new Set())
  const offeredRecords = ref<readonly string[]>([])

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
  function offerInForm(about: RecordName): () => void {
    const name = nameOf(about)
    offeredRecords.value = [...offeredRecords.value, name]
    return () => {
      offeredRecords.value = offeredRecords.value.toSpliced(offeredRecords.value.indexOf(name), 1)
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
    noteKept,
    noteGone,
    /** Kept, but in no open form of this window. */
    waiting,
    /** Waiting, and offered nowhere else on screen. */
    unmentioned: computed(() => waiting.value.filter((summary) => !offeredRecords.value.includes(nameOf(summary)))),
  }
})
