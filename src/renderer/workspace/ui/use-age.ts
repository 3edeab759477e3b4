import { useText } from '../i18n/use-text'
import { useNow } from './use-now'

/** How long ago something was, in words that grow older by themselves: "23 min. ago". */
export function useAge(): (unixMs: number) => string {
  const { t, locale } = useText()
  const now = useNow()

  return (unixMs) => {
    const format = new Intl.RelativeTimeFormat(locale.value === 'en' ? 'en-US' : locale.value, { style: 'short' })
    const minutes = Math.max(0, Math.round((Math.max(now.value, Date.now()) - unixMs) / 60_000))
    // Of a time that is none there is no age.
    if (!Number.isFinite(minutes)) return '–'
    if (minutes === 0) return t('record.list.justNow')
    if (minutes < 60) return format.format(-minutes, 'minute')
    const hours = Math.round(minutes / 60)
    return hours < 48 ? format.format(-hours, 'hour') : format.format(-Math.round(hours / 24), 'day')
  }
}
