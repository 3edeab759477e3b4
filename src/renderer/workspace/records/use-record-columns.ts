import type { ResourceName, Row } from '@shared/resources/resource'
import { computed, type ComputedRef } from 'vue'
import type { GridColumn } from '../grid/grid-column'
import { useText } from '../i18n/use-text'
import type { FieldColumn } from './record-type'
import { RECORD_TYPES } from './record-types'
import { useRecordWords } from './use-record-words'

/**
 * The columns of a list of records, as their type says; where the list is narrow those remain that tell which record it is.
 *
 * @param hasMarks Whether a row on screen has something to say of itself, which stands beside its name.
 */
export function useRecordColumns<Of extends Row>(resource: ResourceName, hasMarks: () => boolean = () => false): ComputedRef<readonly GridColumn<Of>[]> {
  const words = useRecordWords()
  const { formats } = useText()

  /** A time of the server's, in seconds: shown short in a list, and with this computer's offset where there is room and where it is copied. */
  function zoned(seconds: (row: Of) => unknown): Pick<GridColumn<Of>, 'tooltip' | 'copied'> {
    const as = (format: 'zonedDateTime' | 'stamp') => (row: Of) => {
      const at = seconds(row)
      return typeof at === 'number' ? formats.value[format](at * 1000) : ''
    }
    return { tooltip: as('zonedDateTime'), copied: as('stamp') }
  }

  function columnOf(field: string, { minWidth, minWidthWithMarks = minWidth, ...size }: FieldColumn, isMarked: boolean): GridColumn<Of> {
    const value = (row: Of): unknown => row[field]
    return {
      key: field,
      label: words.of(resource).label(field),
      ...size,
      minWidth: isMarked ? minWidthWithMarks : minWidth,
      isSortable: RECORD_TYPES[resource].description.sortFields.includes(field),
      text: (row) => words.cell(resource, field, value(row)),
      ...(RECORD_TYPES[resource].fields[field]?.kind === 'time' ? zoned((row: Of) => value(row)) : {}),
      ...(RECORD_TYPES[resource].fields[field]?.kind === 'departments' ? { tooltip: (row: Of) => words.departmentPaths(value(row) as readonly number[]) } : {}),
    }
  }

  return computed(() => {
    const isMarked = hasMarks()
    return Object.entries(RECORD_TYPES[resource].fields).flatMap(([field, { column }]) => (column ? [columnOf(field, column, isMarked)] : []))
  })
}
