import { randomBytes, randomInt } from 'node:crypto'
import { BACKEND_CODES } from '@shared/backend-codes'
import type { Call, Route } from '../../../src/main/demo/call'
import type { BackendHooks } from '../../../src/main/demo/hooks'
import { type Reply, data, done, failure, refused } from '../../../src/main/demo/reply'
import { idOf, textOf } from '../../../src/main/demo/request-body'
import { sessionRoutes } from '../../../src/main/demo/routes/session'
import type { DemoWorld } from '../../../src/main/demo/world'
import { captchaPicture } from './captcha-picture'

/** What only some servers of this family have (docs/contract.md, "What only some servers have"). Each can be switched while the back-end runs. */
export interface Capabilities {
  /** `PUT /sys/user/resetpassword`, with its operation in the menu, held by role 1. */
  passwordReset: boolean
  /** `GET /sys/user/captcha`, and a sign-in that asks for what it shows. */
  captcha: boolean
}

export type CapabilityName = keyof Capabilities

/** The original has neither. */
export const DEFAULT_CAPABILITIES: Readonly<Capabilities> = { passwordReset: false, captcha: false }

export interface CapabilitySwitches {
  readonly routes: BackendHooks['routes']
  /** Once the back-end is there, and with each change: the menu says what the server has. */
  set(changed: Partial<Capabilities>, world: Pick<DemoWorld, 'db' | 'permissions'>): void
  /** What the picture that was given out last shows; null before the first. */
  captchaText(): string | null
  /** Every captcha that was given out is too old from now on. */
  expireCaptchas(): void
}

const RESET_PATH = '/sys/user/resetpassword'
const USERS_MENU = 4
const RULE = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[\S]{8,}$/

export function createCapabilities(maySignIn: BackendHooks['maySignIn']): CapabilitySwitches {
  const on: Capabilities = { ...DEFAULT_CAPABILITIES }
  const captchas = createCaptchas()
  return {
    captchaText: captchas.newest,
    expireCaptchas: captchas.expire,
    routes: (parts) => {
      const signIn = sessionRoutes({ ...parts, hooks: { maySignIn } }).find(({ path }) => path === '/sys/user/login')
      return [
        { method: 'PUT', path: RESET_PATH, access: 'permission', handle: (call) => resetPassword(parts, call) },
        // Without it, what the original says of a function that a controller does not have.
        {
          method: 'GET',
          path: '/sys/user/captcha',
          access: 'open',
          handle: () => (on.captcha ? data(captchas.issue()) : failure(403, BACKEND_CODES.TOKEN_REFUSED, 'request_headers has not token info.')),
        },
        ...(signIn ? [{ ...signIn, handle: (call: Call) => (on.captcha ? captchas.refusal(call) : null) ?? signIn.handle(call) } satisfies Route] : []),
      ]
    },
    set: (changed, { db, permissions }) => {
      Object.assign(on, changed)
      const found = db.get<{ id: number }>('SELECT id FROM sys_menu WHERE path = ?', [`${RESET_PATH}/put`])
      if (on.passwordReset && !found) {
        const { lastInsertRowid } = db.run("INSERT INTO sys_menu (pid, type, title, path, listorder) VALUES (?, 2, '重置密码', ?, 100)", [USERS_MENU, `${RESET_PATH}/put`])
        permissions.register('menu', Number(lastInsertRowid))
      }
      if (on.passwordReset || !found) return
      permissions.forget('menu', found.id)
      db.run('DELETE FROM sys_menu WHERE id = ?', [found.id])
    },
  }
}

async function resetPassword({ db, passwords }: Parameters<BackendHooks['routes']>[0], { body }: Call): Promise<Reply> {
  const unknown = Object.keys(body).find((key) => key !== 'id' && key !== 'password')
  if (unknown !== undefined) return refused(`Unknown key ${unknown}`)
  const id = idOf(body['id'])
  if (id === 1) return refused('超级管理员密码不能重置')
  if (!RULE.test(textOf(body['password'])))
    return { kind: 'json', status: 200, body: { code: BACKEND_CODES.INVALID, type: 'error', message: String.raw`password must validate against "/^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[\\S]{8,}$/"` } }
  const hash = await passwords.hash(textOf(body['password']))
  const { changes } = db.run('UPDATE sys_user SET password = ? WHERE id = ?', [hash, id ?? null])
  return changes > 0 ? done('密码重置成功') : refused('数据库未查找到该用户')
}

/** Each captcha counts once, whatever comes of the sign-in. */
function createCaptchas() {
  const open = new Map<string, string>()
  let newest: string | null = null
  return {
    newest: () => newest,
    expire: () => open.clear(),
    issue: () => {
      const [id, text] = [randomBytes(12).toString('hex'), String(randomInt(1000, 10_000))]
      open.set(id, text)
      newest = text
      return { enabled: true, id, image: captchaPicture(text) }
    },
    /** Null: it is right. */
    refusal: ({ body }: Call): Reply | null => {
      const [id, typed] = [textOf(body['captcha_id']), textOf(body['captcha'])]
      if (typed === '') return refusedCaptcha('required', '请输入验证码')
      const text = open.get(id)
      open.delete(id)
      if (text === undefined) return refusedCaptcha('expired', '验证码已过期')
      return text === typed ? null : refusedCaptcha('wrong', '验证码错误')
    },
  }
}

function refusedCaptcha(captcha: 'required' | 'expired' | 'wrong', message: string): Reply {
  return failure(200, BACKEND_CODES.CAPTCHA_REFUSED, message, { captcha })
}
