import type { EntryView, EntryWhy } from '@shared/outbox'
import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FakeHoldfast } from '../../support/fake-holdfast'
import { makeUser } from '../../support/fake-data'
import { makeEntry } from '../../support/fake-outbox'
import { giveElementsASize, type OpenWorkspace, press, quiet } from '../../support/mount'
import { clash, focusedRow, madeAndStanding, openOutbox, words, world } from './outbox-world'

let fake: FakeHoldfast
let page: OpenWorkspace
const said = (): string => words(page.get('announcer'))
const failure = (code: Failure['code'], more: Partial<Failure> = {}): Failure => ({ code, message: '', retryable: false, ...more })

/** Opens the first of these; the server has what its conflict is about. */
async function show(...entries: EntryView[]): Promise<void> {
  fake = world(entries)
  for (const { entryId, why } of entries) if (why?.kind === 'conflict' && why.theirs) fake.serverRows.set(entryId, { kind: 'row', row: why.theirs })
  page = await openOutbox(fake)
  await press('Enter')
}

function values(field: string): string[] {
  return [...page.get(`compare-${field}`).querySelectorAll('td')].map(words)
}

async function choose(testid: string): Promise<void> {
  page.get(testid).dispatchEvent(new Event('change', { bubbles: true }))
  await quiet()
}

describe('the details of an entry', () => {
  beforeEach(giveElementsASize)
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it('fold what happened: each step with its time and in plain words, what repeats with a count; an older entry has none', async () => {
    const at = new Date(2026, 0, 5, 9, 30).getTime()
    const phases: EntryView['phases'] = [
      { phase: 'queued', note: 'offline', at },
      { phase: 'sending', at, times: 3, lastAt: at + 60_000 },
      { phase: 'putOff', note: 'OFFLINE', at, times: 3, lastAt: at + 60_000 },
      { phase: 'more', at, times: 12, lastAt: at },
      { phase: 'asked', note: 'fields', at },
    ]
    await show(makeEntry({ entryId: 'a', phases }))
    const log = page.get<HTMLDetailsElement>('entry-phases')
    expect([log.open, words(log.querySelector('summary') as HTMLElement)]).toEqual([false, 'History'])
    expect([...log.querySelectorAll('li span')].map((line) => words(line as HTMLElement))).toEqual([
      'Queued while offline',
      expect.stringMatching(/^Sending ?3 times, last .*09:31$/),
      expect.stringMatching(/^Will be retried: server not reachable ?3 times, last .*09:31$/),
      '12 steps in between are not recorded',
      'Needs your decision: the same fields were changed',
    ])
    expect(log.querySelector('time')?.getAttribute('datetime')).toBe(new Date(at).toISOString())
    page.close()
    document.body.replaceChildren()
    await show(makeEntry({ entryId: 'b' }))
    expect(page.find('entry-phases')).toBeNull()
  })

  it('show before, mine and what the server has now, with names for ids; Esc leads back to the row', async () => {
    fake = world([makeEntry({ entryId: 'a', recordId: 6, base: { roleIds: [3] }, edits: { roleIds: [2, 3], departmentIds: [2, -7] } }), ...madeAndStanding()])
    fake.serverRows.set('a', { kind: 'row', row: { roleIds: [4, 99], departmentIds: [6] } })
    page = await openOutbox(fake)
    await press('Enter')
    expect(document.activeElement?.tagName).toBe('H2')
    expect([values('roleIds'), values('departmentIds')]).toEqual([
      ['编辑', '部门主管, 编辑', 'Auditor, #99'],
      ['Empty', '研发部, Harbour (new)', 'Operations'],
    ])
    await press('Escape')
    expect([page.find('entry-detail'), focusedRow()]).toEqual([null, 'a'])
  })

  it('ask of each field that clashes which value stands, and send exactly that', async () => {
    await show(clash())
    expect(values('email')).toEqual(['old@example.com', 'mine@example.com', 'theirs@example.com'].map((value) => expect.stringContaining(value)))
    expect([page.find('choose-listorder-mine'), page.get('apply-choices').getAttribute('aria-disabled')]).toEqual([null, 'true'])
    await choose('choose-email-mine')
    expect(words(page.get('entry-decision'))).toContain('Still to choose: Phone')
    await page.click('apply-choices')
    expect(fake.callsOf('outbox.decide')).toEqual([])
    await choose('choose-tel-theirs')
    await page.click('apply-choices')
    expect(fake.callsOf('outbox.decide')).toEqual([{ entryId: 'clash', decision: { kind: 'fields', choices: { email: 'mine', tel: 'theirs' } } }])
    expect(said()).toBe('Decision saved: User farid.yang5.')
  })

  it('take all of one side at once, and say when nothing of mine is left', async () => {
    await show(clash({ edits: { email: 'mine@example.com', tel: '2' } }))
    await page.click('all-mine')
    expect(words(page.get('entry-decision'))).not.toContain('Only server values are kept')
    await page.click('all-theirs')
    expect(words(page.get('entry-decision'))).toContain('Only server values are kept')
    await page.click('apply-choices')
    expect(fake.callsOf('outbox.decide')).toEqual([{ entryId: 'clash', decision: { kind: 'fields', choices: { email: 'theirs', tel: 'theirs' } } }])
  })

  it('F71: name both records where the number was given again, and go on only as the same one or not at all', async () => {
    const why: EntryWhy = { kind: 'conflict', conflict: 'otherRecord', theirs: { id: 5, username: 'somebody.else', tel: '555', createdAt: 2 }, fields: ['username', 'createdAt'] }
    await show(makeEntry({ entryId: 'a', recordId: 5, state: 'conflict', why, base: { username: 'farid', tel: '1', createdAt: 1 }, edits: { tel: '2' } }))
    expect(words(page.get('entry-decision'))).toContain('This change was made to “farid”. Record #5 is now “somebody.else”.')
    expect([values('username').at(0), values('username').at(-1)]).toEqual(['farid', 'somebody.else'])
    await page.click('decide-same-record')
    expect(fake.callsOf('outbox.decide')).toEqual([{ entryId: 'a', decision: { kind: 'same-record' } }])
  })

  it('F73: show status and title of a refusal under Details', async () => {
    await show(
      makeEntry({ entryId: 'a', state: 'refused', why: { kind: 'failure', failure: failure('REFUSED', { details: { cause: 'gateway', status: 413, title: '413 Request Entity Too Large' } }) } }),
    )
    expect(words(page.get('entry-why'))).toContain('HTTP 413, “413 Request Entity Too Large”')
    expect(words(page.get('failure-details'))).toContain('HTTP status: 413')
    expect([page.find('entry-edit-button') !== null, page.find('entry-send') !== null]).toEqual([true, true])
  })

  it('forget a choice that was made against a value which the server no longer has', async () => {
    await show(clash())
    await page.click('all-mine')
    const { why } = clash()
    fake.changeEntries(['clash'], { why: why?.kind === 'conflict' ? { ...why, theirs: { ...why.theirs, email: 'again@example.com' } } : why })
    await quiet()
    expect(page.get('apply-choices').getAttribute('aria-disabled')).toBe('true')
  })

  it('offer for a record that was deleted there to make it anew or to let go; a user is not made without a password', async () => {
    const why: EntryWhy = { kind: 'conflict', conflict: 'gone', theirs: null, fields: ['name'] }
    await show(
      makeEntry({ entryId: 'd', resource: 'departments', recordId: 6, title: 'Operations', state: 'conflict', why, base: { name: 'Operations' }, edits: { name: 'Ops' } }),
      makeEntry({ entryId: 'u', state: 'conflict', why }),
    )
    expect(words(page.get('entry-why'))).toContain('it was deleted on the server')
    await page.click('decide-restore')
    expect(fake.callsOf('outbox.decide')).toEqual([{ entryId: 'd', decision: { kind: 'restore' } }])
    await page.click('entry-u')
    expect([page.find('decide-restore'), words(page.get('entry-decision'))]).toEqual([null, expect.stringContaining('A new user needs a password')])
    await page.click('decide-let-go')
    await page.click('question-confirm')
    expect(fake.callsOf('outbox.drop')).toEqual([{ entryIds: ['u'] }])
  })

  it('offer for a record that was changed there to keep it or to delete it anyway, and show what changed', async () => {
    const why: EntryWhy = { kind: 'conflict', conflict: 'changed', theirs: { email: 'new@example.com', tel: '1' }, fields: ['email'] }
    await show(makeEntry({ entryId: 'r', verb: 'remove', edits: {}, base: { email: 'old@example.com', tel: '1' }, state: 'conflict', why }))
    expect([values('email'), page.find('compare-tel')]).toEqual([['old@example.com', 'new@example.com'], null])
    await page.click('decide-remove')
    expect(fake.callsOf('outbox.decide')).toEqual([{ entryId: 'r', decision: { kind: 'remove-anyway' } }])
  })

  it('offer for a name that is taken there to take that one, or to give another name', async () => {
    const why: EntryWhy = { kind: 'conflict', conflict: 'taken', theirs: { id: 40, username: 'ada', email: 'a@example.com' }, fields: ['username'] }
    await show(makeEntry({ entryId: 't', verb: 'create', recordId: -3, title: 'ada', base: null, edits: { username: 'ada', email: 'b@example.com' }, hasSecret: true, state: 'conflict', why }))
    expect([values('username'), values('email')]).toEqual([
      ['ada', 'ada'],
      ['b@example.com', 'a@example.com'],
    ])
    await page.click('decide-rename')
    expect(document.activeElement).toBe(page.get('edit-username'))
    await page.type('edit-username', 'ada2')
    await press('s', { ctrlKey: true })
    expect([fake.callsOf('outbox.edit'), said()]).toEqual([[{ entryId: 't', edits: { username: 'ada2' } }], 'Change saved: User ada.'])
    fake.changeEntries(['t'], { state: 'conflict', why })
    await quiet()
    await page.click('decide-same')
    expect(fake.callsOf('outbox.decide')).toEqual([{ entryId: 't', decision: { kind: 'same' } }])
  })

  it('let no entry end the last super administrator, as the form would not', async () => {
    const base = { ...makeUser(9), status: 'enabled' as const, roleIds: [1, 3] }
    await show(
      makeEntry({
        entryId: 'la',
        recordId: 9,
        title: base.username,
        base,
        edits: { tel: '1', roleIds: [1, 3], status: 'enabled' },
        state: 'refused',
        why: { kind: 'failure', failure: failure('REFUSED') },
      }),
    )
    fake.users = [base, makeUser(10, { status: 'enabled', roleIds: [3] })]
    fake.account = { ...fake.account, id: 9 }
    await page.click('entry-edit-button')
    page.get<HTMLSelectElement>('edit-status').selectedIndex = [...page.get<HTMLSelectElement>('edit-status').options].findIndex(({ textContent }) => textContent?.includes('Disabled'))
    await choose('edit-status')
    await page.click('save-edit')
    expect([words(page.get('question')).includes('This is the last enabled user'), fake.callsOf('outbox.edit')]).toEqual([true, []])
    await page.click('question-confirm')
    expect(page.find('entry-edit')).not.toBeNull()
  })

  it('show of a refused entry the server’s own words, let it be mended and sent again', async () => {
    await show(
      makeEntry({ entryId: 'no', state: 'refused', attempts: 1, why: { kind: 'failure', failure: failure('REFUSED', { message: '用户名重复' }) }, edits: { email: 'a@example.com', tel: '1' } }),
    )
    expect(words(page.get('entry-why'))).toContain('The server refused this: 用户名重复。')
    await page.click('entry-edit-button')
    await page.type('edit-email', 'nonsense')
    fake.next('outbox.edit', { failure: failure('VALIDATION', { fields: { email: 'email' } }) })
    await page.click('save-edit')
    expect(words(page.get('entry-edit'))).toContain('Not a valid e-mail address.')
    expect(document.activeElement).toBe(page.get('edit-email'))
    await page.type('edit-email', 'b@example.com')
    await page.click('save-edit')
    expect(fake.callsOf('outbox.edit').at(-1)).toEqual({ entryId: 'no', edits: { email: 'b@example.com', tel: '1' } })
    expect(page.find('entry-edit')).toBeNull()
  })

  it.each([
    ['review', 'sent only after you approve it', 'Approve and send'],
    ['production', 'queued changes are sent only after you approve them', 'Approve and send'],
    ['stale', 'Check that you still want it', 'Approve and send'],
    ['old-schema', 'Created by another version', null],
  ] as const)('say why an entry is parked (%s), and let go what can go', async (cause, reason, send) => {
    await show(makeEntry({ entryId: 'p', state: 'parked', why: { kind: 'parked', cause } }))
    expect(words(page.get('entry-why'))).toContain(reason)
    expect(page.find('entry-send')?.textContent ?? null).toBe(send)
    if (send === null) {
      expect([page.find('entry-edit-button'), page.find('entry-drop') !== null]).toEqual([null, true])
      return
    }
    await page.click('entry-send')
    expect(fake.callsOf('outbox.send')).toEqual([{ entryIds: ['p'] }])
  })

  it('name what a blocked entry hangs on, and lead there and back', async () => {
    const [made, standing] = madeAndStanding() as [EntryView, EntryView]
    fake = world([made, { ...standing, state: 'blocked', why: { kind: 'blocked', on: 'made' } }])
    page = await openOutbox(fake)
    await page.click('entry-standing')
    expect(words(page.get('entry-why'))).toContain('Department Harbour, which has not reached the server. Fix or send that first.')
    await page.click('go-cause')
    expect([words(page.get('entry-detail').querySelector('h2')), document.activeElement?.tagName]).toEqual(['Create · Department Harbour', 'H2'])
    await page.click('go-standing')
    expect(words(page.get('entry-detail').querySelector('h2'))).toBe('Edit · User grace.huang6')
  })

  it('keep what is read in sight when it leaves the outbox, with how it ended', async () => {
    await show(makeEntry({ entryId: 'a', seq: 900 }))
    fake.changeEntries(['a'], { state: 'done', outcome: 'ok' })
    await quiet()
    expect([words(page.get('entry-why')), page.find('entry-send'), document.activeElement?.tagName]).toEqual(['Done', null, 'H2'])
  })

  it('do not go on showing as the server’s what was read before the entry went through', async () => {
    fake = world([makeEntry({ entryId: 'a', recordId: 6, base: { tel: '' }, edits: { tel: '1' } })])
    fake.serverRows.set('a', { kind: 'row', row: { tel: '999' } })
    page = await openOutbox(fake)
    await press('Enter')
    expect(values('tel')).toEqual(['Empty', '1', '999'])
    fake.changeEntries(['a'], { state: 'done', outcome: 'ok' })
    await quiet()
    expect(values('tel')).toEqual(['Empty', '1'])
  })

  it('keep what is being typed when the entry is sent meanwhile, and say that it is too late here', async () => {
    await show(makeEntry({ entryId: 'a' }))
    await page.click('entry-edit-button')
    await page.type('edit-email', 'typed@example.com')
    fake.changeEntries(['a'], { state: 'done', outcome: 'ok' })
    await quiet()
    expect([page.get<HTMLInputElement>('edit-email').value, words(page.get('entry-edit'))]).toEqual(['typed@example.com', expect.stringContaining('This change left the outbox')])
    await page.click('save-edit')
    expect(fake.callsOf('outbox.edit')).toEqual([])
  })

  it('ask before what is typed goes away, also by another page or another server', async () => {
    await show(makeEntry({ entryId: 'a' }), makeEntry({ entryId: 'b' }))
    await page.click('entry-edit-button')
    await page.type('edit-email', 'typed@example.com')
    for (const way of ['entry-b', 'tab-journal', 'detail-close']) {
      await page.click(way)
      expect(words(page.get('question')), way).toContain('Discard what you typed?')
      await page.click('question-cancel')
      expect(page.get<HTMLInputElement>('edit-email').value, way).toBe('typed@example.com')
    }
    fake.push('app.closing', null)
    await quiet()
    expect(fake.callsOf('app.readyToClose')).toEqual([{ unkept: ['User carla.li2'] }])
  })

  it('read the server again once the connection is back, and do not try without one', async () => {
    fake = world([makeEntry({ entryId: 'a' })])
    fake.state = { ...fake.state, connection: { state: 'offline', syncedAt: null, since: 1, reason: null } }
    page = await openOutbox(fake)
    await press('Enter')
    expect([fake.callsOf('outbox.look'), words(page.get('server-note'))]).toEqual([[], expect.stringContaining('Last known values are shown')])
    fake.push('connection.changed', { state: 'online', syncedAt: 2, since: null, reason: null })
    await quiet()
    expect([fake.callsOf('outbox.look').length, page.find('server-note')]).toEqual([1, null])
  })

  it('open at once by a link to one entry', async () => {
    fake = world([makeEntry({ entryId: 'a' }), makeEntry({ entryId: 'b', title: 'ben' })])
    page = await openOutbox(fake)
    await page.click('tab-journal')
    await page.click('activity-b')
    await page.click('to-outbox')
    expect([words(page.get('entry-detail').querySelector('h2')), document.activeElement?.tagName]).toEqual(['Edit · User ben', 'H2'])
  })
})
