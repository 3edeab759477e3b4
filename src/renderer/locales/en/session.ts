/** Why there is no running session, in the words that the bar and the sign-in window share. */
export const session = {
  because: {
    'first-start': 'Sign in to start.',
    'signed-out': 'You are signed out.',
    expired: 'Your session ended at {time}.',
    refused: 'The server stopped accepting your session at {time}.',
    'new-token-refused':
      'The server accepted the sign-in, but refused the token it had just issued. It may expect another token header, or a device in between removes it. Check “Token header” in the server’s settings and run “Test connection”.',
    'user-gone': 'This account no longer exists on the server (checked {time}).',
    elsewhere: 'This account signed in elsewhere at {time}.',
    cancelled: 'You are not signed in.',
  },
  over: 'Your session has ended.',
  workKept: 'Your work is kept.',
  workKeptWaiting: 'Your work is kept; {calls} request is waiting. | Your work is kept; {calls} requests are waiting.',
  signIn: 'Sign in',
  signOut: 'Sign out',
  signOutAnyway: 'Sign out anyway',
  signOutFailed: 'Could not sign out',
  unkept: 'These changes could not be saved and would be lost: {titles}.',
  leave: 'Sign out completely',
  everywhere: {
    button: 'Sign out of all servers',
    title: 'Sign out of all servers?',
    goes: 'All windows are signed out, and all sign-in tokens are removed from this computer.',
    stays: 'Drafts, pending changes and cached data stay on this computer. The same users can continue after they sign in again.',
    confirm: 'Sign out of all servers',
    done: 'Signed out of {servers} server. | Signed out of {servers} servers.',
    failed: 'Could not sign out of all servers',
  },
}
