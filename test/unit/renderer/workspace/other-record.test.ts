// F71: the number of a record belongs to another one by now. F73: what a gateway or an odd answer made of a save.
import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeUser } from '../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, quiet } from '../support/mount'

const draftId = '6f1f3a5e-8c1d-4d0e-9a6b-3f2b1c0d9e8f'
const other = { ...makeUser(5), username: 'somebody.else', tel: '555', createdAt: 1_900_000_000 }
let fake: FakeHoldfast
let page: OpenWorkspace
const tel = (): string => page.get<HTMLInputElement>('field-tel').value
const failure = (code: Failure['code'], details: Record<string, unknown>): { failure: Failure } => ({ failure: { code, message: '', retryable: false, details } })
const giveAgain = (): void => {
  fake.users = fake.users.map((user) => (user.id === 5 ? other : user))
}
const isOther = () => failure('CONFLICT', { conflict: 'otherRecord', theirs: other, fields: ['username', 'createdAt'] })

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

async function typed(): Promise<void> {
  page = await openWorkspace(fake)
  await page.click('row-5')
  await page.type('field-tel', '139')
}

describe('F71: a form whose record is another one now', () => {
  it('names both, keeps the edit on the record that it was made to, and saves nothing over the other', async () => {
    await typed()
    fake.next('users.save', isOther())
    await page.click('save')
    expect(page.get('other-record').textContent).toContain(`You changed “${makeUser(5).username}”, but record #5 on the server is now “somebody.else”.`)
    expect([tel(), page.get('drawer').textContent?.includes(makeUser(5).username)]).toEqual(['139', true])
    fake.next('users.save', isOther())
    await page.click('save')
    expect(fake.callsOf('users.save')).toMatchObject([{ base: { username: makeUser(5).username } }, { base: { username: makeUser(5).username } }])
  })

  it('goes on as the same record when the person says so', async () => {
    await typed()
    fake.next('users.save', isOther())
    await page.click('save')
    await page.click('same-record')
    giveAgain()
    await page.click('save')
    expect(page.find('other-record')).toBeNull()
    expect(fake.callsOf('users.save').at(-1)).toMatchObject({ base: { username: 'somebody.else' }, edits: { tel: '139' } })
  })

  it('shows the other record, without the edit and without a draft, when the change is discarded', async () => {
    await typed()
    fake.next('users.save', isOther())
    await page.click('save')
    await page.click('leave-to-other')
    await quiet()
    expect([tel(), page.find('other-record'), fake.drafts.size]).toEqual(['555', null, 0])
    expect(page.get('drawer').textContent).toContain('somebody.else')
  })

  it('asks as soon as the record is read again, before any save', async () => {
    await typed()
    giveAgain()
    fake.push('records.changed', { resource: 'users', id: 5, isGone: false, temporaryId: null })
    await quiet()
    expect([page.find('other-record') !== null, tel()]).toEqual([true, '139'])
  })

  it('without an edit simply shows what is there now; one that was renamed says so', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    giveAgain()
    fake.push('records.changed', { resource: 'users', id: 5, isGone: false, temporaryId: null })
    await quiet()
    expect([page.find('other-record'), tel()]).toEqual([null, '555'])
    await page.type('field-tel', '139')
    fake.users = fake.users.map((user) => (user.id === 5 ? { ...other, username: 'new.name' } : user))
    fake.push('records.changed', { resource: 'users', id: 5, isGone: false, temporaryId: null })
    await quiet()
    expect(page.get('renamed').textContent).toContain('renamed')
  })
})

describe('F71: a draft that was made to another record', () => {
  it('is not put back by Restore: it asks, and comes back only as the same record', async () => {
    fake.drafts.set(draftId, {
      draftId,
      resource: 'users',
      recordId: 5,
      title: makeUser(5).username,
      keptAt: Date.now() - 60_000,
      server: '',
      base: makeUser(5),
      edits: { tel: '139' },
      cursorField: null,
    })
    giveAgain()
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.click('restore-draft')
    expect([tel(), page.get('draft-of-other').textContent]).toEqual(['555', expect.stringContaining(`made to “${makeUser(5).username}”, but record #5 is now “somebody.else”`)])
    expect(fake.drafts.size).toBe(1)
    await page.click('restore-same-record')
    expect([tel(), page.find('draft-of-other')]).toEqual(['139', null])
  })
})

describe('F73: a save that was refused on the way', () => {
  it('says the status and the title, shows them under Details, and keeps the edit', async () => {
    await typed()
    fake.next('users.save', failure('REFUSED', { cause: 'gateway', status: 405, title: '405 Not Allowed' }))
    await page.click('save')
    expect(page.get('form-error').textContent).toContain('The web server or a gateway refused this: HTTP 405, “405 Not Allowed”.')
    expect(page.get('failure-details').textContent).toContain('HTTP status: 405')
    expect([tel(), page.get('draft-bar').dataset['state']]).toEqual(['139', 'refused'])
  })

  it('shows the text of an answer that is neither yes nor no', async () => {
    await typed()
    fake.next('users.save', failure('REFUSED', { cause: 'odd-answer', status: 200, text: 'string(4) "none"' }))
    await page.click('save')
    expect(page.get('form-error').textContent).toContain('could not be read. The change was not made')
    expect(page.get('failure-details').textContent).toContain('string(4) "none"')
  })
})
