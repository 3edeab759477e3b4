import { useText } from '../../i18n/use-text'

/** A size in words, from bytes; one digit behind the point, as far as it says anything. */
export function useMegabytes(): (bytes: number) => string {
  const { t, formats } = useText()
  return (bytes) => {
    const size = bytes / 1024 / 1024
    return t('settings.data.megabytes', { size: formats.value.number(size < 100 ? Math.ceil(size * 10) / 10 : Math.round(size)) })
  }
}
