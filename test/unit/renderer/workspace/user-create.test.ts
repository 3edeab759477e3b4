import type { Draft } from '@shared/drafts'
import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useRecordEditors } from '@renderer/workspace/records/record-editors'
import { makeUser } from '../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../support/mount'
import { soon } from '../../../support/soon'

const failure = (code: Failure['code'], more: Partial<Failure> = {}): Failure => ({ code, message: '', retryable: false, ...more })
const draftId = '6f1f3a5e-8c1d-4d0e-9a6b-3f2b1c0d9e8f'
const secret = 'Sesame-Open-7'

let fake: FakeHoldfast
let page: OpenWorkspace
const state = (): string | undefined => page.get('draft-bar').dataset['state']
const field = (name: string): HTMLInputElement => page.get<HTMLInputElement>(`field-${name}`)
const sent = (): Record<string, unknown>[] => fake.callsOf('users.create') as Record<string, unknown>[]

/** A new user with all that is needed, by a copy of an existing one: the choices of Element Plus are not driven here. */
async function fillIn(name = 'new.user'): Promise<void> {
  await page.click('row-5')
  await page.click('record-actions')
  await openMenu('record-actions')
  await page.click('record-actions-duplicate')
  await page.type('field-username', name)
  await page.type('field-password', secret)
}

async function openMenu(testid: string): Promise<void> {
  for (const type of ['beforetoggle', 'toggle']) page.get(`${testid}-menu`).dispatchEvent(Object.assign(new Event(type), { newState: 'open' }))
  await quiet()
}

function gate(): { promise: Promise<void>; open: () => Promise<void> } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, open: async () => (resolve(), quiet()) }
}

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast({ users: Array.from({ length: 12 }, (_, index) => makeUser(index + 1)) })
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('a new user', () => {
  it('begins by the button or Ctrl+N, with the focus on the name', async () => {
    page = await openWorkspace(fake)
    await page.click('new-record')
    expect([state(), page.get('draft-bar').textContent, page.get('draft-bar').querySelector('.lucide-check-icon, .lucide-check')]).toEqual(['empty', expect.stringContaining('Nothing entered'), null])
    expect([page.get('drawer').textContent?.includes('New user'), document.activeElement === field('username')]).toEqual([true, true])
    await page.click('drawer-close')
    await press('n', { ctrlKey: true })
    expect(document.activeElement).toBe(field('username'))
  })

  it('marks what is missing when it is to be created, at the field and for assistive technology', async () => {
    page = await openWorkspace(fake)
    await page.click('new-record')
    await page.type('field-email', 'new@example.com')
    field('email').focus()
    await page.click('save')
    expect([sent(), document.activeElement === field('username')]).toEqual([[], true])
    // The first of them is told: where the focus is there already, it would not be read.
    expect(page.get('announcer').textContent).toMatch(/User name: Required/)
    const roles = page.get('field-roles').querySelector('input')
    for (const input of [field('username'), field('password'), roles]) {
      expect(input?.getAttribute('aria-invalid')).toBe('true')
      const described = input?.getAttribute('aria-describedby')?.split(' ')[0] ?? ''
      expect(document.getElementById(described)?.textContent).toMatch(/^(Required\.|Select at least one role\.)$/)
    }
  })

  it('is created with all its values, and the form becomes the record’s own', async () => {
    page = await openWorkspace(fake)
    await fillIn()
    await page.click('save')
    expect(sent()).toMatchObject([{ isConfirmed: false, values: { username: 'new.user', password: secret, email: makeUser(5).email, roleIds: [3] } }])
    expect(sent()[0]?.['id']).toBeLessThan(0)
    expect([state(), field('username').readOnly, page.find('field-password')]).toEqual(['saved', true, null])
    await page.type('field-tel', '139')
    await page.click('save')
    expect(fake.callsOf('users.save')).toMatchObject([{ id: 13, edits: { tel: '139' } }])
  })

  it('shows in the list soon after, without a refresh by hand', async () => {
    page = await openWorkspace(fake)
    await fillIn()
    await page.click('save')
    await soon(() => expect(page.find('row-13')).not.toBeNull())
  })

  it('keeps what is typed in a draft, and never the password', async () => {
    page = await openWorkspace(fake)
    await fillIn()
    page.get('field-username').dispatchEvent(new Event('blur'))
    await quiet()
    expect([...fake.drafts.values()]).toMatchObject([{ resource: 'users', title: 'new.user', edits: { username: 'new.user' } }])
    expect([...fake.drafts.values()][0]?.recordId).toBeLessThan(0)
    expect(JSON.stringify(fake.calls.filter(({ name }) => name.startsWith('drafts.')))).not.toContain(secret)
  })

  it('drops its password when the form ends, also one that was never saved', async () => {
    page = await openWorkspace(fake)
    await page.click('new-record')
    const form = useRecordEditors('users').current
    await page.type('field-password', secret)
    expect(form?.secrets.value).toEqual({ password: secret })
    await page.click('drawer-close')
    expect([useRecordEditors('users').current, form?.secrets.value]).toEqual([null, {}])
  })

  it('is told to other windows, so that they show this form instead of its draft', async () => {
    page = await openWorkspace(fake)
    await page.click('new-record')
    const claimed = fake.callsOf('forms.claim') as { recordId: number }[]
    expect([claimed.length, claimed[0]?.recordId]).toEqual([1, expect.any(Number)])
    expect(claimed[0]?.recordId).toBeLessThan(0)
    await page.click('drawer-close')
    expect(fake.callsOf('forms.release')).toMatchObject([{ recordId: claimed[0]?.recordId }])
  })

  it('leaves no draft behind when nothing was entered', async () => {
    page = await openWorkspace(fake)
    await page.click('new-record')
    await page.click('drawer-close')
    expect([fake.drafts.size, page.find('drafts-line')]).toEqual([0, null])
  })

  it('is offered again after a restart, restored as it was, and can still be created', async () => {
    const draft: Draft = {
      draftId,
      resource: 'users',
      recordId: -77,
      title: 'half.made',
      keptAt: Date.now() - 60_000,
      server: '',
      base: { ...makeUser(5), id: -77, username: '', roleIds: [], email: '' },
      edits: { username: 'half.made', roleIds: [3] },
      cursorField: 'username',
    }
    fake.drafts.set(draftId, draft)
    page = await openWorkspace(fake)
    await page.click('draft--77')
    expect([page.get('drawer').textContent?.includes('New user'), field('username').value]).toEqual([true, ''])
    await page.click('compare-draft')
    expect([...page.get('compare-table').querySelectorAll('td')].map((cell) => cell.textContent)).toEqual(['half.made', '编辑'])
    await page.click('restore-draft')
    expect(field('username').value).toBe('half.made')
    await page.type('field-password', secret)
    await page.click('save')
    expect(sent()).toMatchObject([{ id: -77, draftId, values: { username: 'half.made', roleIds: [3] } }])
    expect([fake.drafts.size, state()]).toEqual([0, 'saved'])
  })

  it('stays as typed while it is created, and what comes meanwhile is an edit of the record', async () => {
    page = await openWorkspace(fake)
    await fillIn()
    const answer = gate()
    fake.next('users.create', { gate: answer.promise })
    await page.click('save')
    expect([state(), field('username').readOnly]).toEqual(['saving', true])
    await page.type('field-email', 'later@example.com')
    await answer.open()
    expect([state(), field('email').value, [...fake.drafts.values()].map(({ recordId, edits }) => [recordId, edits])]).toEqual(['kept', 'later@example.com', [[13, { email: 'later@example.com' }]]])
    // A draft belongs to one record for good: this one is another than that of the new record.
    expect([...fake.drafts.keys()]).not.toContain(sent()[0]?.['draftId'])
  })

  it('says at the field that a name exists as soon as the field is left, and is no wall', async () => {
    page = await openWorkspace(fake)
    await fillIn(makeUser(7).username)
    expect(page.get('drawer').textContent).not.toContain('This user name is taken.')
    page.get('field-username').dispatchEvent(new Event('blur'))
    await quiet()
    const described = field('username').getAttribute('aria-describedby')?.split(' ')[0] ?? ''
    expect([field('username').getAttribute('aria-invalid'), document.getElementById(described)?.textContent]).toEqual(['true', expect.stringContaining('This user name is taken.')])
    expect([document.getElementById(described)?.className, page.get('announcer').textContent]).toEqual(['field-error', expect.stringContaining('This user name is taken.')])
    await page.type('field-username', 'another.name')
    expect(field('username').getAttribute('aria-invalid')).not.toBe('true')
    await page.type('field-username', makeUser(7).username)
    await page.click('save')
    expect(sent()).toHaveLength(1)
  })

  it('says at the name that the server has it already, and leads to that user', async () => {
    page = await openWorkspace(fake)
    await fillIn()
    fake.next('users.create', { failure: failure('CONFLICT', { details: { conflict: 'taken', theirs: { ...makeUser(7) }, fields: ['username'] } }) })
    await page.click('save')
    expect([field('username').getAttribute('aria-invalid'), field('username').value, field('password').value]).toEqual(['true', 'new.user', secret])
    await page.click('open-namesake')
    expect(field('username').value).toBe(makeUser(7).username)
    expect([...fake.drafts.values()].map(({ title }) => title)).toEqual(['new.user'])
  })

  it('cannot be begun without the permission, and the button says why', async () => {
    fake.account = { ...fake.account, permissions: fake.account.permissions.filter((path) => path !== '/sys/user/users/post') }
    page = await openWorkspace(fake)
    const button = page.get('new-record')
    expect([button.getAttribute('aria-disabled'), button.title, button.getAttribute('aria-description')]).toEqual([
      'true',
      expect.stringContaining('users / add'),
      expect.stringContaining('users / add'),
    ])
    await page.click('new-record')
    await press('n', { ctrlKey: true })
    expect([page.find('drawer'), page.get('announcer').textContent]).toEqual([null, expect.stringContaining('users / add')])
  })
})

describe('a new user’s password', () => {
  it('can be shown, and is judged once it meets the rule', async () => {
    page = await openWorkspace(fake)
    await page.click('new-record')
    expect(page.get('drawer').textContent).toContain('At least 8 characters')
    await page.type('field-password', secret)
    expect(page.get('drawer').textContent).toContain('Strong')
    expect(field('password').type).toBe('password')
    await page.click('password-show')
    expect(field('password').type).toBe('text')
  })

  it('is generated, copied once and not shown', async () => {
    const copied: string[] = []
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void copied.push(text))
    page = await openWorkspace(fake)
    await page.click('new-record')
    await page.click('password-generate')
    expect([copied, field('password').type]).toEqual([[field('password').value], 'password'])
    expect(page.get('drawer').textContent).toContain('copied')
    expect(page.get('announcer').textContent).not.toContain(copied[0])
  })

  it('is shown to be noted down where copying fails', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'))
    document.execCommand = () => false
    page = await openWorkspace(fake)
    await page.click('new-record')
    await page.click('password-generate')
    expect([field('password').type, page.get('drawer').textContent]).toEqual(['text', expect.stringContaining('could not be copied')])
  })
})

describe('a new user while the server cannot be reached', () => {
  beforeEach(() => {
    fake.isQueueing = true
    fake.state = { ...fake.state, connection: { ...fake.state.connection, state: 'offline' } }
  })

  it('is queued, says so, and its form goes on with the record that is not there yet', async () => {
    page = await openWorkspace(fake)
    await fillIn()
    await page.click('save')
    expect([state(), page.get('draft-bar').textContent]).toEqual(['queued', expect.stringContaining('Queued (offline)')])
    expect(fake.drafts.size).toBe(0)
    await page.type('field-tel', '139')
    await page.click('save')
    expect(fake.callsOf('users.save')).toMatchObject([{ id: sent()[0]?.['id'], edits: { tel: '139' } }])
  })

  it('leads from the draft bar to its entry in the outbox', async () => {
    page = await openWorkspace(fake)
    await fillIn()
    await page.click('save')
    await page.click('show-in-outbox')
    expect(page.find('drawer')).toBeNull()
    expect(page.get('entry-detail').textContent).toContain('new.user')
  })

  it('gets its id when it was sent: the open form follows, with what was typed since', async () => {
    page = await openWorkspace(fake)
    await fillIn()
    await page.click('save')
    await page.type('field-email', 'since@example.com')
    const temporaryId = Number(sent()[0]?.['id'])
    fake.users = [...fake.users, makeUser(40, { username: 'new.user', tel: '777' })]
    fake.changeEntries([fake.entries[0]?.entryId ?? ''], { state: 'done', outcome: 'ok' })
    fake.push('records.changed', { resource: 'users', id: 40, isGone: false, temporaryId })
    await quiet()
    expect([field('tel').value, field('email').value]).toEqual(['777', 'since@example.com'])
    fake.isQueueing = false
    await page.click('save')
    expect(fake.callsOf('users.save')).toMatchObject([{ id: 40, edits: { email: 'since@example.com' } }])
  })

  it('that was sent while its form was closed has its draft offered by the record that it became', async () => {
    fake.isQueueing = false
    fake.drafts.set(draftId, { draftId, resource: 'users', recordId: -77, title: 'was.new', keptAt: 1, server: '', base: { ...makeUser(9), id: -77 }, edits: { tel: '139' }, cursorField: null })
    vi.spyOn(fake.bridge.users, 'get').mockResolvedValue({ ok: true, value: { row: makeUser(9), fetchedAt: 1, origin: 'network' } })
    page = await openWorkspace(fake)
    await page.click('draft--77')
    expect([field('username').value, field('username').readOnly]).toEqual([makeUser(9).username, true])
    await page.click('restore-draft')
    await page.click('save')
    expect([sent(), fake.callsOf('users.save')]).toMatchObject([[], [{ id: 9, edits: { tel: '139' } }]])
  })

  it('says why the server did not take it at once', async () => {
    page = await openWorkspace(fake)
    await fillIn()
    const create = fake.bridge.users.create
    vi.spyOn(fake.bridge.users, 'create').mockImplementation(async (input) => {
      const answer = await create(input)
      return answer.ok && answer.value.kind === 'queued' ? { ok: true, value: { ...answer.value, because: failure('TIMEOUT') } } : answer
    })
    await page.click('save')
    expect(page.get('draft-bar').textContent).toContain('Queued: The server did not respond in time.')
  })
})

describe('the copy of a user', () => {
  it('has no name and no password, and leaves out what may not be given', async () => {
    fake.users = fake.users.map((user) => (user.id === 5 ? { ...user, roleIds: [1, 3] } : user))
    page = await openWorkspace(fake)
    await fillIn('')
    expect([field('username').value, field('email').value]).toEqual(['', makeUser(5).email])
    await page.type('field-username', 'copy')
    await page.click('save')
    expect(sent()).toMatchObject([{ values: { roleIds: [3] } }])
  })
})
