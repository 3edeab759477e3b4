/** What main itself shows: headings of the native menu, the system's dialogs, and windows that stand for a page that is not there. The entries of the menu are in `actions.ts`. */
export const native = {
  /** Between names in a list. */
  comma: ', ',
  /** Why an entry of the menu cannot be chosen, behind its name. */
  because: '{label} ({reason})',
  menus: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    go: 'Go',
    record: 'Record',
    tools: 'Tools',
    window: 'Window',
    help: 'Help',
    noPages: 'Sign in to see your pages',
  },
  /** What macOS has in the menus of every program. */
  mac: {
    services: 'Services',
    hide: 'Hide Holdfast',
    hideOthers: 'Hide Others',
    showAll: 'Show All',
    quit: 'Quit Holdfast',
    minimize: 'Minimize',
    zoom: 'Zoom',
    close: 'Close Window',
    front: 'Bring All to Front',
  },
  close: {
    title: 'Unsaved changes will be lost',
    unkept: 'These changes could not be written to disk: {names}. Save them, or free some disk space and keep editing.',
    inMemory: 'These changes are in memory only and will be lost: {names}. Save them before you close the window.',
    silent: 'The window is not responding. What you typed in the last second may not be saved yet. Wait a moment, then close the window again.',
    stay: 'Keep editing',
    anyway: 'Close anyway',
  },
  files: {
    serverLists: 'Server lists',
    exportServers: 'Export servers',
    exportLog: 'Export activity log',
    exportServerLog: 'Export server log',
    importServers: 'Import servers',
    chooseCaFile: 'Choose a CA certificate',
    certificates: 'Certificates',
    allFiles: 'All files',
  },
  plainHttp: {
    title: 'Some of these servers use HTTP without encryption',
    detail: 'Anyone on the network can read what is sent to these servers, including passwords: {names}.',
    leaveOut: 'Skip these servers',
    anyway: 'Import anyway',
  },
  links: {
    unreadable: 'This link does not lead to a record.',
    unknown: 'This link leads to a server that is not in your list.',
    other: 'Open a window for {names}?',
    detail: 'Link: {names}',
    open: 'Open',
    cancel: 'Cancel',
    close: 'Close',
  },
  /** Something ended or hangs where nothing has caught it (main/app/crash/fault-window.ts). */
  fault: {
    kinds: {
      start: { title: 'Holdfast could not start', text: 'Your data was not changed.' },
      program: { title: 'An unexpected error occurred', text: 'You can continue. If something does not work as expected, restart Holdfast.' },
      page: { title: 'A window crashed and was reloaded', text: 'You can continue where you were.' },
      pageDown: { title: 'A window keeps crashing', text: 'It was reloaded three times within a minute and will not be reloaded again. Restart Holdfast.' },
      signIn: { title: 'The sign-in window crashed', text: 'It was closed. Sign in again to continue.' },
      hang: { title: 'A window is not responding', text: 'You can wait, or restart the window.' },
      graphics: { title: 'The graphics process ended unexpectedly', text: 'It was restarted. You can continue.' },
      network: { title: 'The network process ended unexpectedly', text: 'It was restarted. Requests in progress may have failed. Pending changes are sent automatically.' },
      helper: { title: 'A background process ended unexpectedly', text: 'You can continue. If something does not work as expected, restart Holdfast.' },
    },
    kept: 'Drafts and pending changes are kept on this computer. At most the last second of typing may be missing.',
    keptInMemory: 'Drafts and pending changes are kept in memory only. Save and send them before you restart Holdfast.',
    goOn: 'Continue',
    wait: 'Wait',
    notNow: 'Not now',
    close: 'Close',
    restart: 'Restart Holdfast',
    restartWindow: 'Restart window',
    details: 'Show details',
    copy: 'Copy details',
    folder: 'Open log folder',
    /** Before the id by which the log names it. */
    id: 'Log ID',
    log: 'Log',
  },
  /** Started with an option that is not among the few: it does not start. */
  options: {
    title: 'Holdfast does not accept these options',
    text: 'Only a few options are accepted: others could let another program read your password or control this window. Holdfast was not started. Remove them from the shortcut, the command or the environment, then start Holdfast again.',
  },
  /** The data folder cannot be used at the start. */
  folder: {
    title: 'Holdfast cannot use its data folder',
    reasons: {
      'not-a-folder': 'A file exists at the path of this folder or of a folder above it.',
      'read-only': 'The folder cannot be written: the folder or the disk is read-only, or belongs to another user.',
      'disk-full': 'The disk is full.',
      failed: 'The folder cannot be created or written.',
    },
    mend: 'Holdfast was not started. Fix the folder, or start Holdfast with --data-dir=FOLDER to use another one.',
    close: 'Close',
  },
  /** What the browser shows when a sign-in provider has sent it back. */
  oauth: {
    answered: { title: 'Return to Holdfast', text: 'You can close this tab and continue in Holdfast.' },
    other: { title: 'Not the current sign-in', text: 'This page belongs to another sign-in. Use the newest tab, or start again in Holdfast.' },
  },
}
