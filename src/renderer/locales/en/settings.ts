export const settings = {
  title: 'Settings',
  close: 'Close the settings',
  general: 'General',
  appearance: 'Appearance',
  about: 'About',
  data: {
    title: 'Data on this computer',
    file: 'Drafts, outbox and activity',
    cache: 'Kept from the server',
    cacheOf: '{size} of at most {limit}',
    rows: 'Records kept',
    megabytes: '{size} MB',
    nobody: 'Sign in to see what is kept for you here.',
    clear: {
      button: 'Clear the cache…',
      title: 'Clear the cache?',
      goes: 'What was read from this server is forgotten on this computer. Until it is read again, nothing of it can be seen without a connection. How you left the lists (filter, sort, page) is forgotten too.',
      stays: 'Drafts, the outbox and the activity stay.',
      confirm: 'Clear the cache',
      done: 'The cache is empty.',
    },
    failed: { read: 'The size of the data could not be read.', clear: 'The cache could not be cleared.' },
  },
  trouble: {
    title: 'Troubleshooting',
    dumps: 'Keep crash dumps on this computer',
    dumpsText:
      'A crash dump may hold what is on screen, your password and your session. It never leaves this computer: at most 3 are kept in the data folder, for 14 days, and signing out deletes them. Turning this on takes effect the next time Holdfast starts.',
  },
  security: {
    title: 'Security',
    tokensLabel: 'Sign-in tokens',
    tokens: {
      protected: 'In the keychain of the operating system. No page of this program ever sees them.',
      'memory-only': 'In memory, until the program is closed.',
    },
    draftsLabel: 'Drafts and outbox',
    drafts: {
      durable: 'In an encrypted file on this computer. Its key is in the keychain.',
      'memory-only': 'In memory, until the program is closed.',
    },
    sessionLabel: 'This session',
    session: {
      none: 'Nobody is signed in here.',
      stored: '{name} stays signed in after the program is closed.',
      memory: '{name} is asked to sign in again at the next start.',
      until: 'Lasts until {time}, and renews itself while you work.',
    },
  },
}
