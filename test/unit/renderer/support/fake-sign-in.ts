import type { CallOutput, SignInContext } from '@shared/bridge/contract'
import type { SignInBridge } from '@shared/bridge/events'
import type { Failure, Result } from '@shared/result'
import type { ProfileView } from '@shared/views'

export interface FakeSignIn {
  readonly bridge: SignInBridge
  readonly calls: { name: string; input: unknown }[]
  context: SignInContext
  /** What the next submit is answered with; null answers ok. */
  failure: Failure | null
  /** What the chosen server offers besides a password. */
  providers: CallOutput<'signIn.providers'>
  /** The picture that it wants to be read, one after another; the last one stays. */
  captchas: CallOutput<'signIn.captcha'>[]
  /** Answers the next `addServer` with these faults of fields. */
  refuseServer(fields: Readonly<Record<string, string>>): void
  /** Answers the `openProvider` that is under way. */
  answerProvider(result: Result<CallOutput<'signIn.openProvider'>>): void
  push(context: SignInContext): void
}

const demo: ProfileView = { id: 'demo', name: 'Holdfast Demo', origin: '', server: '', isDemo: true, label: 'none', labelText: '', color: 'grey', writeMode: 'normal', lastUsername: null }

export function signInContext(more: Partial<SignInContext> = {}): SignInContext {
  return {
    profile: demo,
    profiles: [demo],
    cause: 'first-start',
    since: null,
    waiting: 0,
    username: null,
    unsent: [],
    fontSize: 13,
    canStaySignedIn: true,
    staySignedIn: true,
    locale: 'en',
    theme: 'light',
    ...more,
  }
}

/** Main's side of the sign-in window. */
export function createFakeSignIn(more: Partial<SignInContext> = {}): FakeSignIn {
  const listeners = new Set<(context: SignInContext) => void>()
  const done: Result<null> = { ok: true, value: null }
  let answerProvider: FakeSignIn['answerProvider'] = () => undefined
  let refusedFields: Record<string, string> | null = null
  const note = (name: string, input?: unknown): void => void fake.calls.push({ name, input })
  const fake: FakeSignIn = {
    calls: [],
    context: signInContext(more),
    failure: null,
    providers: [],
    captchas: [],
    refuseServer: (fields) => {
      refusedFields = fields
    },
    answerProvider: (result) => answerProvider(result),
    push: (context) => listeners.forEach((listener) => listener(context)),
    bridge: {
      signIn: {
        context: async () => ({ ok: true, value: fake.context }),
        submit: async (input) => {
          // As main reads it: as UTF-8.
          note('submit', { ...structuredClone(input), password: typeof input.password === 'string' ? input.password : new TextDecoder().decode(input.password) })
          return fake.failure ? { ok: false, failure: fake.failure } : done
        },
        captcha: async (input) => (note('captcha', input), { ok: true, value: (fake.captchas.length > 1 ? fake.captchas.shift() : fake.captchas[0]) ?? { kind: 'none' } }),
        providers: async (input) => (note('providers', input), { ok: true, value: fake.providers }),
        openProvider: (input) => {
          note('openProvider', structuredClone(input))
          return new Promise((resolve) => (answerProvider = resolve))
        },
        pasteAddress: async (input) => {
          note('pasteAddress', structuredClone(input))
          return fake.failure ? { ok: false, failure: fake.failure } : done
        },
        cancelProvider: async () => (note('cancelProvider'), done),
        addServer: async (input) => {
          note('addServer', structuredClone(input))
          const fields = refusedFields
          refusedFields = null
          if (fields) return { ok: false, failure: { code: 'VALIDATION', message: '', retryable: false, fields } }
          return { ok: true, value: { ...demo, id: 'added', name: input.name, origin: input.url, isDemo: false } }
        },
        cancel: async () => (note('cancel'), done),
        fit: async (input) => (note('fit', input), done),
        noteFault: async (input) => (note('noteFault', input), done),
      },
      on: {
        'signIn.contextChanged': (listener) => {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
      },
    },
  }
  return fake
}
