import type { LogNode } from '@shared/resources/log'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { curlOf } from '@renderer/workspace/features/logs/curl-of'
import { NO_CHOICE, serverFilterOf } from '@renderer/workspace/features/logs/log-choice'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { logRow, node, TOKEN_MASK } from '../support/fake-logs'
import { closeWorkspaces, giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../support/mount'
import { soon } from '../../../support/soon'

let fake: FakeHoldfast
let page: OpenWorkspace
const ids = (): string[] => [...page.get('logs-grid').querySelectorAll<HTMLElement>('.grid-body [role=row]')].map((row) => row.dataset['testid'] ?? '')
const askedFor = (): unknown[] => fake.callsOf('logs.list').map((input) => (input as { filter: object }).filter)
async function choose(testid: string, value: string): Promise<void> {
  const field = page.get<HTMLSelectElement>(testid)
  field.value = value
  field.dispatchEvent(new Event('change', { bubbles: true }))
  await quiet()
}
async function open(): Promise<void> {
  page = await openWorkspace(fake)
  await page.click('menu-sys-log-index')
}

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
  fake.account = { ...fake.account, permissions: [...fake.account.permissions, '/sys/log/logs/get'] }
  fake.logs = Array.from({ length: 150 }, (_, at) => logRow(at + 1))
})
afterEach(() => {
  closeWorkspaces()
  document.body.replaceChildren()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('the log', () => {
  it('is listed newest first, a portion at a time, and says how much of it is here', async () => {
    await open()
    expect([ids()[0], page.get('logs-count').textContent]).toEqual(['row-150', 'Loaded 100 of 150'])
    await page.click('logs-older')
    expect([page.get('logs-count').textContent, page.find('logs-older')]).toEqual(['Loaded 150 of 150', null])
    expect(fake.callsOf('logs.list').at(-1)).toMatchObject({ after: { before: 51 } })
  })

  it('is told in words to whoever may not see it, and nothing is asked of the server', async () => {
    fake.account = { ...fake.account, permissions: [] }
    await open()
    expect(page.get('logs-locked').textContent).toContain('You don’t have permission to view the log. Needs: logs / view')
    await page.click('live')
    await page.click('logs-export')
    for (const control of ['live', 'logs-export']) expect(page.get(control).getAttribute('aria-description')).toContain('Needs: logs / view')
    expect([fake.callsOf('logs.list'), fake.callsOf('logs.newer'), fake.callsOf('logs.export')]).toEqual([[], [], []])
  })

  it('is asked by URI and IP, when Enter says so', async () => {
    await open()
    await page.click('filter-more')
    for (const [field, text] of [
      ['filter-uri', 'sys/dept'],
      ['filter-ip', '127.0'],
    ] as const) {
      await page.type(field, text)
      page.get(field).focus()
      await press('Enter')
    }
    expect(askedFor().at(-1)).toMatchObject({ uri: 'sys/dept', ip: '127.0' })
  })

  it('is asked by time, code and method; user, duration and own reads are looked for in what is here', async () => {
    fake.logs = [logRow(1), logRow(2, { user: { name: 'ada', id: 2, from: 'token' }, tookMs: 900 }), logRow(3, { method: 'post', code: 500 }), logRow(4, { method: 'put' })]
    await open()
    await choose('filter-code', 'errors')
    expect([ids(), askedFor().at(-1)]).toEqual([['row-3'], expect.objectContaining({ codes: [400, 401, 403, 404, 500] })])
    await choose('filter-code', 'all')
    await page.click('filter-post')
    await page.click('filter-put')
    expect([ids(), askedFor().at(-1)]).toEqual([['row-4', 'row-3'], expect.objectContaining({ methods: ['post', 'put'] })])
    await page.click('filter-clear')
    await choose('filter-range', '1h')
    expect(askedFor().at(-1)).toMatchObject({ from: expect.any(Number) as number, to: null })
    await choose('filter-range', 'all')

    const asked = askedFor().length
    await page.type('filter-user', 'ADA')
    expect([ids(), page.get('logs-hidden').textContent]).toEqual([['row-2'], '3 hidden'])
    await page.type('filter-user', '')
    await page.type('filter-least', '500')
    expect(ids()).toEqual(['row-2'])
    await page.type('filter-least', '')
    page.get<HTMLInputElement>('filter-hide-reads').click()
    await quiet()
    // What this user has changed stays.
    expect([ids(), askedFor().length]).toEqual([['row-4', 'row-3', 'row-2'], asked])
    expect(page.get('filter-hide-reads').getAttribute('aria-description')).toContain('GET requests and session renewals made with the token of admin')
  })

  it('counts a range from now and takes the last minute of its own whole', () => {
    const now = new Date(2026, 10, 26, 12, 30).getTime()
    expect(serverFilterOf({ ...NO_CHOICE, range: '15m' }, now)).toMatchObject({ from: now / 1000 - 900, to: null })
    expect(serverFilterOf({ ...NO_CHOICE, range: 'today' }, now)).toMatchObject({ from: new Date(2026, 10, 26).getTime() / 1000, to: null })
    expect(serverFilterOf({ ...NO_CHOICE, range: 'custom', from: '2026-11-26T12:00', to: '2026-11-26T12:30' }, now)).toMatchObject({ from: now / 1000 - 1800, to: now / 1000 + 59 })
    expect(serverFilterOf({ ...NO_CHOICE, range: 'custom', from: 'nothing', to: '' }, now)).toMatchObject({ from: null, to: null })
  })

  it('shows an entry by keys alone: masks in words, filters by what it names, back to its row', async () => {
    fake.logs[149] = logRow(150, { address: '10.0.0.77', ip: '10.0.0.77' })
    await open()
    page.get('row-150').querySelector<HTMLElement>('[role=gridcell]')?.focus()
    await press('Enter')
    expect(document.activeElement?.textContent).toBe('GET api/v2/sys/dept/depts')
    expect(page.get('log-detail').textContent).toMatch(/•••• \(.?bearer.?, .?user 2.?, .?expires/u)
    await page.click('detail-byIp')
    expect(page.get<HTMLInputElement>('filter-ip').value).toBe('10.0.0.77')
    await soon(() => expect(ids()).toEqual(['row-150']))
    await press('Escape')
    expect([page.find('log-detail'), document.activeElement?.closest('[role=row]')?.getAttribute('data-testid')]).toEqual([null, 'row-150'])
  })

  it('asks for a body that did not come along, and says plainly when it cannot', async () => {
    fake.logs = [logRow(1, { params: null }), logRow(2, { params: null })]
    await open()
    page.get('row-2').click()
    await quiet()
    expect(page.get('log-detail').textContent).toContain('asked for')
    fake.always('logs.get', { failure: { code: 'OFFLINE', message: '', retryable: true } })
    page.get('row-1').click()
    await quiet()
    expect(page.get('log-detail-offline').textContent).toContain('too large to load with the list')
  })

  it('stays on screen without a server, which is said, and comes back with it', async () => {
    await open()
    fake.push('connection.changed', { state: 'offline', syncedAt: 1, since: 2, reason: null })
    await quiet()
    expect([page.get('logs-offline').textContent?.includes('not saved on this computer'), ids()[0]]).toEqual([true, 'row-150'])
    fake.always('logs.list', { failure: { code: 'OFFLINE', message: '', retryable: true } })
    await page.click('refresh')
    expect(ids()[0]).toBe('row-150')
    fake.always('logs.list', null)
    fake.logs.push(logRow(151))
    fake.push('connection.changed', { state: 'online', syncedAt: 3, since: null, reason: null })
    await soon(() => expect(ids()[0]).toBe('row-151'))
  })

  it('is exported as it is filtered, with progress, and cancelled at a wish', async () => {
    await open()
    await page.type('filter-user', 'nobody')
    await page.click('logs-export')
    expect(page.get('export-outcome').textContent).toContain('Saved 0 entries to')
    expect(fake.callsOf('logs.export')[0]).toMatchObject({ local: { user: 'nobody' } })
    let end: (() => void) | undefined
    fake.next('logs.export', { gate: new Promise<void>((resolve) => (end = resolve)) })
    await page.click('logs-export')
    const { exportId } = fake.callsOf('logs.export')[1] as { exportId: string }
    fake.push('logs.exportStepped', { exportId, read: 200, total: 4000 })
    await quiet()
    expect(page.get('export-progress').textContent).toContain('200 of 4,000')
    await page.click('export-cancel')
    end?.()
    await soon(() => expect(page.get('export-outcome').textContent).toBe('Export cancelled. No file was written.'))
  })

  it('finds its filter as it was left', async () => {
    await open()
    await choose('filter-code', '500')
    await page.click('menu-sys-user-index')
    await page.click('menu-sys-log-index')
    expect(page.get<HTMLSelectElement>('filter-code').value).toBe('500')
    expect(askedFor().at(-1)).toMatchObject({ codes: [500] })
  })
})

describe('live', () => {
  async function live(): Promise<void> {
    await open()
    vi.useFakeTimers()
    await page.click('live')
  }
  const more = async (...rows: number[]): Promise<void> => {
    fake.logs.push(...rows.map((id) => logRow(id)))
    await vi.advanceTimersByTimeAsync(5000)
    await quiet()
  }

  it('puts what came in on top, every five seconds, by a call of its own', async () => {
    await live()
    await more(151, 152)
    expect([ids().slice(0, 3), fake.callsOf('logs.list').length]).toEqual([['row-152', 'row-151', 'row-150'], 1])
    expect(fake.callsOf('logs.newer').at(-1)).toMatchObject({ since: 150 })
    await page.click('live')
    const asked = fake.callsOf('logs.newer').length
    await more(153)
    expect(fake.callsOf('logs.newer').length).toBe(asked)
  })

  it('holds it back while an entry is open or the list is scrolled, and a button says how much', async () => {
    await live()
    page.get('row-150').click()
    await more(151)
    await more(152)
    expect([ids()[0], page.get('live-show').textContent?.trim()]).toEqual(['row-150', '2 new entries'])
    await page.click('live-show')
    expect([ids()[0], page.find('live-show')]).toEqual(['row-152', null])
    await page.click('detail-close')
    ;(document.activeElement as HTMLElement | null)?.blur()
    const grid = page.get('logs-grid')
    grid.scrollTop = 400
    grid.dispatchEvent(new Event('scroll'))
    await more(153)
    expect([ids().includes('row-153'), page.get('live-show').textContent?.trim()]).toEqual([false, '1 new entry'])
    grid.scrollTop = 0
    grid.dispatchEvent(new Event('scroll'))
    await more()
    expect([ids().includes('row-153'), page.find('live-show')]).toEqual([true, null])
  })

  it('counts nothing as new that the filters hide', async () => {
    await live()
    page.get<HTMLInputElement>('filter-hide-reads').click()
    fake.logs.push(logRow(151, { method: 'post' }))
    await more()
    page.get('row-151').click()
    await more(152)
    expect(page.find('live-show')).toBeNull()
    fake.logs.push(logRow(153, { method: 'put' }))
    await more()
    expect(page.get('live-show').textContent?.trim()).toBe('1 new entry')
  })

  it('is silent while the window is out of sight, and without a server', async () => {
    await live()
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    const asked = fake.callsOf('logs.newer').length
    await more(151)
    expect([fake.callsOf('logs.newer').length, page.get('live-state').textContent]).toEqual([asked, 'Paused in the background'])
    hidden.mockReturnValue(false)
    fake.push('connection.changed', { state: 'offline', syncedAt: 1, since: 2, reason: null })
    await more(152)
    expect([fake.callsOf('logs.newer').length, page.get('live-state').textContent]).toEqual([asked, 'Paused: offline'])
    fake.push('connection.changed', { state: 'online', syncedAt: 1, since: null, reason: null })
    await quiet()
    expect(fake.callsOf('logs.newer').length).toBe(asked + 1)
  })

  it('stops where the session needs a person, says so, and goes on when that person has read the list', async () => {
    await live()
    fake.always('logs.newer', { failure: { code: 'SESSION_ENDED', message: '', retryable: true } })
    await more()
    const asked = fake.callsOf('logs.newer').length
    await more()
    await more()
    expect([fake.callsOf('logs.newer').length, page.get('live-state').textContent]).toEqual([asked, 'Paused: sign-in required. Refresh to continue.'])
    fake.always('logs.newer', null)
    await page.click('refresh')
    await more(151)
    expect(ids()[0]).toBe('row-151')
  })

  it('asks for the list anew where more came in than is held', async () => {
    await live()
    page.get('row-150').click()
    fake.next('logs.newer', { answer: { rows: [], newest: 150, isTooMany: true } })
    await more(151)
    expect(page.get('live-show').textContent?.trim()).toBe('Many new entries')
    await page.click('live-show')
    expect([ids()[0], fake.callsOf('logs.list').length]).toEqual(['row-151', 2])
  })
})

describe('a curl command', () => {
  const params = (...nodes: LogNode[]): LogNode[] => [
    node('Host', 'example.org'),
    { parent: -1, key: 'Authorization', kind: 'text', value: [TOKEN_MASK] },
    node('Content-Type', 'application/json'),
    ...nodes,
  ]

  it('has the token of whoever runs it, and no other secret', () => {
    const body: LogNode[] = [
      node('username', 'ada'),
      { parent: -1, key: 'password', kind: 'text', value: [{ mask: 'hash', userId: null, expiresAt: null }] },
      { parent: -1, key: 'role', kind: 'list', value: [] },
      { parent: 5, key: '0', kind: 'plain', value: ['3'] },
    ]
    expect(curlOf({ method: 'post', uri: ['api/v2/sys/user/users'] }, params(...body), 'https://s.example')).toEqual({
      text: `curl --globoff -X POST 'https://s.example/api/v2/sys/user/users' -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' --data-raw '{"username":"ada","password":"<hidden>","role":[3]}'`,
      isCut: false,
    })
    expect(curlOf({ method: 'get', uri: ['a'] }, [node('x', 'ä &'), node('host', 'h:1')], '').text).toBe(`curl --globoff -X GET 'http://h:1/a?x=%C3%A4%20%26'`)
  })

  // Attack: whoever may send a request at all puts a command into the log, for an administrator to paste.
  it('runs nothing that a request held', () => {
    const evil = `'; touch /tmp/x; echo $(id) \`id\`\u001b[201~\r\nid\u202e`
    const { text } = curlOf({ method: `get'; id`, uri: [evil] }, [node('User-Agent', evil), node(`X: ${evil}`, evil), node('-o', '@/etc/passwd')], 'https://s.example')
    expect(text).not.toMatch(/[\u0000-\u001f\u007f\u202e]/)
    // Outside of quotes stand this program's own words alone.
    expect(text.replaceAll(String.raw`'\''`, '').replaceAll(/'[^']*'/g, '')).toBe('curl --globoff -X GET  -H ')
  })
})
