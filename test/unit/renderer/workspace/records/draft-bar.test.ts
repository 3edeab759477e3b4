import { describe, expect, it } from 'vitest'
import { draftBarState, type DraftBarFacts } from '@renderer/workspace/records/record-editor'

const clean: DraftBarFacts = { isDirty: false, isNew: false, isKeptOtherwise: false, isSaving: false, isSuspended: false, kept: 'none', outcome: null, refusal: null }
const refusal = { code: 'REFUSED', message: 'no', retryable: false } as const

describe('the word of the draft bar', () => {
  it.each([
    ['clean', {}],
    ['unsaved', { isDirty: true, kept: 'unsaved' }],
    ['kept', { isDirty: true, kept: 'kept' }],
    ['saving', { isDirty: true, kept: 'kept', isSaving: true }],
    ['waiting', { isDirty: true, kept: 'kept', isSaving: true, isSuspended: true }],
    ['saved', { outcome: 'saved' }],
    ['differs', { outcome: 'saved', isDirty: true, isKeptOtherwise: true, kept: 'kept' }],
    ['saving', { isDirty: true, isKeptOtherwise: true, isSaving: true }],
    ['failed', { isDirty: true, isKeptOtherwise: true, kept: 'failed' }],
    ['queued', { outcome: 'queued' }],
    ['kept', { outcome: 'queued', isDirty: true, kept: 'kept' }],
    ['kept', { outcome: 'saved', isDirty: true, kept: 'kept' }],
    ['refused', { isDirty: true, kept: 'kept', refusal }],
    ['failed', { isDirty: true, kept: 'failed', isSaving: true, refusal }],
    ['clean', { kept: 'unsaved' }],
    ['empty', { isNew: true }],
    ['unsaved', { isNew: true, isDirty: true, kept: 'unsaved' }],
    ['queued', { isNew: true, outcome: 'queued' }],
  ] as const)('is %s for %o', (word, facts) => {
    expect(draftBarState({ ...clean, ...facts })).toBe(word)
  })
})
