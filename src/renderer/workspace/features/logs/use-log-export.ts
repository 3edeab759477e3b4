import type { LogFilter, LogLocalFilter } from '@shared/resources/log'
import type { Failure } from '@shared/result'
import { onMounted, onScopeDispose, ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import { useBridge } from '../../bridge'
import { useFailureWords } from '../../i18n/use-failure-words'
import { useText } from '../../i18n/use-text'
import { useAnnouncer } from '../../stores/announcer'

export interface LogExport {
  /** How far it is; null while none runs. */
  readonly progress: Readonly<ShallowRef<{ readonly read: number; readonly total: number } | null>>
  readonly isRunning: Readonly<Ref<boolean>>
  readonly outcome: Readonly<Ref<string | null>>
  readonly failure: Readonly<ShallowRef<Failure | null>>
  start(filter: LogFilter, local: LogLocalFilter): Promise<void>
  cancel(): void
}

/** Saving what matches to a file, one at a time. Leaving the page ends it. */
export function useLogExport(): LogExport {
  const bridge = useBridge()
  const announcer = useAnnouncer()
  const describe = useFailureWords()
  const { t, formats } = useText()
  const progress = shallowRef<{ read: number; total: number } | null>(null)
  const isRunning = ref(false)
  const outcome = ref<string | null>(null)
  const failure = shallowRef<Failure | null>(null)
  let running: { readonly id: string; readonly stop: AbortController } | null = null
  let stopListening: (() => void) | undefined

  function tell(words: string): void {
    outcome.value = words
    announcer.hear(words)
  }

  async function start(filter: LogFilter, local: LogLocalFilter): Promise<void> {
    if (running) return
    const mine = { id: crypto.randomUUID(), stop: new AbortController() }
    running = mine
    isRunning.value = true
    outcome.value = failure.value = null
    const answer = await bridge.logs.export({ filter, local, exportId: mine.id }, mine.stop.signal)
    running = progress.value = null
    isRunning.value = false
    if (answer.ok) {
      const { value } = answer
      if (value) tell(formats.value.sentences([t('logs.export.done', { entries: formats.value.number(value.entries), file: value.file }, value.entries), value.isCut ? t('logs.export.cut') : null]))
      return
    }
    if (answer.failure.code === 'CANCELLED') return tell(t('logs.export.cancelled'))
    failure.value = answer.failure
    announcer.hear(formats.value.sentences([t('logs.export.failed'), describe(answer.failure).all]))
  }

  onMounted(() => {
    stopListening = bridge.on['logs.exportStepped'](({ exportId, read, total }) => {
      if (exportId === running?.id) progress.value = { read, total }
    })
  })
  onScopeDispose(() => {
    stopListening?.()
    running?.stop.abort()
  })
  return { progress, isRunning, outcome, failure, start, cancel: () => running?.stop.abort() }
}
