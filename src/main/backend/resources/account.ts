import type { Fields } from '@shared/merge'
import type { Account, MenuEntry, PasswordFault, PasswordField } from '@shared/resources/account'
import { failed, FailureError } from '@shared/result'
import { type Authorized, type CallOptions, UnansweredError } from '../authorized'
import { saidBy } from '../failed-write'
import { hiddenIn, secretsIn } from '../odd-answers'
import { secretBody } from '../secret-body'
import { JSON_TYPE } from '../transport'
import { joinedUnreadable, readRows, readTree } from '../wire-rows'
import { fieldsOf, idOf, isYes, listOf, textOf, unreadableReply, wholeOf } from '../wire-values'

/** The signed-in account, by `GET info`. Of it only what is used: it also carries constants of the original's author, and dumps of the server's own variables. */
export interface AccountResource {
  read(options?: CallOptions): Promise<Account>
  /**
   * The account's own password, by `PUT password`. The bytes are wiped when it ends, whatever comes of it. Throws VALIDATION
   * where the server names a field (`current`, `password`, `repeat`: a key of `PASSWORD_FAULTS`, or the server's own words),
   * REFUSED with any other words of the server's, UNKNOWN when no answer says whether it was changed: no look-up could tell.
   */
  changePassword(change: PasswordChange, options?: CallOptions): Promise<void>
}

/** What the server asks for: the name and the old password are the proof, and the new one comes twice. */
export interface PasswordChange {
  readonly username: string
  /** These are UTF-8. */
  readonly current: Uint8Array
  readonly password: Uint8Array
  readonly repeat: Uint8Array
}

export function createAccountResource(authorized: Authorized): AccountResource {
  return {
    read: async (options) => {
      const { data } = await authorized.send({ method: 'GET', path: '/sys/user/info' }, options)
      const info = fieldsOf(data)
      if (!info) throw unreadableReply('account', [''])
      const roles = await readRows(partOf(info, 'roles'), 'name', (id, raw) => ({ id, name: textOf(raw['name']) }))
      const menu = await readTree(partOf(info, 'asyncRouterMap'), 'path', toEntry)
      const permissions = partOf(info, 'ctrlperm').map((item) => fieldsOf(item)?.['path'])
      const paths = permissions.filter((path) => typeof path === 'string')
      return {
        id: idOf(info['id']) ?? NOBODY,
        username: textOf(info['username']),
        // Of the user's own row. `phone` and `identify` beside them are constants, the same for everybody.
        email: textOf(info['email']),
        tel: textOf(info['tel']),
        roles: roles.rows,
        permissions: paths,
        menu: menu.rows,
        ...joinedUnreadable([roles.unreadable, menu.unreadable, { count: permissions.length - paths.length, names: [] }]),
      }
    },
    changePassword: async ({ username, current, password, repeat }, options) => {
      // Exactly these keys: with one more the server refuses all of it.
      const body = secretBody({ username }, { password_orig: current, password, password_confirmation: repeat })
      try {
        await authorized.send({ method: 'PUT', path: '/sys/user/password', secretBytes: body.bytes, bound: 'small' }, options)
      } catch (error) {
        throw passwordFailure(error, () => secretsIn({ bytes: body.bytes, contentType: JSON_TYPE }))
      } finally {
        body.wipe()
      }
    },
  }
}

/** The id of an account that the server does not number: no user's. */
const NOBODY = 0

/** A part that is not there is an empty one; one that is no list counts as one thing that cannot be read. */
function partOf(info: Fields, name: string): readonly unknown[] {
  const part = info[name]
  return part === undefined || part === null || part === '' ? [] : (listOf(part) ?? [part])
}

function toEntry(id: number, raw: Fields, { children }: { readonly children: MenuEntry[] }): MenuEntry {
  const meta = fieldsOf(raw['meta']) ?? {}
  const [path, component] = [textOf(raw['path']), textOf(raw['component'])]
  return {
    id,
    // An entry without words of its own is still the way to its page.
    title: textOf(meta['title']) || textOf(raw['name']) || path || `#${id}`,
    path,
    component,
    icon: textOf(meta['icon']),
    isDirectory: isDirectory(raw['type'], component, children),
    isHidden: isYes(raw['hidden']),
    children,
  }
}

/** Without a type, by what it holds: the original gives every directory the same component. */
function isDirectory(type: unknown, component: string, children: readonly MenuEntry[]): boolean {
  const number = wholeOf(type)
  return number === null ? component === 'Layout' || children.length > 0 : number === 0
}

/** A server may quote what it was sent when it refuses: its words go on the screen and into "Details", passwords do not. */
function passwordFailure(error: unknown, secrets: () => readonly string[]): unknown {
  if (error instanceof UnansweredError) return failed('UNKNOWN', 'No answer says whether the password was changed.', { details: saidBy(error.reason) })
  if (!(error instanceof FailureError)) return error
  // What comes from here alone, such as the end of a session, has no words of the server's.
  const { code, message, details } = error.failure
  if (code !== 'REFUSED' && !details) return error
  const failure = hiddenIn(error.failure, secrets())
  const fault = code === 'REFUSED' ? passwordFault(message) : null
  if (fault) return failed('VALIDATION', failure.message, { fields: { [fault.field]: fault.key ?? failure.message } })
  return new FailureError(failure)
}

/** The rule as the original writes it into its refusal, without the backslashes, whose number depends on who escaped it. */
const KNOWN_RULE = '^(?=.*[a-z])(?=.*[A-Z])(?=.*d)[S]{8,}$'

/** Which field the server's words are about. Without a key they say it themselves: another server may have another rule. */
function passwordFault(message: string): { readonly field: PasswordField; readonly key: PasswordFault | null } | null {
  if (message.trim() === '原密码不正确') return { field: 'current', key: 'wrongCurrent' }
  if (/^password_confirmation must (be )?equal/i.test(message)) return { field: 'repeat', key: 'notEqual' }
  if (!/^password must validate against/i.test(message)) return null
  return { field: 'password', key: message.replaceAll('\\', '').includes(KNOWN_RULE) ? 'rule' : null }
}
