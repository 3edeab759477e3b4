// A server's captcha in the sign-in window: shown only where there is one, told at its field, and never at the cost of the password.
import type { SignInContext } from '@shared/bridge/contract'
import type { Captcha } from '@shared/captcha'
import type { Failure } from '@shared/result'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import SignIn from '@renderer/sign-in/SignIn.vue'
import { createFakeSignIn, signInContext } from '../support/fake-sign-in'

const demo = signInContext().profile
const office = { ...demo, id: 'office', name: 'Head office', origin: 'https://admin.company.example', isDemo: false, lastUsername: 'wang' }
const picture = (id: string): Captcha => ({ kind: 'picture', id, image: `data:image/gif;base64,${id}AAA` })
const refusal = (fields: Record<string, string>): Failure => ({ code: 'VALIDATION', message: '', fields, retryable: false })

async function open(captchas: Captcha[], more: Partial<SignInContext> = {}) {
  const fake = createFakeSignIn({ profile: office, profiles: [office, demo], ...more })
  fake.captchas = captchas
  const page = mount(SignIn, { attachTo: document.body, props: { bridge: fake.bridge } })
  await flushPromises()
  const at = (testid: string) => page.find(`[data-testid="${testid}"]`)
  const value = (testid: string): string => (at(testid).element as HTMLInputElement).value
  const submit = async ({ password = 'secret', captcha = '' } = {}): Promise<void> => {
    await at('signin-username').setValue('admin')
    await at('signin-password').setValue(password)
    if (captcha) await at('signin-captcha-text').setValue(captcha)
    await page.find('form').trigger('submit')
    await flushPromises()
  }
  const focused = (): string | undefined => (document.activeElement as HTMLElement).dataset['testid']
  return { fake, page, at, value, submit, focused, sent: (name: string) => fake.calls.filter((call) => call.name === name).map(({ input }) => input) }
}

afterEach(() => document.body.replaceChildren())

describe('where the server has none', () => {
  it('nothing of it is there, and nothing goes with the password', async () => {
    const { at, submit, sent } = await open([])
    expect(at('signin-captcha').exists()).toBe(false)
    await submit()
    expect(sent('submit')).toEqual([{ profileId: 'office', username: 'admin', password: 'secret', staySignedIn: true }])
    expect(sent('captcha')).toEqual([{ profileId: 'office' }])
  })
})

describe('where the server has one', () => {
  it('shows its picture with a name and with what to do for whom it cannot be read, and sends what was typed', async () => {
    const { at, submit, sent } = await open([picture('a')])
    const image = at('signin-captcha-picture')
    expect([image.attributes('src'), image.attributes('alt')]).toEqual(['data:image/gif;base64,aAAA', 'Image with the characters to enter'])
    const hint = document.getElementById(at('signin-captcha-text').attributes('aria-describedby') ?? '')
    expect(hint?.textContent).toContain('cannot be read aloud. If you cannot see it, ask the server’s administrator')
    await submit({ captcha: ' 7x2 ' })
    expect(sent('submit')).toMatchObject([{ captcha: { id: 'a', text: '7x2' } }])
  })

  it('sends nothing without it, and says so at its field', async () => {
    const { at, submit, sent, focused } = await open([picture('a')])
    await submit()
    expect([sent('submit'), at('signin-captcha-error').text(), focused()]).toEqual([[], 'Required.', 'signin-captcha-text'])
  })

  it.each([
    ['wrong', 'Wrong characters. Enter those of the new image'],
    ['expired', 'The image has expired.'],
  ])('a %s one is told at its field: another picture, an empty field that has the focus, the password as it was', async (fault, words) => {
    const { fake, at, value, submit, focused, sent } = await open([picture('a'), picture('b')])
    fake.failure = refusal({ captcha: fault })
    await submit({ captcha: '1' })
    expect(at('signin-captcha-error').text()).toContain(words)
    expect([at('signin-error').exists(), value('signin-captcha-text'), value('signin-password'), focused()]).toEqual([false, '', 'secret', 'signin-captcha-text'])
    expect(at('signin-captcha-picture').attributes('src')).toContain('bAAA')
    fake.failure = null
    await submit({ captcha: '2' })
    expect(sent('submit').at(-1)).toMatchObject({ captcha: { id: 'b', text: '2' } })
  })

  it('a wrong password takes another picture too: the one before has counted', async () => {
    const { fake, at, value, submit, focused } = await open([picture('a'), picture('b')])
    fake.failure = refusal({ password: 'wrongCredentials' })
    await submit({ captcha: '1' })
    expect([at('signin-error').text(), value('signin-captcha-text'), focused()]).toEqual(['User name or password is wrong.', '', 'signin-password'])
    expect(at('signin-captcha-picture').attributes('src')).toContain('bAAA')
  })

  it('gives another picture when asked, and keeps the old one where none comes', async () => {
    const { fake, at, page } = await open([picture('a'), picture('b')])
    await at('signin-captcha-renew').trigger('click')
    await flushPromises()
    expect(at('signin-captcha-picture').attributes('src')).toContain('bAAA')
    fake.captchas = []
    await at('signin-captcha-renew').trigger('click')
    await flushPromises()
    expect(at('signin-captcha-picture').attributes('src')).toContain('bAAA')
    expect(page.find('[role="status"] .field-error').text()).toBe('A new image could not be loaded.')
  })

  it('is another one for another server, and none for the demo', async () => {
    const { fake, at, sent } = await open([picture('a')])
    fake.captchas = []
    await at('signin-server').setValue('demo')
    await flushPromises()
    expect([at('signin-captcha').exists(), sent('captcha')]).toEqual([false, [{ profileId: 'office' }, { profileId: 'demo' }]])
  })

  it('is there for whom it was not known at first, once the server asks for it', async () => {
    const { fake, at, submit, focused, value } = await open([])
    fake.failure = refusal({ captcha: 'required' })
    fake.captchas = [picture('a')]
    await submit()
    expect(at('signin-captcha-error').text()).toBe('Enter the characters in this image.')
    expect([focused(), value('signin-password')]).toEqual(['signin-captcha-text', 'secret'])
  })

  it('says above the form that it is asked for where no picture can be had', async () => {
    const { fake, at, submit } = await open([])
    fake.failure = refusal({ captcha: 'required' })
    await submit()
    expect(at('signin-error').text()).toContain('the image could not be loaded')
  })

  it('says that a picture is none that can be shown', async () => {
    const { at, submit, sent } = await open([{ kind: 'unusable' }])
    expect(at('signin-captcha-unusable').text()).toContain('Tell the server’s administrator.')
    expect(at('signin-captcha-picture').exists()).toBe(false)
    await submit()
    expect(sent('submit')).toHaveLength(1)
  })

  it('speaks Chinese', async () => {
    const { at } = await open([picture('a')], { locale: 'zh-CN' })
    expect(at('signin-captcha').text()).toContain('图片内容无法朗读')
  })
})
