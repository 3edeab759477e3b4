import { PASSWORD_RESET, type PasswordFault, type PasswordField } from '@shared/resources/account'
import { failed, FailureError } from '@shared/result'
import { type Authorized, type CallOptions, UnansweredError } from '../authorized'
import { saidBy } from '../failed-write'
import { hiddenIn, secretsIn } from '../odd-answers'
import { type SecretBody, secretBody } from '../secret-body'
import { JSON_TYPE } from '../transport'

/**
 * Passwords that are set on the server, now: never queued, never sent a second time by itself. The bytes that come in are wiped
 * when it ends, whatever comes of it. Both throw VALIDATION where the server names a field (`current`, `password`, `repeat`: a
 * key of `PASSWORD_FAULTS`, or the server's own words), REFUSED with any other words of the server's, UNKNOWN when no answer
 * says whether it was done: no look-up could tell.
 */
export interface PasswordsResource {
  /** The account's own, by `PUT password`. */
  change(change: PasswordChange, options?: CallOptions): Promise<void>
  /** Another user's, by `PUT resetpassword`, where the server has that (docs/contract.md, "What only some servers have"). */
  reset(reset: PasswordReset, options?: CallOptions): Promise<void>
}

/** What the server asks for: the name and the old password are the proof, and the new one comes twice. */
export interface PasswordChange {
  readonly username: string
  /** These are UTF-8. */
  readonly current: Uint8Array
  readonly password: Uint8Array
  readonly repeat: Uint8Array
}

interface PasswordReset {
  readonly id: number
  /** UTF-8. */
  readonly password: Uint8Array
}

export function createPasswordsResource(authorized: Authorized): PasswordsResource {
  const send = async (path: string, body: SecretBody, options?: CallOptions): Promise<void> => {
    try {
      await authorized.send({ method: 'PUT', path, secretBytes: body.bytes, bound: 'small' }, options)
    } catch (error) {
      throw passwordFailure(error, () => secretsIn({ bytes: body.bytes, contentType: JSON_TYPE }))
    } finally {
      body.wipe()
    }
  }
  return {
    // Exactly these keys: with one more the server refuses all of it.
    change: ({ username, current, password, repeat }, options) => send('/sys/user/password', secretBody({ username }, { password_orig: current, password, password_confirmation: repeat }), options),
    reset: ({ id, password }, options) => send(PASSWORD_RESET.path, secretBody({ id }, { password }), options),
  }
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
