import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { goodSteps } from '../../support/fake-profiles'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../../support/mount'

const failure = (code: Failure['code'], more: Partial<Failure> = {}): Failure => ({ code, message: '', retryable: false, ...more })

let fake: FakeHoldfast
let page: OpenWorkspace

async function choose(testid: string, value: string): Promise<void> {
  const field = page.get<HTMLSelectElement>(testid)
  field.value = value
  field.dispatchEvent(new Event('change', { bubbles: true }))
  await quiet()
}

/** The fault shown at a field, by the tie that assistive technology follows; null without one. */
function faultOf(testid: string): string | null {
  const field = page.get(testid)
  if (field.getAttribute('aria-invalid') !== 'true') return null
  const ids = (field.getAttribute('aria-describedby') ?? '').split(' ')
  return ids.map((id) => document.getElementById(id)).find((text) => text?.classList.contains('field-error'))?.textContent ?? null
}

const value = (testid: string): string => page.get<HTMLInputElement>(testid).value
const saved = (): unknown[] => fake.callsOf('profiles.save')

describe('the form of a server', () => {
  beforeEach(async () => {
    giveElementsASize()
    fake = createFakeHoldfast()
    page = await openWorkspace(fake)
    fake.push('actions.asked', { id: 'servers', choice: null })
    await quiet()
  })
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it('adds a server with Ctrl+N and Ctrl+S, chooses it in the list, and says so', async () => {
    await press('n', { ctrlKey: true })
    expect(document.activeElement).toBe(page.get('server-name'))
    await page.type('server-name', ' Harbour ')
    await page.type('server-url', 'https://harbour.example')
    await choose('server-label', 'production')
    page.get('server-mode-review').dispatchEvent(new Event('change', { bubbles: true }))
    await page.type('server-seconds', '2,5')
    await press('s', { ctrlKey: true })
    expect(saved()).toEqual([
      {
        id: null,
        name: 'Harbour',
        url: 'https://harbour.example',
        label: 'production',
        labelText: '',
        color: 'red',
        writeMode: 'review',
        dialect: 'bearer',
        callBudgetMs: 2500,
        extraCaFile: null,
        allowPlainHttp: false,
      },
    ])
    expect([page.find('server-form'), document.activeElement?.getAttribute('data-server'), page.get('announcer').textContent]).toEqual([null, 'added', 'Saved: Harbour.'])
  })

  it('shows where the API is looked for, and saves the place where a test has found it', async () => {
    await press('n', { ctrlKey: true })
    await page.type('server-name', 'Harbour')
    await page.type('server-url', 'harbour.example/ruoyi/')
    expect(page.get('server-api-address').textContent).toBe('API address: https://harbour.example/ruoyi/api/v2')
    const found = { origin: 'https://harbour.example', apiPath: '/ruoyi/api/v2' }
    const steps = goodSteps.map((step) => (step.step === 'address' ? { ...step, facts: found } : step.step === 'api' ? { ...step, facts: { apiPath: '/index.php/api/v2' } } : step))
    fake.next('profiles.test', { answer: steps })
    await page.click('test-connection')
    expect(page.get('server-api-address').textContent).toContain('https://harbour.example/index.php/api/v2')
    await page.click('server-save')
    expect(saved()).toMatchObject([{ url: 'https://harbour.example/index.php/api/v2' }])
  })

  it('offers http where https does not answer an address without a scheme, and asks for consent then', async () => {
    await press('n', { ctrlKey: true })
    await page.type('server-name', 'Harbour')
    await page.type('server-url', '10.1.2.3:8899')
    fake.next('profiles.save', { failure: failure('VALIDATION', { fields: { url: 'noHttps' } }) })
    await page.click('server-save')
    expect(faultOf('server-url')).toContain('No HTTPS server responds here')
    await page.click('server-use-http')
    expect([value('server-url'), page.find('server-no-https'), page.find('server-allow-plain') === null]).toEqual(['http://10.1.2.3:8899', null, false])
    await page.click('server-save')
    expect(saved()).toHaveLength(1)
  })

  it('names each fault at its field, goes to the first one, and sends nothing', async () => {
    await page.click('server-add')
    await choose('server-label', 'custom')
    await page.type('server-seconds', '0')
    await page.click('server-save')
    expect(['server-name', 'server-url', 'server-label-text', 'server-seconds'].map(faultOf)).toEqual(['Required.', 'Required.', 'Required.', 'Enter a number from 1 to 300.'])
    expect([saved(), document.activeElement]).toEqual([[], page.get('server-name')])
    await page.type('server-name', 'x'.repeat(61))
    await page.type('server-url', 'ftp://files')
    await page.type('server-seconds', 'ten')
    expect(['server-name', 'server-url', 'server-seconds'].map(faultOf)).toEqual(['Too long.', 'Invalid format.', 'Invalid format.'])
  })

  it('asks for an explicit consent to plain http to another machine, and only there', async () => {
    await page.click('server-add')
    await page.type('server-name', 'Harbour')
    await page.type('server-url', 'http://127.0.0.1:8890')
    expect(page.find('plain-http')).toBeNull()
    await page.type('server-url', 'http://harbour.example')
    expect(page.get('plain-http').textContent).toContain('anyone on the network can read')
    await page.click('server-save')
    expect([faultOf('server-allow-plain'), saved()]).toEqual([expect.stringContaining('Select this'), []])
    await page.click('server-allow-plain')
    await page.type('server-url', 'https://harbour.example')
    await page.click('server-save')
    expect(saved()).toMatchObject([{ allowPlainHttp: false }])
  })

  it('shows faults that only main can find, and drops them with the next keystroke', async () => {
    await page.click('server-add')
    await page.type('server-name', 'Trial')
    await page.type('server-url', 'https://x.example')
    await page.click('server-save')
    expect(faultOf('server-name')).toBe('Another server already has this name.')
    await page.type('server-name', 'Trial 3')
    expect(faultOf('server-name')).toBeNull()
    fake.next('profiles.save', { failure: failure('VALIDATION', { fields: { url: 'plainHttp', extraCaFile: 'unreadable' } }) })
    await page.type('server-url', 'http://x.example')
    await page.click('server-allow-plain')
    await page.click('server-save')
    expect([faultOf('server-allow-plain'), faultOf('choose-ca')]).toEqual([expect.stringContaining('Select this'), 'The file could not be read.'])
  })

  it('keeps what was typed when saving fails, and says why', async () => {
    await page.click('server-trial')
    await press('F2')
    await page.type('server-name', 'Trial 3')
    fake.next('profiles.save', { failure: failure('STORAGE') })
    await page.click('server-save')
    expect([page.get('server-form-failure').textContent, value('server-name')]).toEqual([expect.stringContaining('still in this form'), 'Trial 3'])
  })

  it('begins an edit with what is there', async () => {
    await page.click('server-lab')
    await page.click('server-edit')
    const texts = ['server-name', 'server-url', 'server-label', 'server-label-text', 'server-color', 'server-seconds'].map(value)
    expect(texts).toEqual(['Lab', 'http://lab.example', 'custom', 'Lab of Ben', 'purple', '15'])
    expect([page.get<HTMLInputElement>('server-dialect-x-token').checked, page.get<HTMLInputElement>('server-allow-plain').checked]).toEqual([true, true])
    expect(page.get('server-save').getAttribute('aria-disabled')).toBe('true')
  })

  it('duplicates under a name that is free, as a new server', async () => {
    await page.click('server-lab')
    await page.click('server-duplicate')
    expect(value('server-name')).toBe('Lab (2)')
    await page.click('server-save')
    expect(saved()).toMatchObject([{ id: null, name: 'Lab (2)', url: 'http://lab.example', dialect: 'x-token', allowPlainHttp: true }])
  })

  it('is always red for production, whatever was chosen', async () => {
    await page.click('server-add')
    await choose('server-color', 'green')
    await choose('server-label', 'production')
    expect([value('server-color'), page.get<HTMLSelectElement>('server-color').disabled]).toEqual(['red', true])
  })

  it('shows of a chosen CA certificate whose it is and until when, and lets it be removed', async () => {
    await page.click('server-add')
    await page.click('choose-ca')
    expect(page.get('ca-file').textContent).toMatch(/\/home\/ada\/ca\.pem.*Example CA, valid until .*2031/)
    await page.click('remove-ca')
    expect([page.find('ca-file'), document.activeElement]).toEqual([null, page.get('choose-ca')])
    fake.next('profiles.chooseCaFile', { failure: failure('VALIDATION', { fields: { extraCaFile: 'notACertificate' } }) })
    await page.click('choose-ca')
    expect(faultOf('choose-ca')).toBe('The file contains no CA certificate.')
  })

  it('closes at once when nothing was changed, and asks otherwise', async () => {
    await page.click('server-add')
    await press('Escape')
    expect([page.find('server-form'), page.find('question')]).toEqual([null, null])
    await page.click('server-add')
    await page.type('server-name', 'Harbour')
    await page.click('server-cancel')
    expect(page.get('question').textContent).toContain('Changes to Harbour are not saved.')
    await press('Escape')
    expect([page.find('question'), value('server-name')]).toEqual([null, 'Harbour'])
    await page.click('server-cancel')
    await page.click('question-confirm')
    expect(page.find('server-form')).toBeNull()
  })

  it.each([
    ['another page is chosen', () => page.click('menu-sys-user-index'), 'users-grid'],
    ['another server is opened', () => press('2', { ctrlKey: true }), 'users-grid'],
    ['another line is chosen', () => page.click('server-trial'), 'server-details'],
  ])('asks before it goes because %s', async (_, leave, after) => {
    await page.click('server-add')
    await page.type('server-name', 'Harbour')
    await leave()
    await page.click('question-cancel')
    expect([value('server-name'), fake.callsOf('profiles.open')]).toEqual(['Harbour', []])
    await leave()
    await page.click('question-confirm')
    expect([page.find('server-form'), page.find(after) !== null]).toEqual([null, true])
  })

  it('is named among what would be lost when the window is closed', async () => {
    await page.click('server-add')
    await page.type('server-name', 'Harbour')
    fake.push('app.closing', null)
    await quiet()
    expect(fake.callsOf('app.readyToClose')).toEqual([{ unkept: ['Harbour'] }])
  })

  it('warns that another address ends the session', async () => {
    await page.click('server-trial')
    await page.click('server-edit')
    expect(page.find('server-moved')).toBeNull()
    await page.type('server-url', 'https://trial-2.example')
    expect(page.get('server-moved').textContent).toContain('signs everybody out of this server')
  })

  it('is not asked about when the window turns to the changed server while it is being saved', async () => {
    await page.click('server-trial')
    await page.click('server-edit')
    await page.type('server-name', 'Trial 3')
    let answer = (): void => undefined
    fake.next('profiles.save', { gate: new Promise<void>((resolve) => (answer = resolve)) })
    await page.click('server-save')
    fake.push('workspace.switched', null)
    await quiet()
    answer()
    await quiet()
    expect([page.find('question'), page.find('servers')]).toEqual([null, null])
  })
})
