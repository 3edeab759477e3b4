import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CONNECTION_CAUSES } from '@shared/connection-test'
import { failure } from '@shared/result'
import { en } from '@renderer/locales/en'
import { zhCN } from '@renderer/locales/zh-CN'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, quiet } from '../support/mount'

let fake: FakeHoldfast
let page: OpenWorkspace
beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
})
async function openPanel(testid: string): Promise<void> {
  page.get(testid).nextElementSibling?.dispatchEvent(Object.assign(new Event('beforetoggle'), { newState: 'open' }))
  await quiet()
}

describe('why something did not go through', () => {
  it('has words for every cause, and none of them points to a place that is only on one page', async () => {
    page = await openWorkspace(fake)
    for (const words of [en, zhCN]) {
      expect(Object.keys(words.connection.causes).sort()).toEqual([...CONNECTION_CAUSES].sort())
      for (const { cause, remedy } of Object.values(words.connection.causes)) expect(cause + remedy).not.toMatch(/above|below[^ ]|facts below|address below|上面|下面/)
    }
  })

  it('stands in a notice, with what the network said under Details', async () => {
    page = await openWorkspace(fake)
    const reason = { cause: 'refused', facts: { error: 'ERR_CONNECTION_REFUSED' } }
    fake.always('users.list', { failure: failure('OFFLINE', 'x', { details: { reason } }) })
    await page.click('refresh')
    const notice = document.querySelector('.failure-notice')?.textContent ?? ''
    expect(notice).toContain('The server is not reachable. Connection refused: nothing is listening on this port.')
    expect(notice).toContain('Check the port, and that the server is running.')
    expect(notice).toContain('Network error: ERR_CONNECTION_REFUSED')
  })

  it('F60: tells that the session cannot be renewed just now, in the notice and in the status bar, and tries at once when asked', async () => {
    page = await openWorkspace(fake)
    fake.always('users.list', { failure: failure('OFFLINE', 'x', { details: { cause: 'renewal', retryAfterMs: 120_000 } }) })
    await page.click('refresh')
    expect(document.querySelector('.failure-notice')?.textContent).toContain('The session could not be renewed. You stay signed in.')
    expect(fake.callsOf('connection.check')).toEqual([])
    fake.setSession({ renewalHeldUntil: Date.now() + 120_000 })
    await quiet()
    expect(page.get('status-session').textContent).toContain('Session renewal delayed')
    expect(page.get('status-session').className).toContain('warn')
    await openPanel('status-session')
    expect(page.get('renewal-held').textContent).toContain('You stay signed in, and your work is kept.')
    await page.click('renew-now')
    expect(fake.callsOf('connection.check')).toHaveLength(1)
    // A person's own refresh asks as well, although the server counts as reachable.
    await page.click('refresh')
    expect(fake.callsOf('connection.check')).toHaveLength(2)
    fake.always('users.list', null)
    fake.setSession({ renewalHeldUntil: null })
    await quiet()
    expect(page.get('status-session').textContent).not.toContain('cannot be renewed')
    expect(document.querySelector('.failure-notice')).toBeNull()
  })
})
