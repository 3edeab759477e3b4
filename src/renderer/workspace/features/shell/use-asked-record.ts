import type { LinkedRecord } from '@shared/record-link'
import { onScopeDispose, shallowRef, watch } from 'vue'
import { useRouter } from 'vue-router'
import { routeOfRecord } from '../../app/pages'
import { useBridge } from '../../bridge'
import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'
import { useAnnouncer } from '../../stores/announcer'
import { useAppState } from '../../stores/app-state'
import { usePageViews } from '../../stores/page-views'

/**
 * A link leads to a record: shown as soon as somebody is signed in and the pages are there. It opens what a click on the row
 * would, and changes nothing; a form that is open keeps its draft, as ever. After the start page, whose place it takes.
 */
export function useAskedRecord(): void {
  const bridge = useBridge()
  const appState = useAppState()
  const accounts = useAccount()
  const views = usePageViews()
  const announcer = useAnnouncer()
  const router = useRouter()
  const { t } = useText()
  const asked = shallowRef<LinkedRecord | null>(null)

  async function take(): Promise<void> {
    const answer = await bridge.links.takeRecord()
    if (answer.ok && answer.value) asked.value = answer.value
  }
  onScopeDispose(bridge.on['record.asked'](() => void take()))
  void take()

  // Another server is shown now: a number means nothing there.
  watch(
    () => appState.generation,
    () => {
      asked.value = null
    },
  )
  watch([asked, () => accounts.account, () => appState.isSessionOpen, () => views.isReady] as const, ([record, account, isOpen, isReady]) => {
    if (!record || !account || !isOpen || !isReady) return
    asked.value = null
    const route = routeOfRecord(record.resource, record.id)
    if (route) void router.push(route)
    else announcer.say(t('record.link.noPage'))
  })
}
