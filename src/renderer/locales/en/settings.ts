export const settings = {
  title: 'Settings',
  close: 'Close settings',
  general: 'General',
  appearance: 'Appearance',
  about: 'About',
  data: {
    title: 'Data on this computer',
    file: 'Drafts, outbox and activity',
    cache: 'Cached data',
    cacheOf: '{size} (limit {limit})',
    rows: 'Cached records',
    megabytes: '{size} MB',
    nobody: 'Sign in to view your data on this computer.',
    clear: {
      button: 'Clear cache…',
      title: 'Clear cache?',
      goes: 'Cached data of this server is deleted from this computer, and so are filters, sorting and page of your lists. Offline, lists are empty until they load again.',
      stays: 'Drafts, pending changes and activity are kept.',
      confirm: 'Clear cache',
      done: 'Cache cleared.',
    },
    failed: { read: 'The size of the data could not be read.', clear: 'The cache could not be cleared.' },
  },
  trouble: {
    title: 'Troubleshooting',
    dumps: 'Save crash dumps on this computer',
    dumpsText:
      'A crash dump may contain what is on screen, your password and your session. It never leaves this computer: up to 3 are kept in the data folder for 14 days, and signing out deletes them. Takes effect the next time Holdfast starts.',
  },
  security: {
    title: 'Security',
    tokensLabel: 'Sign-in tokens',
    tokens: {
      protected: 'In the system keychain. No page of Holdfast can read them.',
      'memory-only': 'In memory until Holdfast is closed.',
    },
    draftsLabel: 'Drafts and outbox',
    drafts: {
      durable: 'In an encrypted file on this computer. Its key is in the system keychain.',
      'memory-only': 'In memory until Holdfast is closed.',
    },
    sessionLabel: 'This session',
    session: {
      none: 'Not signed in.',
      stored: '{name} stays signed in after Holdfast is closed.',
      memory: '{name} must sign in again at the next start.',
      until: 'Valid until {time}. Renewed automatically while you work.',
    },
  },
}
