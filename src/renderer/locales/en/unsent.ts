/** Work that has not reached the server: how old it is, until when it can be sent without signing in, and whose it is. */
export const unsent = {
  days: '{days} day | {days} days',
  /** In the status bar, after how many there are. */
  oldestShort: 'oldest {age}',
  oldest: 'The oldest pending change has been waiting for {age}, since {time}.',
  old: '{entries} change on this computer has not been sent for {age}. | {entries} changes on this computer have not been sent; the oldest is {age} old.',
  oldText: 'Nobody else sees them until they are sent. The outbox shows what each one is waiting for.',
  openOutbox: 'Open the outbox',
  dismiss: 'Dismiss',
  dismissHint: 'Dismiss until the next reminder',
  endsSoon: 'You are offline, and your session can only be renewed until {time}.',
  endsSoonText: 'Connect before then, or sign in again later. Pending changes are kept either way: {entries}.',
  ended: 'Your session could only be renewed until {time}, and you are offline.',
  endedText: 'Sign in when the server can be reached again. Pending changes are kept: {entries}.',
  checkNow: 'Check connection',
  named: '{name} has {entries} pending change on {server}. | {name} has {entries} pending changes on {server}.',
  namedShort: '{name}: {entries} pending change | {name}: {entries} pending changes',
  namedHint: 'Can be sent after this user signs in again.',
  namedTitle: 'Not sent yet',
}
