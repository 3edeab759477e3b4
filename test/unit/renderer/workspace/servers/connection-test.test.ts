import { CONNECTION_CAUSES, CONNECTION_STEPS, type ConnectionStep } from '@shared/connection-test'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { en } from '@renderer/locales/en'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { goodSteps } from '../../support/fake-profiles'
import { giveElementsASize, openWorkspace, type OpenWorkspace, quiet } from '../../support/mount'

let fake: FakeHoldfast
let page: OpenWorkspace
let answer = (): void => undefined

const step = (name: ConnectionStep['step'], more: Partial<ConnectionStep> = {}): ConnectionStep => ({ step: name, state: 'ok', cause: null, facts: {}, ...more })
const testId = (): string => (fake.callsOf('profiles.test').at(-1) as { testId: string }).testId
const stateOf = (name: ConnectionStep['step']): string | undefined => page.get(`step-${name}`).dataset['state']
const announced = (): string => page.get('announcer').textContent ?? ''

async function stepped(known: ConnectionStep, id = testId()): Promise<void> {
  fake.push('profiles.testStepped', { testId: id, step: known })
  await quiet()
}

describe('"Test connection"', () => {
  beforeEach(async () => {
    giveElementsASize()
    fake = createFakeHoldfast()
    page = await openWorkspace(fake)
    fake.push('actions.asked', { id: 'servers', choice: null })
    await quiet()
    await page.click('server-add')
    await page.type('server-url', ' harbour.example ')
    await page.type('server-seconds', '7')
    fake.next('profiles.test', { gate: new Promise<void>((resolve) => (answer = resolve)) })
  })
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it('is made with the values as they are typed, without a name and without saving', async () => {
    await page.click('test-connection')
    const connection = { url: 'harbour.example', dialect: 'bearer', callBudgetMs: 7000, extraCaFile: null, allowPlainHttp: false }
    expect(fake.callsOf('profiles.test')).toMatchObject([{ connection }])
    expect(fake.callsOf('profiles.save')).toEqual([])
  })

  it('shows each step as it is known, and which one is on its way', async () => {
    await page.click('test-connection')
    expect([stateOf('address'), stateOf('dns')]).toEqual(['running', 'waiting'])
    await stepped(step('address'))
    await stepped(step('dns', { facts: { addresses: '192.0.2.7' } }))
    expect(['address', 'dns', 'proxy', 'tcp'].map((name) => stateOf(name as ConnectionStep['step']))).toEqual(['ok', 'ok', 'running', 'waiting'])
    expect(page.get('step-dns').textContent).toContain('IP addresses: 192.0.2.7')
  })

  it('does not mix up steps of another test', async () => {
    await page.click('test-connection')
    await stepped(step('address', { state: 'failed', cause: 'invalidAddress' }), 'of another window')
    expect(stateOf('address')).toBe('running')
  })

  it('tells of a failed step the cause and what to do, and says it aloud, also where the answer comes before the step', async () => {
    const failed = step('tls', { state: 'failed', cause: 'certificateAuthority', facts: { issuer: 'Example CA', validTo: '2031-05-04T00:00:00.000Z' } })
    vi.spyOn(fake.bridge.profiles, 'test').mockResolvedValue({ ok: true, value: goodSteps.map((good) => (good.step === 'tls' ? failed : good)) })
    await page.click('test-connection')
    const { cause, remedy } = en.connection.causes.certificateAuthority
    expect(page.get('step-tls').textContent).toMatch(/Failed/)
    for (const words of [cause, remedy, 'Issued by: Example CA', '2031']) expect(page.get('step-tls').textContent).toContain(words)
    expect(announced()).toBe(`Test failed: no connection. TLS and certificate: Failed. ${cause} ${remedy}`)
  })

  it('ends with one sentence about all of it', async () => {
    await page.click('test-connection')
    answer()
    await quiet()
    expect([announced(), CONNECTION_STEPS.map(stateOf)]).toEqual(['Test passed.', goodSteps.map(({ state }) => state)])
  })

  it('can be cancelled: main is told, and late answers change nothing', async () => {
    await page.click('test-connection')
    await stepped(step('address'))
    const callId = fake.calls.find(({ name }) => name === 'profiles.test')?.callId
    await page.click('cancel-test')
    expect(fake.callsOf('calls.cancel')).toEqual([{ callId }])
    await stepped(step('dns'))
    answer()
    await quiet()
    expect([stateOf('address'), stateOf('dns'), announced()]).toEqual(['ok', 'undone', 'Test cancelled.'])
  })

  it('ends with the form', async () => {
    await page.click('test-connection')
    await page.click('server-cancel')
    await page.click('question-confirm')
    expect(fake.callsOf('calls.cancel')).toHaveLength(1)
  })

  it('is not begun with an address that is none', async () => {
    await page.type('server-url', 'not an address')
    await page.click('test-connection')
    expect([fake.callsOf('profiles.test'), document.activeElement]).toEqual([[], page.get('server-url')])
  })

  it('says that its result is about other values once they are changed', async () => {
    await page.click('test-connection')
    answer()
    await quiet()
    expect(page.find('test-outdated')).toBeNull()
    await page.type('server-url', 'quay.example')
    expect(page.find('test-outdated')).not.toBeNull()
  })

  it('can be copied as text, with the server’s origin and nothing more of what was typed', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
    await page.type('server-url', 'https://harbour.example:8890/secret-path?key=1')
    await page.click('test-connection')
    answer()
    await quiet()
    await page.click('copy-test')
    const text = write.mock.calls[0]?.[0] ?? ''
    expect(text.split('\n')).toHaveLength(1 + CONNECTION_STEPS.length)
    expect(text).toContain('Connection test of https://harbour.example:8890, ')
    expect(text).not.toContain('secret-path')
  })

  it('has words for every step and every cause', () => {
    expect(Object.keys(en.connection.steps).sort()).toEqual([...CONNECTION_STEPS].sort())
    expect(Object.keys(en.connection.causes).sort()).toEqual([...CONNECTION_CAUSES].sort())
  })
})
