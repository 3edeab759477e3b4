export const help = {
  title: 'Getting started',
  close: 'Close',
  withKeys: '{name} ({keys})',
  sheet: {
    title: 'Keyboard shortcuts',
    search: 'Search shortcuts',
    found: '{shortcuts} shortcut | {shortcuts} shortcuts',
    noMatch: 'No shortcut matches “{text}”.',
    list: 'List of shortcuts',
    menus: 'Everything else is in the menu bar. Press {keys} or Alt to open it.',
    menusMac: 'Everything else is in the menu bar.',
    groups: {
      general: 'General',
      navigate: 'Navigation',
      view: 'View',
      edit: 'Editing',
      record: 'Records',
      rows: 'Tables',
      servers: 'Servers',
      signIn: 'Sign-in window',
      help: 'Help',
    },
  },
  about: {
    title: 'About Holdfast',
    version: 'Version',
    system: 'System',
    support: 'Support',
    supported: 'Electron {major} is one of the latest three major versions and receives security fixes.',
    ended: 'Electron {major} is older than the latest three major versions and no longer receives security fixes. Update Holdfast or its runtime.',
    unknown: 'The Electron version is unknown.',
    calendar: 'According to the Electron release calendar. No server was asked.',
    copy: 'Copy',
    copied: 'Version information copied.',
    notCopied: 'Version information could not be copied.',
  },
  news: {
    title: 'What’s new',
    language: 'The list of changes is available in English only.',
  },
  started: {
    intro: 'Holdfast is a desktop client for administrators. This page is part of the program and can be read offline.',
    signIn: {
      title: 'Sign in',
      text: 'Add your server on the Servers page, or start with the demo data. When the session ends, a sign-in window opens over your work. Nothing you typed is lost, and requests in progress continue after you sign in.',
    },
    edit: {
      title: 'Find and edit records',
      text: 'Choose a page in the menu. Press {open} on a row to edit it beside the list, {add} to create a record, and {save} to save. {find} moves to the search fields.',
    },
    drafts: {
      title: 'Drafts',
      text: 'Everything you type in a form is saved as a draft on this computer within a second. After a crash or a restart, the draft is offered again.',
    },
    outbox: {
      title: 'Offline work and pending changes',
      text: 'You can keep working while the server is unreachable. Saved changes wait on this computer and are sent when the server is back. If someone else changed the same fields, you decide which value to keep. {outbox} shows all pending changes.',
    },
    servers: {
      title: 'Several servers',
      text: 'Each server has its own session, data, and windows. {servers} opens the list of servers, where you can also test a connection.',
    },
    keys: {
      title: 'Keyboard',
      text: 'Every action can be done with the keyboard. {shortcuts} shows all shortcuts. {region} moves between the parts of the window.',
    },
    problems: {
      title: 'If something does not work',
      text: 'Test the connection in the Tools menu. The log is in the log folder, which the Help menu opens. Passwords and tokens are never written to the log.',
    },
  },
}
