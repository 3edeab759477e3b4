import { type Access, type Call, callOf, type Opener } from '@shared/effective-access'
import type { Grantable } from '@shared/resources/options'
import { useText } from '../../i18n/use-text'
import { useGrantable } from '../../stores/grantable'
import type { UserAccess } from './use-effective-access'

type AccessedMenu = Grantable['menus'][number]

/** So many openers of one call are named. */
const NAMED = 3

const METHODS = 'get|post|put|delete'
const BEFORE = new RegExp(`^(${METHODS})\\s+(/\\S*)$`, 'i')
const BEHIND = new RegExp(`^(/\\S*)/(${METHODS})$`, 'i')

/** A call as people type it: `GET /sys/user/users`, or as permissions are named, `/sys/user/users/get`; null for any other text. */
export function typedCall(text: string): Call | null {
  const [, method, uri] = BEFORE.exec(text.trim()) ?? []
  if (method !== undefined && uri !== undefined) return { uri: uri.replace(/\/+$/, ''), method: method.toLowerCase() }
  const [, path, verb] = BEHIND.exec(text.trim()) ?? []
  return path !== undefined && verb !== undefined ? { uri: path, method: verb.toLowerCase() } : null
}

/** Such as `GET /sys/user/users`; of a page its path. */
export function callText({ type, path }: Pick<AccessedMenu, 'type' | 'path'>): string {
  if (type !== 'operation') return path
  const { uri, method } = callOf(path)
  return wordedCall({ uri, method })
}
function wordedCall({ uri, method }: Call): string {
  return `${method.toUpperCase()} ${uri || '/'}`
}

/** Why a user may do something, or not: in a word or two for a list, and in whole sentences that are read by others. */
export function useAccessWords(access: UserAccess, userName: () => string) {
  const { t, formats, listUpTo } = useText()
  const grantable = useGrantable()
  const names = (ids: readonly number[]): string => formats.value.list(ids.map(access.nameOf))
  const unread = (): string => formats.value.list(access.unread.value.map(({ name }) => name))
  const hasNone = (): boolean => access.present.value.length === 0

  function openers(some: readonly Opener[]): string {
    return listUpTo(
      some.map(({ path, roles }) => t('rights.answers.opener', { path, roles: names(roles) })),
      NAMED,
    )
  }

  function short({ kind, roles, disabledRoles, openers: some, lacksList }: Access): string {
    if (kind === 'granted') return lacksList ? `${names(roles)} · ${t('rights.short.lacksList')}` : names(roles)
    if (kind === 'contains') return t('rights.short.contains', { path: some[0]?.path ?? '' })
    if (kind === 'disabled') return t('rights.short.disabled', { roles: names(disabledRoles) })
    if (kind === 'unknown') return t('rights.short.unknown', { roles: unread() })
    return t(hasNone() ? 'rights.short.noRoles' : 'rights.short.none')
  }

  const withNotes = (sentence: string, ...more: readonly (string | null)[]): string => formats.value.sentences([sentence, ...more, access.change.value === null ? null : t('rights.answers.unsaved')])

  function sentence(menu: AccessedMenu, { kind, roles, disabledRoles, openers: some, lacksList }: Access): string {
    const named = { user: userName(), name: grantable.menuName(menu.id) ?? menu.path, call: callText(menu) }
    if (kind === 'contains') return withNotes(t('rights.answers.operation.contains', { ...named, openers: openers(some) }, some.length), t('rights.answers.trap'))
    const of = menu.type === 'operation' ? 'operation' : 'menu'
    if (kind === 'granted') return withNotes(t(`rights.answers.${of}.granted`, { ...named, roles: names(roles) }), lacksList ? t('rights.answers.lacksList') : null)
    if (kind === 'disabled') return withNotes(t(`rights.answers.${of}.disabled`, { ...named, roles: names(disabledRoles) }))
    if (kind === 'unknown') return withNotes(t(`rights.answers.${of}.unknown`, { ...named, roles: unread() }))
    return withNotes(t(`rights.answers.${of}.${hasNone() ? 'noRoles' : 'none'}`, named))
  }

  /** Of a call that the server's menus do not have. */
  function callSentence(call: Call): string {
    const some = access.access.value.openersOf(call)
    const named = { user: userName(), call: wordedCall(call) }
    if (some.length > 0) return withNotes(t('rights.answers.call.granted', { ...named, openers: openers(some) }, some.length))
    if (access.unread.value.length > 0) return withNotes(t('rights.answers.call.unknown', { ...named, roles: unread() }))
    return withNotes(t('rights.answers.call.none', named))
  }

  return { short, sentence, callSentence }
}
