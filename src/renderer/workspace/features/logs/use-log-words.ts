import type { LogNode, LogRow, Mask, MaskedText } from '@shared/resources/log'
import { computed, type ComputedRef } from 'vue'
import type { GridColumn } from '../../grid/grid-column'
import { useText } from '../../i18n/use-text'

export interface LogWords {
  /** `•••• (bearer, user 2, expires 14:20)` */
  mask(mask: Mask): string
  masked(text: MaskedText): string
  user(row: LogRow): string
  duration(row: LogRow): string
  /** A node of headers and body as one line; null for what has others below it. */
  value(node: LogNode, parent: LogNode | null): string | null
  readonly columns: ComputedRef<readonly GridColumn<LogRow>[]>
}

export function useLogWords(): LogWords {
  const { t, formats } = useText()
  const mask = ({ mask: kind, userId, expiresAt }: Mask): string => {
    const facts = [
      t(`logs.mask.kinds.${kind}`),
      userId === null ? null : t('logs.mask.user', { id: String(userId) }),
      expiresAt === null ? null : t('logs.mask.expires', { time: formats.value.moment(expiresAt) }),
    ]
    return t('logs.mask.whole', { facts: formats.value.list(facts.filter((fact) => fact !== null)) })
  }
  const masked = (text: MaskedText): string => text.map((part) => (typeof part === 'string' ? part : mask(part))).join('')
  const user = ({ user: { name, id, from } }: LogRow): string => {
    if (from === 'nobody') return '–'
    return name !== '' ? name : `#${id ?? ''}`
  }
  const duration = ({ tookMs }: LogRow): string => (tookMs === null ? '–' : t('logs.ms', { count: formats.value.number(tookMs) }))

  return {
    mask,
    masked,
    user,
    duration,
    value: ({ kind, value }, parent) => {
      if (kind === 'object' || kind === 'list') return null
      if (kind !== 'cut') return masked(value)
      const count = Number(value[0])
      return parent?.kind === 'text' ? t('logs.detail.cutText', { count: formats.value.number(count) }) : t('logs.detail.cutValues', { count: formats.value.number(count) }, count)
    },
    columns: computed((): readonly GridColumn<LogRow>[] => [
      { key: 'time', label: t('logs.columns.time'), minWidth: 176, grow: 0, isSortable: false, text: ({ time }) => time, tooltip: () => t('logs.columns.timeTitle') },
      { key: 'user', label: t('logs.columns.user'), minWidth: 96, grow: 1, isSortable: false, yields: 2, text: user, tooltip: (row) => (row.user.from === 'token' ? t('logs.columns.userTitle') : '') },
      { key: 'ip', label: t('logs.columns.ip'), minWidth: 116, grow: 0, isSortable: false, yields: 4, text: ({ ip }) => ip },
      { key: 'method', label: t('logs.columns.method'), minWidth: 76, grow: 0, isSortable: false, yields: 1, text: ({ method }) => method.toUpperCase() },
      { key: 'uri', label: t('logs.columns.uri'), minWidth: 104, grow: 4, isSortable: false, text: ({ uri }) => masked(uri) },
      { key: 'code', label: t('logs.columns.code'), minWidth: 60, grow: 0, isSortable: false, text: ({ code }) => (code === null ? '–' : String(code)) },
      { key: 'duration', label: t('logs.columns.duration'), minWidth: 92, grow: 0, isSortable: false, yields: 3, align: 'end', text: duration },
    ]),
  }
}
