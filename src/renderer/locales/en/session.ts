/** Why there is no running session, in the words that the bar and the sign-in window share. */
export const session = {
  because: {
    'first-start': 'Sign in to begin.',
    'signed-out': 'You are signed out.',
    expired: 'Your session ended at {time}.',
    refused: 'The server stopped accepting your session at {time}.',
    'new-token-refused':
      'The server accepted the sign-in, then refused the token it had just issued. It probably expects another token header, or something on the way removes it: check “Token header” in the server’s settings and run “Test connection”.',
    'user-gone': 'At {time} the server no longer knew this account.',
    elsewhere: 'This account signed in elsewhere at {time}.',
    cancelled: 'You are not signed in.',
  },
  over: 'Your session is over.',
  workKept: 'Your work is kept.',
  workKeptWaiting: 'Your work is kept; {calls} call is waiting. | Your work is kept; {calls} calls are waiting.',
  signIn: 'Sign in',
  signOut: 'Sign out',
  signOutAnyway: 'Sign out all the same',
  signOutFailed: 'Signing out did not work',
  unkept: 'These changes could not be kept and would be lost: {titles}.',
  leave: 'Sign out completely',
  everywhere: {
    button: 'Sign out everywhere here',
    title: 'Sign out of all servers on this computer?',
    goes: 'All windows are signed out, and the sign-in tokens of every server are removed from this computer.',
    stays: 'Drafts, the outbox and cached data stay here, for the same users to go on with after they have signed in again.',
    confirm: 'Sign out everywhere',
    done: 'Signed out of {servers} server. | Signed out of {servers} servers.',
    failed: 'Signing out everywhere did not work',
  },
}
