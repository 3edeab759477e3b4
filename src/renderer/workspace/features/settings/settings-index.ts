import { PREFERENCE_DEFAULTS, type Preferences, START_PAGES } from '@shared/views'
import type { MessageKey } from '../../i18n/message-key'

/** One thing that can be found on the page: by the words of its label and of its help. */
interface Setting {
  readonly label: MessageKey
  readonly hint?: MessageKey
  /** Further words by which it is found, such as those of its choices and its section. */
  readonly also?: readonly MessageKey[]
  /** What it sets; without one there is nothing to reset. */
  readonly preference?: keyof Preferences
}

export const SETTINGS = {
  language: { label: 'status.display.language', hint: 'settings.hints.language', also: ['settings.general'], preference: 'locale' },
  startPage: {
    label: 'status.display.startPage',
    hint: 'settings.hints.startPage',
    also: ['settings.general', ...START_PAGES.map((page) => `settings.startPages.${page}` as const)],
    preference: 'startPage',
  },
  pageSize: { label: 'status.display.pageSize', hint: 'settings.hints.pageSize', also: ['settings.general'], preference: 'pageSize' },
  theme: { label: 'status.display.theme', hint: 'settings.hints.theme', also: ['settings.appearance', 'status.display.light', 'status.display.dark'], preference: 'theme' },
  density: { label: 'status.display.density', hint: 'settings.hints.density', also: ['settings.appearance', 'status.display.comfortable', 'status.display.compact'], preference: 'density' },
  fontSize: { label: 'settings.fontSize.label', hint: 'settings.hints.fontSize', also: ['settings.appearance', 'settings.accessibility.title'], preference: 'fontSize' },
  unsent: { label: 'settings.notifications.unsent', hint: 'settings.hints.remindsOfUnsent', also: ['settings.notifications.title'], preference: 'remindsOfUnsent' },
  sessionEnd: { label: 'settings.notifications.sessionEnd', hint: 'settings.hints.remindsOfSessionEnd', also: ['settings.notifications.title'], preference: 'remindsOfSessionEnd' },
  motion: { label: 'settings.accessibility.motion', hint: 'settings.hints.motion', also: ['settings.accessibility.title', 'settings.accessibility.reduced'], preference: 'motion' },
  messages: { label: 'settings.accessibility.keepsMessages', hint: 'settings.hints.keepsMessages', also: ['settings.accessibility.title'], preference: 'keepsMessages' },
  keyboard: { label: 'settings.keyboard.title', hint: 'settings.keyboard.text', also: ['help.sheet.list'], preference: 'keys' },
  security: {
    label: 'settings.security.title',
    also: ['settings.security.tokensLabel', 'settings.security.draftsLabel', 'settings.security.sessionLabel', 'session.signOut', 'session.everywhere.button'],
  },
  data: { label: 'settings.data.title', also: ['settings.data.file', 'settings.data.cache', 'settings.data.rows', 'settings.data.clear.button', 'outbox.tabs.drafts'] },
  servers: { label: 'settings.servers.label', also: ['settings.data.title', 'settings.servers.sizes', 'settings.servers.clear'] },
  dumps: { label: 'settings.trouble.dumps', hint: 'settings.trouble.dumpsText', also: ['settings.trouble.title'], preference: 'keepsCrashDumps' },
  logs: { label: 'settings.logs.label', hint: 'settings.hints.logs', also: ['settings.trouble.title', 'settings.logs.open'] },
  about: { label: 'settings.about' },
} as const satisfies Readonly<Record<string, Setting>>

export type SettingId = keyof typeof SETTINGS

export function settingOf(id: SettingId): Setting {
  return SETTINGS[id]
}

/** What "Reset all" writes: every preference that this page shows. Width and state of the menu are no part of it. */
export function allDefaults(): Partial<Preferences> {
  const names = Object.keys(SETTINGS).flatMap((id) => settingOf(id as SettingId).preference ?? [])
  return Object.fromEntries(names.map((name) => [name, PREFERENCE_DEFAULTS[name]]))
}
