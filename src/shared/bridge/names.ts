/**
 * The names of all calls and pushes: all that a preload needs at run time. Channels are derived from them, never typed
 * by hand. The same word all the way: grep `users.save` and see the whole way.
 */

/** The resources that can be edited. Here, because the names of their calls are made of them. */
export const RESOURCE_NAMES = ['users', 'departments', 'roles', 'menus', 'grants'] as const
const RECORD_VERBS = ['list', 'get', 'save', 'create', 'remove'] as const
export type RecordVerb = (typeof RECORD_VERBS)[number]

/** What can be done with each of them. The grants of a role come and go with the role. */
export const VERBS_OF = {
  users: RECORD_VERBS,
  departments: RECORD_VERBS,
  roles: RECORD_VERBS,
  menus: RECORD_VERBS,
  grants: ['get', 'save'],
} as const satisfies Record<(typeof RESOURCE_NAMES)[number], readonly RecordVerb[]>

/**
 * The calls of every resource. For those who search:
 *
 * users.list       users.get       users.save       users.create       users.remove
 * departments.list departments.get departments.save departments.create departments.remove
 * roles.list       roles.get       roles.save       roles.create       roles.remove
 * menus.list       menus.get       menus.save       menus.create       menus.remove
 *                  grants.get      grants.save
 */
export type RecordCall = { [Name in keyof typeof VERBS_OF]: `${Name}.${(typeof VERBS_OF)[Name][number]}` }[keyof typeof VERBS_OF]
const RECORD_CALLS = RESOURCE_NAMES.flatMap((name) => VERBS_OF[name].map((verb) => `${name}.${verb}` as RecordCall))

const OTHER_CALLS = [
  'app.state',
  'app.shellVisible',
  'app.readyToClose',
  'actions.tell',
  'app.noteFault',
  'app.openLogFolder',
  'preferences.set',
  'session.signIn',
  'session.signOut',
  'session.signOutEverywhere',
  'session.retryKeychain',
  'account.read',
  'account.changePassword',
  'account.resetPassword',
  'options.roles',
  'options.departments',
  'options.grantable',
  'drafts.keep',
  'drafts.list',
  'drafts.read',
  'drafts.discard',
  'views.read',
  'views.keep',
  'outbox.list',
  'outbox.find',
  'outbox.dependants',
  'outbox.look',
  'outbox.decide',
  'outbox.send',
  'outbox.drop',
  'outbox.edit',
  'outbox.pause',
  'logs.list',
  'logs.newer',
  'logs.get',
  'logs.export',
  'journal.list',
  'journal.export',
  'data.size',
  'data.clearCache',
  'data.servers',
  'data.clearServer',
  'connection.check',
  'links.openServerPage',
  'links.takeRecord',
  'profiles.list',
  'profiles.left',
  'profiles.unsent',
  'profiles.save',
  'profiles.forget',
  'profiles.reorder',
  'profiles.open',
  'profiles.signOut',
  'profiles.addDemo',
  'profiles.export',
  'profiles.import',
  'profiles.chooseCaFile',
  'profiles.test',
  'forms.claim',
  'forms.release',
  'calls.cancel',
] as const

export const WORKSPACE_CALLS: readonly WorkspaceCall[] = [...OTHER_CALLS, ...RECORD_CALLS]

export const SIGN_IN_CALLS = [
  'signIn.context',
  'signIn.submit',
  'signIn.captcha',
  'signIn.providers',
  'signIn.openProvider',
  'signIn.pasteAddress',
  'signIn.cancelProvider',
  'signIn.addServer',
  'signIn.cancel',
  'signIn.fit',
  'signIn.noteFault',
] as const

/** Pushes from main, in the past tense. */
export const WORKSPACE_EVENTS = [
  'session.changed',
  'secrets.changed',
  'connection.changed',
  'preferences.changed',
  'workspace.switched',
  'outbox.changed',
  'records.changed',
  'profiles.changed',
  'profiles.testStepped',
  'logs.exportStepped',
  'actions.asked',
  'forms.asked',
  'record.asked',
  'app.closing',
] as const

export const SIGN_IN_EVENTS = ['signIn.contextChanged'] as const

export type WorkspaceCall = (typeof OTHER_CALLS)[number] | RecordCall
export type SignInCall = (typeof SIGN_IN_CALLS)[number]
export type CallName = WorkspaceCall | SignInCall
export type WorkspaceEvent = (typeof WORKSPACE_EVENTS)[number]
export type SignInEvent = (typeof SIGN_IN_EVENTS)[number]
export type EventName = WorkspaceEvent | SignInEvent

export function callChannel(name: CallName): string {
  return `holdfast:call:${name}`
}

export function eventChannel(name: EventName): string {
  return `holdfast:event:${name}`
}
