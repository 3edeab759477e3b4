import { ACTION_IDS, type ActionId, actionOf, type ActionPlace } from './actions'

/** Keys that a person chose, by action; what is not named has its own. An empty list takes the keys away. */
export type KeyOverrides = { readonly [Id in ActionId]?: readonly string[] }

/** Nobody has chosen any. */
export const NO_OVERRIDES: KeyOverrides = {}

/** The keys of every action, as they are in use. */
export type ResolvedKeys = Readonly<Record<ActionId, readonly string[]>>

export interface KeyConflict {
  readonly keys: string
  /** Two that can be alive at the same time. */
  readonly ids: readonly [ActionId, ActionId]
}

/** The keys that an action has of itself. */
export function ownKeys(id: ActionId, platform: string): readonly string[] {
  const { keys, macKeys } = actionOf(id)
  return platform === 'darwin' ? (macKeys ?? keys) : keys
}

/** The ONE place where the table and a person's own keys become the keys in use. Keys of a fixed action stay. */
export function resolveKeys(platform: string, overrides: KeyOverrides): ResolvedKeys {
  const entries = ACTION_IDS.map((id) => {
    const own = ownKeys(id, platform)
    return [id, actionOf(id).isFixed ? own : (overrides[id] ?? own)] as const
  })
  return Object.fromEntries(entries) as ResolvedKeys
}

/** Which places can be alive at the same time. A control that has the focus hears its keys first, so `rows` goes before `window`; it counts all the same. */
const TOGETHER: Readonly<Record<ActionPlace, readonly ActionPlace[]>> = {
  window: ['window', 'list', 'record', 'rows', 'outbox', 'servers', 'serverRow'],
  list: ['window', 'list', 'record', 'rows'],
  record: ['window', 'list', 'record', 'rows', 'servers', 'serverRow'],
  rows: ['window', 'list', 'record', 'rows', 'outbox'],
  outbox: ['window', 'rows', 'outbox'],
  servers: ['window', 'record', 'servers', 'serverRow'],
  serverRow: ['window', 'record', 'servers', 'serverRow'],
  signIn: ['signIn'],
}

function canMeet(one: ActionId, other: ActionId): boolean {
  return TOGETHER[actionOf(one).place].includes(actionOf(other).place)
}

/** Every pair of actions that have keys in common and can be alive at the same time. */
export function keyConflicts(resolved: ResolvedKeys): KeyConflict[] {
  return ACTION_IDS.flatMap((one, at) =>
    ACTION_IDS.slice(at + 1).flatMap((other) => {
      if (!canMeet(one, other)) return []
      return each(resolved[one]).flatMap((keys) => (each(resolved[other]).includes(keys) ? [{ keys, ids: [one, other] as const }] : []))
    }),
  )
}

/** The action that has keys of this one already, and can be alive at the same time; null where there is none. */
export function keysTakenBy(id: ActionId, keys: readonly string[], resolved: ResolvedKeys): ActionId | null {
  const found = keyConflicts({ ...resolved, [id]: keys }).find(({ ids }) => ids.includes(id))
  return found?.ids.find((one) => one !== id) ?? null
}

/** Digits that stand for several are each of them; the order in which modifiers are written does not count. */
function each(keys: readonly string[]): string[] {
  return keys.flatMap((one) => {
    const parts = one.split('+')
    const key = parts.pop() ?? ''
    const before = parts
      .sort()
      .map((part) => `${part}+`)
      .join('')
    const range = /^(\d)…(\d)$/.exec(key)
    if (!range) return [before + key.toUpperCase()]
    return Array.from({ length: Number(range[2]) - Number(range[1]) + 1 }, (_, step) => `${before}${Number(range[1]) + step}`)
  })
}
