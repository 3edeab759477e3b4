import type { SignInContext } from '@shared/bridge/contract'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { addressKind } from '@renderer/server-address'
import SignIn from '@renderer/sign-in/SignIn.vue'
import { createFakeSignIn, signInContext } from '../support/fake-sign-in'

const demo = signInContext().profile
const office = { ...demo, id: 'office', name: 'Head office', origin: 'https://admin.company.example', isDemo: false, lastUsername: 'wang' }

async function open(more: Partial<SignInContext> = {}) {
  const fake = createFakeSignIn(more)
  const page = mount(SignIn, { attachTo: document.body, props: { bridge: fake.bridge } })
  await flushPromises()
  const at = (testid: string) => page.find(`[data-testid="${testid}"]`)
  const value = (testid: string): string => (at(testid).element as HTMLInputElement).value
  const submit = async (username: string, password: string): Promise<void> => {
    await at('signin-username').setValue(username)
    await at('signin-password').setValue(password)
    await page.find('form').trigger('submit')
    await flushPromises()
  }
  return { fake, page, at, value, submit, sent: (name: string) => fake.calls.filter((call) => call.name === name).map(({ input }) => input) }
}

describe('the sign-in window', () => {
  afterEach(() => document.body.replaceChildren())

  it('names server and user, and says why it is there and what waits', async () => {
    const since = new Date()
    since.setHours(14, 5)
    const { at, value } = await open({ profile: office, profiles: [office], cause: 'expired', since: since.getTime(), waiting: 3, username: 'zhang' })
    expect(at('signin-reason').text()).toBe('Your session ended at 14:05. Your work is kept; 3 requests are waiting.')
    expect(document.body.textContent).toContain('Sign in to Head office')
    expect(value('signin-username')).toBe('zhang')
    expect([at('signin-server').exists(), at('signin-add-server').exists()]).toEqual([false, false])
    expect((document.activeElement as HTMLElement).dataset['testid']).toBe('signin-password')
  })

  it('names whose changes wait here, on the server that is chosen', async () => {
    const { at, page } = await open({ profiles: [demo, office], unsent: [{ profileId: 'office', username: 'editor', entries: 3 }] })
    expect(at('signin-unsent').exists()).toBe(false)
    await at('signin-server').setValue('office')
    expect(page.findAll('[data-testid="signin-unsent"]').map((one) => one.text().replace(/[\u2068\u2069]/g, ''))).toEqual(['editor has 3 pending changes on Head office.'])
  })

  it('speaks Chinese, without spaces between sentences', async () => {
    const { at } = await open({ locale: 'zh-CN', cause: 'cancelled', waiting: 1 })
    expect(at('signin-reason').text()).toBe('尚未登录。你的工作已保留；1 个请求正在等待。')
    expect(document.documentElement.lang).toBe('zh-CN')
  })

  it('marks the demo and names its accounts; other servers show none', async () => {
    const { at } = await open({ profiles: [demo, office] })
    expect(at('signin-demo').text()).toContain('admin, test, editor')
    await at('signin-server').setValue('office')
    expect([at('signin-demo').exists(), (at('signin-username').element as HTMLInputElement).value]).toEqual([false, 'wang'])
  })

  it('sends the trimmed name and the untouched password once, and forgets the password', async () => {
    const { submit, sent, value } = await open()
    await submit(' admin ', ' pass word ')
    expect(sent('submit')).toEqual([{ profileId: 'demo', username: 'admin', password: ' pass word ', staySignedIn: true }])
    expect(value('signin-password')).toBe('')
  })

  it('keeps what was typed when the context is told again, and forgets the password for another server', async () => {
    const { fake, at, value } = await open({ profiles: [demo, office] })
    await at('signin-username').setValue('zhang')
    await at('signin-password').setValue('for the demo')
    fake.push({ ...signInContext(), profiles: [{ ...demo }, office], profile: { ...demo }, waiting: 0 })
    await flushPromises()
    expect([value('signin-username'), value('signin-password')]).toEqual(['zhang', 'for the demo'])
    await at('signin-server').setValue('office')
    expect([value('signin-username'), value('signin-password')]).toEqual(['wang', ''])
  })

  it('sends nothing without a name or a password', async () => {
    const { submit, sent } = await open()
    await submit('', 'x')
    await submit('admin', '')
    expect(sent('submit')).toEqual([])
  })

  it('says that name or password is wrong, and selects the password', async () => {
    const { fake, submit, at } = await open()
    fake.failure = { code: 'VALIDATION', message: '', fields: { password: 'wrongCredentials' }, retryable: false }
    await submit('admin', 'nope')
    expect(at('signin-error').text()).toBe('User name or password is wrong.')
    expect(at('signin-error').attributes('role')).toBe('alert')
    const field = at('signin-password').element as HTMLInputElement
    expect([document.activeElement === field, field.value, field.selectionStart, field.selectionEnd]).toEqual([true, 'nope', 0, 4])
  })

  it('tells other failures by their own words', async () => {
    const { fake, submit, at } = await open()
    fake.failure = { code: 'OFFLINE', message: 'ECONNREFUSED 10.0.0.1', retryable: true }
    await submit('admin', 'admin')
    expect(at('signin-error').text()).toBe('The server is not reachable. What you typed is still here. Check the network, then try again.')
  })

  it('has what an administrator needs of a failure, and the ID of its line in the log; of a wrong password nothing', async () => {
    const { fake, submit, at } = await open()
    fake.failure = { code: 'OFFLINE', message: 'No answer.', retryable: true, details: { status: 502, cause: 'ERR_FAILED', requestId: '0a1b2c3d' } }
    await submit('admin', 'admin')
    expect(at('signin-details').find('pre').text()).toBe('Code: OFFLINE\nMessage: No answer.\nHTTP status: 502\nCause: ERR_FAILED\nLog ID: 0a1b2c3d')
    fake.failure = { code: 'VALIDATION', message: '', retryable: false, fields: { password: 'wrongCredentials' } }
    await submit('admin', 'admin')
    expect(at('signin-details').exists()).toBe(false)
  })

  it.each([
    [{ cause: 'ERR_UNSAFE_PORT' }, 'This port is reserved for another protocol, so Holdfast does not connect to it. Use another port.'],
    [{ cause: 'ERR_CONNECTION_REFUSED' }, 'Nothing responds at this address.'],
    [{ cause: 'ENOTFOUND' }, 'Host name not found.'],
    [{ cause: 'ERR_INTERNET_DISCONNECTED' }, 'This computer is not connected to a network.'],
    [{ cause: 'ERR_CONNECTION_TIMED_OUT' }, 'The connection took too long.'],
    [{ cause: 'ERR_PROXY_CONNECTION_FAILED' }, 'The proxy cannot be used.'],
    [{ cause: 'ERR_CERT_AUTHORITY_INVALID' }, 'The server’s certificate is not trusted on this computer.'],
    [{ cause: 'ERR_CONNECTION_RESET' }, 'The connection failed (ERR_CONNECTION_RESET).'],
    [{ status: 502 }, 'A gateway returned HTTP 502.'],
    [{ status: 200, isPortal: true }, 'The response is a page of the network, such as its sign-in page.'],
  ])('names the cause %j when the server cannot be reached', async (details, words) => {
    const { fake, submit, at } = await open()
    fake.failure = { code: 'OFFLINE', message: '', retryable: true, details }
    await submit('admin', 'admin')
    expect(at('signin-error').text()).toBe(`The server is not reachable. ${words} What you typed is still here. Check the network, then try again.`)
  })

  it('offers to try again with what was typed, one key away', async () => {
    const { fake, submit, at, sent, page } = await open()
    fake.failure = { code: 'OFFLINE', message: '', retryable: true }
    await submit('admin', ' kept ')
    expect(document.activeElement).toBe(at('signin-retry').element)
    fake.failure = null
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(sent('submit')).toHaveLength(2)
    expect(sent('submit')[1]).toMatchObject({ username: 'admin', password: ' kept ' })
    expect(at('signin-retry').exists()).toBe(false)
  })

  it('F60: tells how long the server wants no further attempt and counts down, but lets the person try at once', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
    try {
      const { fake, submit, at, sent } = await open()
      fake.failure = { code: 'SERVER', message: '', retryable: true, details: { status: 429, retryAfterMs: 25_000 } }
      await submit('admin', 'admin')
      expect(at('signin-error').text()).toBe('Too many attempts. Try again in 25 seconds. What you typed is still here.')
      expect([at('signin-submit').text(), at('signin-retry').exists()]).toEqual(['Sign in (25 s)', false])
      vi.advanceTimersByTime(24_000)
      await flushPromises()
      expect(at('signin-submit').text()).toBe('Sign in (1 s)')
      expect(at('signin-submit').attributes('aria-disabled')).toBe('false')
      fake.failure = null
      await submit('admin', 'admin')
      expect(sent('submit')).toHaveLength(2)
      expect(at('signin-submit').text()).toBe('Sign in')
    } finally {
      vi.useRealTimers()
    }
  })

  for (const retryAfterMs of [86_400_000, 999_999_999_000, Number.MAX_SAFE_INTEGER]) {
    it(`F60: a wait of ${retryAfterMs} ms is told as two minutes, on the button and in words`, async () => {
      const { fake, submit, at } = await open()
      fake.failure = { code: 'SERVER', message: '', retryable: true, details: { status: 429, retryAfterMs } }
      await submit('admin', 'admin')
      expect(at('signin-submit').text()).toBe('Sign in (120 s)')
      expect(at('signin-error').text()).toContain('Try again in 120 seconds.')
    })
  }

  it('says only that the server wants fewer attempts when it names no time', async () => {
    const { fake, submit, at } = await open()
    fake.failure = { code: 'SERVER', message: '', retryable: true, details: { status: 429, retryAfterMs: null } }
    await submit('admin', 'admin')
    expect(at('signin-error').text()).toBe('Too many attempts. Try again later. What you typed is still here.')
    expect(at('signin-retry').exists()).toBe(true)
  })

  it('tells Caps Lock by the state of the key, and no more once the field is left', async () => {
    const { at } = await open()
    const field = at('signin-password')
    const tell = async (type: string, key: string, isOn: boolean): Promise<boolean> => {
      const event = type === 'mousedown' ? new MouseEvent(type) : new KeyboardEvent(type, { key })
      event.getModifierState = (modifier) => modifier === 'CapsLock' && isOn
      field.element.dispatchEvent(event)
      await flushPromises()
      return at('signin-caps').exists()
    }
    // A capital letter by Shift says nothing; a small one under Caps Lock and Shift does not hide it.
    expect([await tell('keydown', 'A', false), await tell('keydown', 'a', true), await tell('keyup', 'CapsLock', false), await tell('mousedown', '', true)]).toEqual([false, true, false, true])
    expect(field.attributes('aria-describedby')).toBe(at('signin-caps').attributes('id'))
    await field.trigger('blur')
    expect(at('signin-caps').exists()).toBe(false)
  })

  it('leaves the Enter that ends a composition to the input method', async () => {
    const { at } = await open()
    const enter = (more: KeyboardEventInit = {}): boolean => at('signin-username').element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...more }))
    expect(enter()).toBe(true)
    at('signin-username').element.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))
    expect(enter()).toBe(false)
  })

  it('has its fields in the order in which they are filled in', async () => {
    const { fake, page } = await open({ profiles: [demo, office] })
    fake.providers = []
    const order = page.findAll('select, input, button').map((one) => one.attributes('data-testid'))
    expect(order).toEqual(['signin-server', 'signin-add-server', 'signin-username', 'signin-password', 'signin-show', 'signin-stay', 'signin-cancel', 'signin-submit'])
  })

  it('goes to another server by Ctrl+Shift+S unless calls wait, and has what was typed when it comes back', async () => {
    const press = async (): Promise<void> => {
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'S', code: 'KeyS', ctrlKey: true, shiftKey: true }))
      await flushPromises()
    }
    const { at, value, fake } = await open()
    await at('signin-username').setValue('zhang')
    await at('signin-password').setValue('half')
    await press()
    expect(at('server-name').exists()).toBe(true)
    await at('server-back').trigger('click')
    await flushPromises()
    expect([value('signin-username'), value('signin-password')]).toEqual(['zhang', 'half'])
    fake.push(signInContext({ waiting: 1 }))
    await press()
    expect(at('server-name').exists()).toBe(false)
  })

  it.each([true, false])('F65: disables staying signed in with the reason while the keychain is not at hand, and keeps the wish (%s)', async (wish) => {
    const { at, submit, sent } = await open({ canStaySignedIn: false, staySignedIn: wish })
    expect(at('signin-stay').attributes('disabled')).toBeDefined()
    expect((at('signin-stay').element as HTMLInputElement).checked).toBe(false)
    expect(document.body.textContent).toContain('the system keychain is not available')
    await submit('admin', 'admin')
    expect(sent('submit')).toMatchObject([{ staySignedIn: wish }])
  })

  it('F65: what was chosen before the keychain failed is still chosen when it is back', async () => {
    const { fake, at, submit, sent } = await open({ staySignedIn: true })
    const stays = (): boolean => (at('signin-stay').element as HTMLInputElement).checked
    await at('signin-stay').setValue(false)
    fake.push(signInContext({ canStaySignedIn: false, staySignedIn: true }))
    await flushPromises()
    fake.push(signInContext({ canStaySignedIn: true, staySignedIn: true }))
    await flushPromises()
    expect(stays()).toBe(false)
    await submit('admin', 'admin')
    expect(sent('submit')).toMatchObject([{ staySignedIn: false }])
  })

  it('follows a new context without losing what was typed', async () => {
    const { fake, at, value } = await open()
    await at('signin-password').setValue('half')
    fake.push(signInContext({ waiting: 2, cause: 'expired', since: Date.now(), locale: 'zh-CN', theme: 'dark' }))
    await flushPromises()
    expect([value('signin-password'), document.documentElement.dataset['theme']]).toEqual(['half', 'dark'])
    expect(at('signin-reason').text()).toContain('2 个请求正在等待')
  })

  it('is put off by the button and by Escape', async () => {
    const { at, sent } = await open()
    await at('signin-cancel').trigger('click')
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', isComposing: true }))
    expect(sent('cancel')).toHaveLength(2)
  })

  it('adds a server, with consent only where the way is not encrypted', async () => {
    const { at, page, sent } = await open()
    await at('signin-add-server').trigger('click')
    await at('server-name').setValue('Branch')
    await at('server-url').setValue('http://10.1.2.3:8890')
    await page.find('form').trigger('submit')
    expect(sent('addServer')).toEqual([])
    await at('server-allow-http').setValue(true)
    await at('server-dialect').setValue('x-token')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(sent('addServer')).toEqual([{ name: 'Branch', url: 'http://10.1.2.3:8890', dialect: 'x-token', allowPlainHttp: true }])
    expect((at('signin-server').element as HTMLSelectElement).value).toBe('added')
  })
})

describe('the address of another server', () => {
  it('may come without a scheme, shows where the API is looked for, and offers http where https does not answer', async () => {
    const { at, page, sent, fake } = await open()
    await at('signin-add-server').trigger('click')
    await at('server-name').setValue('Branch')
    await at('server-url').setValue('127.0.0.1:8899/ruoyi/')
    expect(at('server-api-address').text()).toContain('https://127.0.0.1:8899/ruoyi/api/v2')
    fake.refuseServer({ url: 'noHttps' })
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(page.text()).toContain('No HTTPS server responds here.')
    await at('server-use-http').trigger('click')
    expect((at('server-url').element as HTMLInputElement).value).toBe('http://127.0.0.1:8899/ruoyi/')
    expect(at('server-use-http').exists()).toBe(false)
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(sent('addServer')).toMatchObject([{ url: '127.0.0.1:8899/ruoyi/' }, { url: 'http://127.0.0.1:8899/ruoyi/' }])
  })
})

describe('a server address', () => {
  it.each([
    ['https://admin.company.example', 'fine'],
    ['http://localhost:8890', 'fine'],
    ['http://127.0.0.1:8890/#/login', 'fine'],
    ['http://[::1]:80', 'fine'],
    ['http://10.1.2.3', 'plain-remote'],
    ['http://localhost.evil.example', 'plain-remote'],
    ['http://127.0.0.1.evil.example', 'plain-remote'],
    ['ftp://x', 'bad'],
    ['admin.company.example', 'fine'],
    ['127.0.0.1:8899', 'fine'],
    ['host/ruoyi', 'fine'],
    ['javascript:alert(1)', 'bad'],
  ])('%s is %s', (typed, kind) => {
    expect(addressKind(typed)).toBe(kind)
  })
})
