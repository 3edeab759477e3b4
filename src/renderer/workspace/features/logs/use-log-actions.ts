import type { LogRow, MaskedText } from '@shared/resources/log'
import { copyText } from '@renderer/copy-text'
import { useText } from '../../i18n/use-text'
import { useAnnouncer } from '../../stores/announcer'
import { useAppState } from '../../stores/app-state'
import type { MenuAction } from '../../ui/PopupMenu.vue'
import { useActionKeys } from '../../ui/use-actions'
import { curlOf } from './curl-of'
import type { LogChoice } from './log-choice'
import type { LogDetails } from './use-log-detail'

export interface LogActions {
  of(row: LogRow): readonly MenuAction[]
  inDetail(row: LogRow): readonly MenuAction[]
  choose(key: string, row: LogRow): Promise<void>
}

/** What can be done with one entry, in its menu and beside its details. */
export function useLogActions(deps: { readonly details: LogDetails; readonly set: (change: Partial<LogChoice>) => void; readonly open: (row: LogRow) => void }): LogActions {
  const { t } = useText()
  const announcer = useAnnouncer()
  const appState = useAppState()
  const keys = useActionKeys()

  const inDetail = (row: LogRow): readonly MenuAction[] => [
    { key: 'byUser', label: t('logs.actions.byUser'), reason: row.user.from === 'nobody' ? t('logs.actions.noUser') : null },
    { key: 'byIp', label: t('logs.actions.byIp') },
    { key: 'byUri', label: t('logs.actions.byUri'), reason: pathOf(row.uri) === null ? t('logs.actions.noUri') : null },
    { key: 'curl', label: t('logs.actions.curl'), detail: t('logs.actions.curlTitle'), isSeparated: true },
  ]

  async function copyCurl(row: LogRow): Promise<void> {
    const params = await deps.details.paramsOf(row)
    // Why they cannot be had stands in the details.
    if (!params) return deps.open(row)
    const { text, isCut } = curlOf(row, params, appState.state?.profile.origin ?? '')
    const isCopied = await copyText(text)
    announcer.say(isCopied ? t(isCut ? 'logs.actions.curlCut' : 'logs.actions.curlCopied') : t('logs.detail.notCopied'))
  }

  return {
    inDetail,
    of: (row) => [{ key: 'open', label: t('logs.actions.open'), keys: keys.shown('editRow') }, ...inDetail(row)],
    choose: async (key, row) => {
      if (key === 'open') deps.open(row)
      else if (key === 'byUser') deps.set({ user: row.user.name !== '' ? row.user.name : `#${row.user.id ?? ''}` })
      else if (key === 'byIp') deps.set({ ip: row.address })
      else if (key === 'byUri') deps.set({ uri: pathOf(row.uri) ?? '' })
      else await copyCurl(row)
    },
  }
}

/** What comes before the question mark; null where even that holds a mask. */
function pathOf([first, ...more]: MaskedText): string | null {
  if (typeof first !== 'string') return null
  return more.length === 0 || first.includes('?') ? (first.split('?')[0] ?? '') : null
}
