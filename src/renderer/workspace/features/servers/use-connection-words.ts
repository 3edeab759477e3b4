import type { ConnectionCause, ConnectionStep } from '@shared/connection-test'
import { en } from '@renderer/locales/en'
import type { MessageKey } from '../../i18n/message-key'
import { useText } from '../../i18n/use-text'
import type { TestRow } from './use-connection-test'

type FactKey = keyof typeof en.connection.facts

/** "Test connection" in words: on screen, aloud, and as text to hand on. */
export function useConnectionWords() {
  const { t, formats } = useText()
  const cause = (of: ConnectionCause): string => t(`connection.causes.${of}.cause` satisfies MessageKey)
  const remedy = (of: ConnectionCause): string => t(`connection.causes.${of}.remedy` satisfies MessageKey)
  const step = (name: ConnectionStep['step']): string => t(`connection.steps.${name}`)

  /** A moment, or that there is no proxy, in the words of the reader; anything else as it came. */
  function value(key: string, text: string): string {
    if (key === 'proxy' && /^DIRECT\b/i.test(text)) return t('connection.direct')
    const at = key === 'validTo' ? Date.parse(text) : Number.NaN
    return Number.isNaN(at) ? text : formats.value.zonedDateTime(at)
  }

  function facts(all: ConnectionStep['facts']): { key: string; words: string }[] {
    return Object.entries(all).map(([key, text]) => {
      const name = key in en.connection.facts ? t(`connection.facts.${key as FactKey}`) : key
      return { key, words: t('connection.fact', { name, value: value(key, text) }) }
    })
  }

  function line(row: Pick<TestRow, 'step' | 'state' | 'cause'>): string {
    const head = t('connection.line', { step: step(row.step), state: t(`connection.states.${row.state}`) })
    return formats.value.sentences([head, row.cause && cause(row.cause), row.cause && remedy(row.cause)])
  }

  /** How it ended, with cause and remedy of what failed or needs a look. */
  function summary(steps: readonly ConnectionStep[]): string {
    const failed = steps.find(({ state }) => state === 'failed')
    if (failed) return formats.value.sentences([t('connection.endFailed'), line(failed)])
    const looks = steps.filter(({ state }) => state === 'warning')
    return formats.value.sentences([t(looks.length > 0 ? 'connection.endWarning' : 'connection.endOk'), ...looks.map(line)])
  }

  /** One line for each step and each fact. `origin` without any user name or path that may have been typed. */
  function asText(origin: string, rows: readonly TestRow[]): string {
    const head = t('connection.textHead', { origin, time: formats.value.stamp(Date.now()) })
    return [head, ...rows.flatMap((row) => [line(row), ...facts(row.facts).map(({ words }) => `  ${words}`)])].join('\n')
  }

  return { cause, remedy, facts, line, summary, asText }
}
