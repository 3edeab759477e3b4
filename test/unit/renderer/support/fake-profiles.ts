import type { CallName } from '@shared/bridge/names'
import type { ConnectionStep } from '@shared/connection-test'
import type { ProfileEntry, ProfileInput } from '@shared/profiles'
import { profileView } from './fake-data'
import type { FakeHoldfast } from './fake-holdfast'

type Handler = (input: never) => unknown

/** What a test of a good server answers, step by step. */
export const goodSteps: ConnectionStep[] = (['address', 'dns', 'proxy', 'tcp', 'tls', 'http', 'api', 'clock'] as const).map((step) => ({
  step,
  state: 'ok',
  cause: null,
  facts: {},
}))

/** Main's side of the server list: adds, changes, removes, orders, and shows another server in the window. */
export function profileHandlers(fake: FakeHoldfast): Partial<Record<CallName, Handler>> {
  const find = (id: string): ProfileEntry | undefined => fake.profiles.find((profile) => profile.id === id)
  return {
    'profiles.list': () => fake.profiles,
    'profiles.left': () => fake.left,
    'profiles.unsent': () => fake.unsent,
    'profiles.save': (input: ProfileInput) => save(fake, input),
    'profiles.forget': ({ id }: { id: string }) => {
      fake.profiles = fake.profiles.filter((profile) => profile.id !== id)
      fake.left = fake.left.filter((server) => server.id !== id)
    },
    'profiles.reorder': ({ ids }: { ids: string[] }) => void (fake.profiles = ids.flatMap((id) => find(id) ?? [])),
    'profiles.open': ({ id, inNewWindow }: { id: string; inNewWindow: boolean }) => {
      const profile = find(id)
      if (!profile || inNewWindow) return
      fake.profiles = fake.profiles.map((entry) => ({ ...entry, isHere: entry.id === id }))
      fake.state = { ...fake.state, profile: profileView(profile) }
      fake.push('workspace.switched', null)
    },
    'profiles.addDemo': () => {
      const demo: ProfileEntry = { ...(fake.profiles[0] as ProfileEntry), id: 'demo', name: 'Demo', isDemo: true, isHere: false, windows: 0 }
      fake.profiles = [...fake.profiles, demo]
      return demo
    },
    'profiles.export': () => ({ file: '/home/ada/servers.json', profiles: fake.profiles.length }),
    'profiles.import': () => ({ added: ['Harbour'], skipped: ['Trial'], unreadable: [] }),
    'profiles.chooseCaFile': () => ({ file: '/home/ada/ca.pem', subject: 'Example CA', validTo: '2031-05-04T00:00:00.000Z' }),
    'profiles.test': () => goodSteps,
  }
}

function save(fake: FakeHoldfast, { id, url, ...input }: ProfileInput): unknown {
  if (fake.profiles.some((profile) => profile.id !== id && profile.name === input.name)) {
    return { failure: { code: 'VALIDATION', message: '', retryable: false, fields: { name: 'taken' } } }
  }
  const blank: ProfileEntry = { ...(fake.profiles[0] as ProfileEntry), isDemo: false, isHere: false, windows: 0, session: null, lastUsedAt: null, lastUsername: null }
  const { allowPlainHttp: _, leftId: _left, ...kept } = input
  const saved: ProfileEntry = { ...(fake.profiles.find((profile) => profile.id === id) ?? blank), ...kept, id: id ?? input.leftId ?? 'added', origin: new URL(url).origin }
  fake.left = fake.left.filter((server) => server.id !== saved.id)
  fake.profiles = id === null ? [...fake.profiles, saved] : fake.profiles.map((profile) => (profile.id === id ? saved : profile))
  return saved
}
