// Nobody ends the last enabled super administrator: the rule by itself, and every way by which it could happen.
import type { User } from '@shared/resources/user'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type HolderChange, judgeHolders } from '@renderer/workspace/records/last-administrator'
import { makeUser } from '../../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { closeWorkspaces, giveElementsASize, openPopover, openWorkspace, type OpenWorkspace, press, quiet } from '../../support/mount'
import { soon } from '../../../../support/soon'

describe('the rule', () => {
  const holder = (id: number, more: Partial<User> = {}): User => makeUser(id, { status: 'enabled', roleIds: [1, 3], ...more })
  const gone = (before: User): HolderChange => ({ before, after: null })
  const verdicts = (changes: readonly HolderChange[], known: readonly User[], isAll = true): unknown[] => [...judgeHolders(changes, known, isAll).values()]

  it.each<[string, HolderChange]>([
    ['deleted', gone(holder(5))],
    ['disabled', { before: holder(5), after: holder(5, { status: 'disabled' }) }],
    ['the role taken away', { before: holder(5), after: holder(5, { roleIds: [3] }) }],
  ])('the only one %s: blocked, not known while others may be there, free with another', (_what, change) => {
    const others = [makeUser(6), holder(7, { status: 'disabled' })]
    expect(verdicts([change], others)).toEqual(['last'])
    expect(verdicts([change], others, false)).toEqual(['unknown'])
    expect(verdicts([change], [...others, holder(8)], false)).toEqual(['free'])
  })

  it('what takes nothing away is free: another field, a user who is disabled already or has another role', () => {
    expect(verdicts([{ before: holder(5), after: holder(5, { tel: '1' }) }], [], false)).toEqual(['free'])
    expect(verdicts([gone(holder(5, { status: 'disabled' })), gone(makeUser(6))], [], false)).toEqual(['free', 'free'])
  })

  it('of many at once the last one stays, whatever was known of those that change', () => {
    const all = [5, 6, 7].map((id) => holder(id))
    expect(verdicts(all.map(gone), [])).toEqual(['free', 'free', 'last'])
    expect(verdicts([gone(holder(5)), gone(holder(6, { status: 'disabled' }))], all.slice(0, 2))).toEqual(['last', 'free'])
  })

  it('whoever gets the role in the same run is no holder yet', () => {
    const before = makeUser(6, { status: 'enabled', roleIds: [3] })
    expect(verdicts([{ before, after: { ...before, roleIds: [1] } }, gone(holder(5))], [before])).toEqual(['free', 'last'])
  })

  it('any run of changes that are free leaves an enabled holder, if there was one', () => {
    const user = fc.record({ isOn: fc.boolean(), isSuper: fc.boolean() })
    const change = fc.record({ at: fc.nat(7), how: fc.constantFrom('remove', 'disable', 'strip') })
    fc.assert(
      fc.property(fc.array(user, { minLength: 1, maxLength: 8 }), fc.uniqueArray(change, { selector: ({ at }) => at }), (facts, asked) => {
        const all = facts.map(({ isOn, isSuper }, at) => makeUser(at + 1, { status: isOn ? 'enabled' : 'disabled', roleIds: isSuper ? [1] : [3] }))
        const changes = asked.flatMap(({ at, how }): HolderChange[] => {
          const before = all[at]
          if (!before) return []
          return [{ before, after: how === 'remove' ? null : { ...before, ...(how === 'disable' ? { status: 'disabled' as const } : { roleIds: [3] }) } }]
        })
        const judged = judgeHolders(changes, all, true)
        const after = all.flatMap((row) => {
          const done = changes.find(({ before }) => before.id === row.id && judged.get(row.id) === 'free')
          return done ? (done.after ? [done.after] : []) : [row]
        })
        const count = (rows: readonly Pick<User, 'status' | 'roleIds'>[]): number => rows.filter(({ status, roleIds }) => status === 'enabled' && roleIds.includes(1)).length
        expect(count(after) > 0).toBe(count(all) > 0)
      }),
    )
  })
})

describe('the last super administrator', () => {
  let fake: FakeHoldfast
  let page: OpenWorkspace
  const superOnly = (): User[] => [makeUser(1, { status: 'disabled' }), makeUser(5, { roleIds: [1, 3], status: 'enabled' }), ...[6, 7, 8].map((id) => makeUser(id, { status: 'enabled' }))]
  const cell = (id: number): HTMLElement => page.get(`row-${id}`).querySelector<HTMLElement>('[role=gridcell]') as HTMLElement
  const question = (): string => page.find('question')?.textContent ?? ''
  const sent = (): number => fake.callsOf('users.save').length + fake.callsOf('users.remove').length
  /** All users are known: somebody looked for those of a role. */
  async function readAll(): Promise<void> {
    await page.click('filter-more')
    await choose('filter-role', '3')
    await page.click('filter-clear')
  }
  async function choose(testid: string, value: string): Promise<void> {
    const field = page.get<HTMLSelectElement>(testid)
    field.value = value
    field.dispatchEvent(new Event('change', { bubbles: true }))
    await quiet()
  }
  function goOffline(): void {
    const cached = { rows: fake.users, total: fake.users.length, fetchedAt: Date.now(), origin: 'cache', isComplete: false }
    fake.state = { ...fake.state, connection: { state: 'offline', syncedAt: null, since: Date.now(), reason: null } }
    fake.always('users.list', { answer: cached })
    fake.isQueueing = true
  }

  beforeEach(() => {
    giveElementsASize()
    fake = createFakeHoldfast({ users: superOnly() })
    fake.account = { ...fake.account, id: 99, permissions: [...fake.account.permissions, ...['get', 'put'].map((verb) => `/sys/role/roles/${verb}`)] }
  })
  afterEach(() => {
    closeWorkspaces()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it('known: the menu says why, the keys do too, and the form locks the status and finds the role missing', async () => {
    page = await openWorkspace(fake)
    await readAll()
    const reason = 'This is the last enabled user with the role “超级管理员”.'
    cell(5).focus()
    await press('d', { ctrlKey: true })
    expect(page.get('told').textContent).toContain(reason)
    await press('Delete')
    expect([page.get('told').textContent?.includes(reason), page.find('question')]).toEqual([true, null])
    await press('F10', { shiftKey: true })
    page.get('row-menu-menu').dispatchEvent(Object.assign(new Event('beforetoggle'), { newState: 'open' }))
    await quiet()
    for (const key of ['disable', 'remove']) expect([page.get(`row-menu-${key}`).getAttribute('aria-disabled'), page.get(`row-menu-${key}`).title]).toEqual(['true', expect.stringContaining(reason)])
    await press('F2')
    expect([page.get('field-status').getAttribute('aria-disabled'), page.get('drawer').textContent?.includes(reason)]).toEqual(['true', true])
    expect(sent()).toBe(0)
  })

  it.each<[string, () => Promise<unknown>]>([
    ['disabled by its key', () => press('d', { ctrlKey: true })],
    ['deleted', () => press('Delete')],
  ])('not known: %s is looked up first, the protected account before all others, and barred', async (_what, act) => {
    page = await openWorkspace(fake)
    cell(5).focus()
    await act()
    expect(fake.callsOf('users.get')).toEqual([{ id: 1 }])
    expect(fake.callsOf('users.list').at(-1)).toMatchObject({ pageSize: 200 })
    expect([question().includes('This is the last enabled user with the role'), sent()]).toEqual([true, 0])
    await page.click('question-confirm')
    expect(document.activeElement?.closest('[data-testid="row-5"]')).not.toBeNull()
  })

  it('not known, and the protected account holds the role: one question to the server, then it goes', async () => {
    fake.users = [makeUser(1), ...superOnly().slice(1)]
    page = await openWorkspace(fake)
    const lists = fake.callsOf('users.list').length
    cell(5).focus()
    await press('d', { ctrlKey: true })
    expect(fake.callsOf('users.save')).toMatchObject([{ id: 5, edits: { status: 'disabled' } }])
    expect([fake.callsOf('users.get'), fake.callsOf('users.list').length - lists]).toEqual([[{ id: 1 }], 0])
  })

  it('not known: the save of a form is looked up too, keeps what was typed, and goes once there is another', async () => {
    page = await openWorkspace(fake)
    cell(5).focus()
    await press('F2')
    await page.click('field-status')
    await press('s', { ctrlKey: true })
    expect([question().includes('were not sent'), question().includes('This is the last enabled user'), sent()]).toEqual([true, true, 0])
    await page.click('question-confirm')
    expect(page.get('field-status').getAttribute('aria-checked')).toBe('false')
    // By now it is known: told at the field.
    await press('s', { ctrlKey: true })
    expect([page.find('question'), page.get('drawer').querySelector('.field-error')?.textContent]).toEqual([null, expect.stringContaining('The last enabled super administrator')])
    expect(document.activeElement).toBe(page.get('field-status'))
    fake.users = fake.users.map((user) => (user.id === 6 ? { ...user, roleIds: [1] } : user))
    fake.push('records.changed', { resource: 'users', id: 6, isGone: false, temporaryId: null })
    await soon(async () => {
      await quiet()
      expect(page.get('drawer').querySelector('.field-error')).toBeNull()
    })
    await press('s', { ctrlKey: true })
    expect(fake.callsOf('users.save')).toMatchObject([{ id: 5, edits: { status: 'disabled' } }])
  })

  it('two quick presses, while all users are still being read again: the second is the last one', async () => {
    fake.users = fake.users.map((user) => (user.id === 6 ? { ...user, roleIds: [1] } : user))
    page = await openWorkspace(fake)
    await readAll()
    fake.always('users.list', { gate: new Promise(() => undefined) })
    cell(5).focus()
    await press('d', { ctrlKey: true })
    cell(6).focus()
    await press('d', { ctrlKey: true })
    expect([page.get('told').textContent?.includes('This is the last enabled user'), fake.callsOf('users.save').length]).toEqual([true, 1])
  })

  it.each<[string, (user: User) => User | null]>([
    ['has lost the role', (user) => ({ ...user, roleIds: [3] })],
    ['was deleted', () => null],
  ])('another one who is held, and by now %s on the server, does not count', async (_what, turn) => {
    fake.users = fake.users.map((user) => (user.id === 6 ? { ...user, roleIds: [1] } : user))
    page = await openWorkspace(fake)
    await readAll()
    fake.users = fake.users.flatMap((user) => (user.id === 6 ? (turn(user) ?? []) : [user]))
    cell(5).focus()
    await press('d', { ctrlKey: true })
    expect([fake.callsOf('users.get'), question().includes('This is the last enabled user with the role'), sent()]).toEqual([[{ id: 6 }], true, 0])
  })

  it('what is held from the cache locks nothing: it is looked up at the press, and goes when another has the role by now', async () => {
    fake.always('users.list', { answer: { rows: fake.users, total: fake.users.length, fetchedAt: Date.now(), origin: 'cache', isComplete: true } })
    page = await openWorkspace(fake)
    await readAll()
    fake.users = fake.users.map((user) => (user.id === 6 ? { ...user, roleIds: [1] } : user))
    fake.always('users.list', null)
    cell(5).focus()
    await press('d', { ctrlKey: true })
    expect(fake.callsOf('users.save')).toMatchObject([{ id: 5, edits: { status: 'disabled' } }])
  })

  it('offline, and nobody else is held: it cannot be checked, is said so, and stays', async () => {
    goOffline()
    page = await openWorkspace(fake)
    cell(5).focus()
    await press('d', { ctrlKey: true })
    expect([question().includes('The server is not reachable to check'), sent()]).toEqual([true, 0])
  })

  it('offline, and another one is held: decided by that, which is said', async () => {
    fake.users = fake.users.map((user) => (user.id === 6 ? { ...user, roleIds: [1] } : user))
    goOffline()
    page = await openWorkspace(fake)
    cell(5).focus()
    await press('d', { ctrlKey: true })
    expect(fake.callsOf('users.save')).toMatchObject([{ id: 5, edits: { status: 'disabled' } }])
    expect(page.get('told').textContent).toContain('According to cached data, one does.')
    cell(6).focus()
    await press('Delete')
    // The one before waits in the outbox, and is still a holder on the server: what is held decides, and is told.
    expect(question()).toContain('According to cached data, one does.')
  })

  it('a run over all holders of the role leaves the last of them, and says why', async () => {
    fake.users = [makeUser(1, { status: 'disabled', roleIds: [3] }), ...[5, 6].map((id) => makeUser(id, { status: 'enabled', roleIds: [1, 3] })), makeUser(7)]
    fake.account = { ...fake.account, id: 99 }
    page = await openWorkspace(fake)
    await page.click('menu-sys-role-index')
    await page.click('row-1')
    await page.click('tab-users')
    const tree = page.get('role-users').querySelector<HTMLElement>('.grant-view')
    tree?.focus()
    await press('a', { ctrlKey: true })
    await page.click('role-users-remove')
    await page.click('question-confirm')
    expect(fake.callsOf('users.save')).toMatchObject([{ id: 5, edits: { roleIds: [3] } }])
    expect(['5', '6'].map((id) => page.get(`result-${id}`).dataset['state'])).toEqual(['done', 'skipped'])
    expect(page.get('result-6').textContent).toContain('This is the last enabled user')
  })

  it('the own account is disabled neither from its row nor from the menu of its drawer', async () => {
    fake.account = { ...fake.account, id: 6 }
    page = await openWorkspace(fake)
    cell(6).focus()
    await press('d', { ctrlKey: true })
    expect([page.get('told').textContent?.includes('This is your own account'), sent()]).toEqual([true, 0])
    await press(' ')
    await openPopover(page.get('record-actions'))
    for (const key of ['disable', 'remove']) expect(page.get(`record-actions-${key}`).getAttribute('aria-disabled')).toBe('true')
  })
})
