import { describe, expect, it } from 'vitest'
import { applyQuery } from '../../../../src/shared/resources/apply-query'
import type { ListQuery, ResourceDescription, Row } from '../../../../src/shared/resources/resource'
import { FailureError } from '../../../../src/shared/result'

const GRAMMAR: Pick<ResourceDescription, 'filters' | 'sortFields' | 'defaultSort'> = {
  filters: { name: 'contains', code: 'exact', level: 'exact', isHidden: 'exact' },
  sortFields: ['id', 'name', 'code', 'level', 'isHidden', 'at'],
  defaultSort: [{ field: 'level', direction: 'desc' }],
}

const row = (id: number, more: Partial<Omit<Row, 'id'>> = {}): Row => ({ id, name: '', code: '', level: 0, isHidden: false, at: null, ...more })
const ask = (rows: readonly Row[], query: Partial<ListQuery>) => applyQuery(GRAMMAR, rows, { page: 1, pageSize: 50, sort: [], filter: {}, ...query })
const ids = (rows: readonly Row[], query: Partial<ListQuery>): number[] => ask(rows, query).rows.map(({ id }) => id)
const by = (field: string, direction: 'asc' | 'desc' = 'asc') => ({ sort: [{ field, direction }] })

describe('filtering', () => {
  const rows = [row(1, { name: 'Zhang.Wei', code: 'A1', level: 5 }), row(2, { name: '张伟', code: 'a1', level: 50 }), row(3, { name: 'ÄRGER', isHidden: true })]
  it('contains is blind to the case of Latin letters, and to nothing else', () => {
    expect(ids(rows, { filter: { name: 'G.WE' } })).toEqual([1])
    expect(ids(rows, { filter: { name: '伟' } })).toEqual([2])
    expect(ids(rows, { filter: { name: 'är' } })).toEqual([])
    expect(ids(rows, { filter: { name: 'Ärg' } })).toEqual([3])
  })
  it('takes what was typed as it stands, not as a pattern', () => {
    const odd = [row(1, { name: '100%_real' }), row(2, { name: '100x-real' })]
    expect(ids(odd, { filter: { name: '%_' } })).toEqual([1])
    expect(ids(odd, { filter: { name: '.*' } })).toEqual([])
  })
  it('equals is the whole text without case, a number by its value, and a yes or no', () => {
    expect(ids(rows, { filter: { code: 'a1' }, ...by('id') })).toEqual([1, 2])
    expect(ids(rows, { filter: { code: 'a' } })).toEqual([])
    expect(ids(rows, { filter: { level: '5' } })).toEqual([1])
    expect(ids(rows, { filter: { level: '05' } })).toEqual([1])
    expect(ids(rows, { filter: { level: '0x5' } })).toEqual([])
    expect(ids(rows, { filter: { isHidden: 'true' } })).toEqual([3])
  })
  it('ignores a filter that is empty, and joins several by and', () => {
    expect(ids(rows, { filter: { name: '', code: undefined }, ...by('id') })).toEqual([1, 2, 3])
    expect(ids(rows, { filter: { code: 'a1', level: '50' } })).toEqual([2])
  })
})

describe('sorting', () => {
  it('is blind to case, and ties go by id upwards in either direction', () => {
    const rows = [row(4, { name: 'b' }), row(3, { name: 'B' }), row(2, { name: 'a' }), row(1, { name: 'C' })]
    expect(ids(rows, by('name'))).toEqual([2, 3, 4, 1])
    expect(ids(rows, by('name', 'desc'))).toEqual([1, 3, 4, 2])
  })
  it('puts nothing before something, and numbers by size', () => {
    const rows = [row(1, { at: 10 }), row(2, { at: null }), row(3, { at: 9 }), row(4, { at: 0 })]
    expect(ids(rows, by('at'))).toEqual([2, 4, 3, 1])
    expect(ids(rows, by('at', 'desc'))).toEqual([1, 3, 4, 2])
  })
  it('puts no before yes', () => {
    expect(ids([row(1, { isHidden: true }), row(2)], by('isHidden'))).toEqual([2, 1])
  })
  it('goes by code point, also beyond the first 65,536', () => {
    expect(ids([row(1, { name: '𠮷' }), row(2, { name: '（' }), row(3, { name: '张' }), row(4, { name: '张三' })], by('name'))).toEqual([3, 4, 2, 1])
  })
  it('asks the second field where the first is equal', () => {
    const rows = [row(1, { level: 1, name: 'b' }), row(2, { level: 2, name: 'a' }), row(3, { level: 1, name: 'a' })]
    expect(ids(rows, { sort: [...by('level').sort, ...by('name').sort] })).toEqual([3, 1, 2])
  })
  it("without a sort is the resource's own, whatever order the rows came in", () => {
    const rows = [row(1, { level: 1 }), row(2, { level: 3 }), row(3, { level: 2 }), row(4, { level: 3 })]
    expect(ids(rows, {})).toEqual([2, 4, 3, 1])
    expect(ids(rows.toReversed(), {})).toEqual([2, 4, 3, 1])
  })
})

describe('paging', () => {
  const rows = [1, 2, 3, 4, 5].map((id) => row(id))
  it('cuts pages from 1 and counts all that match', () => {
    expect(ask(rows, { page: 2, pageSize: 2 })).toEqual({ rows: [rows[2], rows[3]], total: 5 })
    expect(ask(rows, { page: 3, pageSize: 2 })).toEqual({ rows: [rows[4]], total: 5 })
    expect(ask(rows, { page: 4, pageSize: 2 })).toEqual({ rows: [], total: 5 })
  })
})

describe('a field that the resource does not have for it', () => {
  it.each([
    ['sorting', by('password'), 'password'],
    ['filtering', { filter: { at: '1' } }, 'at'],
    ['a name of every object', { filter: { constructor: '1' } }, 'constructor'],
  ])('is VALIDATION: %s', (_name, query, field) => {
    const failure = (() => {
      try {
        ask([], query)
      } catch (error) {
        return error instanceof FailureError ? error.failure : error
      }
    })()
    expect(failure).toMatchObject({ code: 'VALIDATION', fields: { [field]: 'unknown' } })
  })
})
