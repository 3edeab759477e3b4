import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeUser } from '../support/fake-data'
import { createFakeHoldfast } from '../support/fake-holdfast'
import { makeEntry } from '../support/fake-outbox'
import { giveElementsASize, type OpenWorkspace, openWorkspace, press } from '../support/mount'
import { openOutbox, world } from './own-work/outbox-world'

const AT = Date.UTC(2026, 4, 4, 9, 41, 7)
const FAILURE: Failure = {
  code: 'SERVER',
  message: 'The server returned an error (HTTP 500).',
  retryable: true,
  details: { status: 500, title: 'Data too long for column', requestId: '0a1b2c3d', at: AT },
}
const TOLD = [/HTTP status: 500/, /Response: Data too long for column/, /Time: \S/, /Log ID: 0a1b2c3d/]

let page: OpenWorkspace
beforeEach(giveElementsASize)
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

describe('what the server said when it failed with a save', () => {
  it('stands under Details of the form, with the time and the id in the log', async () => {
    const fake = createFakeHoldfast({ users: [makeUser(1), makeUser(2), makeUser(3)] })
    fake.isQueueing = true
    fake.because = FAILURE
    page = await openWorkspace(fake)
    await page.click('row-3')
    await page.type('field-email', 'new@example.com')
    await page.click('save')
    expect(page.get('draft-bar').textContent).toContain('Queued: The server returned an error (HTTP 500).')
    for (const line of TOLD) expect(page.get('queued-details').textContent).toMatch(line)
    // It is about what was saved, not about what is typed since.
    await page.type('field-email', 'newer@example.com')
    expect(page.find('queued-details')).toBeNull()
  })

  it('stands under Details of the entry in the outbox', async () => {
    page = await openOutbox(world([makeEntry({ why: { kind: 'failure', failure: FAILURE }, attempts: 1, sentAt: AT - 60_000 })]))
    await press('Enter')
    for (const line of TOLD) expect(page.get('failure-details').textContent).toMatch(line)
  })
})
