import type { KeptField, KeptMarks } from '@shared/kept'
import { useText } from './use-text'

type Mark = KeptMarks[string]

/** What the server keeps in place of what was sent, in words. `value`: a field's value as words. */
export function useKeptWords(value: (field: string, value: unknown) => string) {
  const { t, formats } = useText()
  const note = (field: string, { kept, cause }: Mark): string => {
    const isNoneLeft = cause === 'dropped' && Array.isArray(kept) && kept.length === 0
    return isNoneLeft ? t('record.kept.droppedAll') : t(`record.kept.${cause}`, { kept: value(field, kept) })
  }
  return {
    note,
    /** For a field that cannot be changed here: what was typed does not stand in it. */
    noteWithSent: (field: string, mark: Mark): string => formats.value.sentences([t('record.kept.sent', { sent: value(field, mark.sent) }), note(field, mark)]),
    /** What came of a save as a whole. */
    summary: (marks: KeptMarks | readonly KeptField[], label: (field: string) => string): string => {
      const all = Array.isArray(marks) ? (marks as readonly KeptField[]) : Object.entries(marks as KeptMarks).map(([field, mark]) => ({ field, ...mark }))
      const isMissing = ({ cause }: KeptField): boolean => cause === 'dropped' || cause === 'ignored'
      const named = (some: readonly KeptField[]): string => formats.value.list(some.map(({ field }) => label(field)))
      const [missing, differing] = [all.filter(isMissing), all.filter((one) => !isMissing(one))]
      return formats.value.sentences([
        missing.length > 0 ? t('record.kept.missing', { fields: named(missing) }) : null,
        differing.length > 0 ? t('record.kept.differs', { fields: named(differing) }) : null,
      ])
    },
  }
}
