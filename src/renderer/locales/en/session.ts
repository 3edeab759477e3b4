/** Why there is no running session, in the words that the bar and the sign-in window share. */
export const session = {
  because: {
    'first-start': 'Sign in to begin.',
    'signed-out': 'You are signed out.',
    expired: 'Your session ended at {time}.',
    refused: 'The server stopped accepting your session at {time}.',
    'user-gone': 'At {time} the server no longer knew this account.',
    elsewhere: 'This account signed in elsewhere at {time}.',
    cancelled: 'You are not signed in.',
  },
  over: 'Your session is over.',
  workKept: 'Your work is kept.',
  workKeptWaiting: 'Your work is kept; {calls} call is waiting. | Your work is kept; {calls} calls are waiting.',
  signIn: 'Sign in',
  signOut: 'Sign out',
  signOutUnkept: 'These changes could not be kept and would be lost: {titles}. Sign out all the same?',
  leave: 'Sign out completely',
}
