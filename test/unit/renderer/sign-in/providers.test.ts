import { fail, ok } from '@shared/result'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import SignIn from '@renderer/sign-in/SignIn.vue'
import { createFakeSignIn, signInContext } from '../support/fake-sign-in'

const demo = signInContext().profile
const office = { ...demo, id: 'office', name: 'Head office', origin: 'https://admin.company.example', isDemo: false }
const github = { provider: 'github', host: 'github.com' } as const

async function open(more: Parameters<typeof createFakeSignIn>[0] = {}) {
  const fake = createFakeSignIn({ profile: office, profiles: [office, demo], ...more })
  fake.providers = [github, { provider: 'gitee', host: 'code.company.example' }]
  const page = mount(SignIn, { attachTo: document.body, props: { bridge: fake.bridge } })
  await flushPromises()
  const at = (testid: string) => page.find(`[data-testid="${testid}"]`)
  const click = async (testid: string): Promise<void> => {
    const button = at(testid).element as HTMLElement
    button.focus()
    button.click()
    await flushPromises()
  }
  const answer = async (result: Parameters<typeof fake.answerProvider>[0]): Promise<void> => {
    fake.answerProvider(result)
    await flushPromises()
  }
  const paste = async (address: string): Promise<void> => {
    await at('signin-address').setValue(address)
    await page.findAll('form')[1]?.trigger('submit')
    await flushPromises()
  }
  const sent = (name: string) => fake.calls.filter((call) => call.name === name).map(({ input }) => input)
  return { fake, page, at, click, answer, paste, sent, focused: () => (document.activeElement as HTMLElement).dataset['testid'] }
}

describe('signing in by a third party', () => {
  afterEach(() => document.body.replaceChildren())

  it('is offered with the host that opens, behind the password', async () => {
    const { at, page } = await open()
    const button = at('signin-with-gitee')
    expect(button.text()).toBe('Sign in with Gitee')
    expect(page.find(`#${button.attributes('aria-describedby')}`).text()).toBe('Opens code.company.example in your browser.')
    const order = page.findAll('button').map((one) => one.attributes('data-testid'))
    expect(order.slice(-4)).toEqual(['signin-cancel', 'signin-submit', 'signin-with-github', 'signin-with-gitee'])
  })

  it('is not there for a server that offers none, and is asked for with each server that is picked', async () => {
    const { at, fake, sent } = await open()
    fake.providers = []
    await at('signin-server').setValue('demo')
    await flushPromises()
    expect([at('signin-providers').exists(), sent('providers')]).toEqual([false, [{ profileId: 'office' }, { profileId: 'demo' }]])
  })

  it('never keeps the form waiting', async () => {
    const { bridge } = createFakeSignIn({ profile: office, profiles: [office] })
    const silent = { ...bridge, signIn: { ...bridge.signIn, providers: () => new Promise<never>(() => undefined) } }
    const page = mount(SignIn, { attachTo: document.body, props: { bridge: silent } })
    await flushPromises()
    expect(page.find('[data-testid="signin-password"]').exists()).toBe(true)
  })

  it('waits beside the form, and says where', async () => {
    const { at, click, sent, focused } = await open()
    await click('signin-with-github')
    expect(sent('openProvider')).toEqual([{ profileId: 'office', provider: 'github', staySignedIn: true }])
    expect(at('signin-provider-status').text()).toBe('Waiting for GitHub. Sign in to github.com in your browser; this window continues automatically.')
    expect([focused(), at('signin-submit').attributes('aria-disabled')]).toEqual(['signin-provider-cancel', 'false'])
  })

  it('is given up by its button and for another server, and what it then answers is not told', async () => {
    const { at, click, answer, sent, focused } = await open()
    await click('signin-with-github')
    await click('signin-provider-cancel')
    await answer(fail('CANCELLED', ''))
    expect([sent('cancelProvider').length, at('signin-error').exists(), focused()]).toEqual([1, false, 'signin-with-github'])
    await click('signin-with-gitee')
    await at('signin-server').setValue('demo')
    await flushPromises()
    await answer(fail('REFUSED', 'late'))
    expect([sent('cancelProvider').length, at('signin-error').exists()]).toEqual([2, false])
  })

  it.each([
    [fail('REFUSED', '邮箱 a@b.c 未绑定用户'), '邮箱 a@b.c 未绑定用户'],
    [fail('VALIDATION', '', { fields: { provider: 'denied' } }), 'The provider denied the sign-in. Try again, or use a password.'],
    [
      fail('VALIDATION', '', { fields: { provider: 'portTaken' }, details: { port: 4711 } }),
      'Port 4711 on this computer is used by another program, but this sign-in needs it. Close that program, then try again.',
    ],
    [fail('VALIDATION', '', { fields: { provider: 'failed' }, details: { error: 'server_error' } }), 'The provider could not sign you in (server_error). Try again, or use a password.'],
    [fail('VALIDATION', '', { fields: { address: 'otherState' } }), 'This response belongs to another sign-in. Nothing was sent. Use the page that was opened last, or start again.'],
    [fail('TIMEOUT', '', { fields: { provider: 'timeout' } }), 'The browser did not respond in time. Start again.'],
  ] as const)('comes back to the form with words: %j', async (result, words) => {
    const { at, click, answer } = await open()
    await click('signin-with-github')
    await answer(result)
    expect([at('signin-error').text(), at('signin-retry').exists(), at('signin-with-github').exists()]).toEqual([words, false, true])
  })

  it('takes the address that the browser was sent to where the answer does not come by itself', async () => {
    const { at, click, answer, paste, sent, focused } = await open()
    await click('signin-with-github')
    await answer(ok({ next: 'paste' }))
    expect([focused(), at('signin-provider-status').text()]).toEqual([
      'signin-address',
      'Sign in to github.com in your browser. Then copy the address of the page you are redirected to and paste it here.',
    ])
    await paste('https://a.example/?code=c&state=s')
    expect([sent('pasteAddress'), sent('submit')]).toEqual([[{ address: 'https://a.example/?code=c&state=s' }], []])
  })

  it('says at the field what is wrong with an address, and ends when the server refuses', async () => {
    const { at, click, answer, paste, fake, focused } = await open()
    await click('signin-with-github')
    await answer(ok({ next: 'paste' }))
    fake.failure = { code: 'VALIDATION', message: '', retryable: false, fields: { address: 'invalid' } }
    await paste('https://a.example/')
    expect(at('signin-address-error').text()).toBe('This address contains no response from GitHub. Copy the complete address from the browser.')
    expect(focused()).toBe('signin-address')
    fake.failure = { code: 'REFUSED', message: '邮箱 a@b.c 未绑定用户', retryable: false }
    await paste('https://a.example/?code=c&state=s')
    expect([at('signin-error').text(), at('signin-address').exists()]).toEqual(['邮箱 a@b.c 未绑定用户', false])
  })
})
