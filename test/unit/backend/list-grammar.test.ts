import { describe, expect, it } from 'vitest'
import { listParams } from '../../../src/main/backend/list-grammar'

describe('the list grammar of users and logs', () => {
  it('sends the page number as offset, always a sign before a sort column, and the fields', () => {
    expect(
      listParams({
        page: 3,
        pageSize: 20,
        sort: [
          { column: 'listorder', direction: 'desc' },
          { column: 'id', direction: 'asc' },
        ],
        filters: [],
        fields: ['id', 'tel'],
      }),
    ).toEqual({
      offset: '3',
      limit: '20',
      fields: 'id,tel',
      sort: '-listorder,+id',
    })
  })
  it('names each filter column in query, with ~ for contains', () => {
    const filters = [
      { column: 'username', value: 'zh', match: 'contains' as const },
      { column: 'status', value: '1', match: 'exact' as const },
    ]
    expect(listParams({ page: 1, pageSize: 5, sort: [], filters, fields: ['id'] })).toEqual({ offset: '1', limit: '5', fields: 'id', query: '~username,status', username: 'zh', status: '1' })
  })
  it('sends a text with the signs of a pattern as the pattern that finds it, and an exact value as it is', () => {
    const sent = (value: string, match: 'contains' | 'exact' = 'contains') =>
      listParams({ page: 1, pageSize: 5, sort: [], filters: [{ column: 'username', value, match }], fields: ['id'] })['username']
    expect(['li', 'a_b', '100%', 'back\\slash', '%_\\'].map((value) => sent(value))).toEqual(['li', '%a\\_b%', '%100\\%%', '%back\\\\slash%', '%\\%\\_\\\\%'])
    expect(sent('a_b', 'exact')).toBe('a_b')
  })
})
