import { BACKEND_CODES } from '@shared/backend-codes'
import type { Call, Route } from '../call'
import { type Reply, done } from '../reply'
import { textOf } from '../request-body'
import type { DemoWorld } from '../world'

const KEYS = ['username', 'password_orig', 'password', 'password_confirmation'] as const
/** The rule and, in the message, the way in which the original writes it. */
const RULE = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[\S]{8,}$/
const RULE_MESSAGE = String.raw`password must validate against "/^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[\\S]{8,}$/"`

/** Needs no token, as in the original: the user name and the old password are the proof. */
export function passwordRoutes(world: DemoWorld): readonly Route[] {
  return [{ method: 'PUT', path: '/sys/user/password', access: 'open', handle: (call) => changePassword(world, call) }]
}

async function changePassword(world: DemoWorld, call: Call): Promise<Reply> {
  const given = Object.keys(call.body)
  const missing = KEYS.find((key) => !given.includes(key))
  if (missing) return rejected(`Key ${missing} must be present`)
  if (given.length > KEYS.length) return rejected('Must have keys { "username", "password_orig", "password", "password_confirmation" }')
  const [username, original, wanted, repeated] = KEYS.map((key) => textOf(call.body[key])) as [string, string, string, string]
  if (!RULE.test(wanted)) return rejected(RULE_MESSAGE)
  if (wanted !== repeated) return rejected('password_confirmation must be equal to "password"')
  const account = world.db.get<{ id: number; password: string }>('SELECT id, password FROM sys_user WHERE username = ? ORDER BY id', [username])
  if (!(await world.passwords.isRight(original, account?.password)) || !account) return rejected('原密码不正确')
  const hash = await world.passwords.hash(wanted)
  world.db.run('UPDATE sys_user SET password = ? WHERE id = ?', [hash, account.id])
  return done('更新成功')
}

function rejected(message: string): Reply {
  return { kind: 'json', status: 200, body: { code: BACKEND_CODES.INVALID, type: 'error', message } }
}
