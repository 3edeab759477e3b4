/** For every failure code: what happened, and what to do. What was kept depends on the place and stands under `kept`. */
export const failures = {
  errors: {
    VALIDATION: { happened: 'Some fields do not fit.', todo: 'Correct the marked fields and try again.' },
    REFUSED: { happened: 'The server refused this.', todo: 'Change what it names and try again.' },
    FORBIDDEN: { happened: 'Your account does not have the permission for this.', todo: 'Ask an administrator for it.' },
    NOT_FOUND: { happened: 'The server no longer has this record.', todo: 'Refresh the list to see what is there now.' },
    CONFLICT: {
      happened: 'Someone else changed the same fields meanwhile.',
      todo: 'Look at the marked fields: use the server’s value, or save again to keep yours.',
    },
    UNKNOWN: {
      happened: 'The request left, but no answer came. The server may or may not have carried it out.',
      todo: 'Refresh to see what the server has, then decide.',
    },
    OFFLINE: { happened: 'The server cannot be reached.', todo: 'Check the network, then try again.' },
    TIMEOUT: { happened: 'The server did not answer in time.', todo: 'Try again in a moment.' },
    SESSION_ENDED: { happened: 'The session ended before this was done.', todo: 'Sign in, then try again.' },
    CANCELLED: { happened: 'This was cancelled before it was done.', todo: 'Try again when you want it.' },
    SERVER: { happened: 'The server reported a fault of its own.', todo: 'Try again; if it stays, tell whoever runs the server.' },
    BAD_REPLY: {
      happened: 'Something answered that is not this server’s interface, such as a proxy or a sign-in page of the network.',
      todo: 'Check the server address and the network, then try again.',
    },
    KEYCHAIN: { happened: 'The keychain of the operating system did not answer.', todo: 'Unlock it, then try again.' },
    STORAGE: { happened: 'This computer’s storage could not be written or read.', todo: 'Check free space and rights of the data folder, then try again.' },
    INTERNAL: { happened: 'A fault of this program stopped the call.', todo: 'Try again; if it stays, report it with the details.' },
  },
  /** In place of the words for the code, where the cause is known better. */
  causes: {
    parentBelow: {
      happened: 'Not moved: the new parent lies below this record on the server by now. Both would vanish from its tree.',
      todo: 'It stays where it is. Choose another parent, or discard the move.',
    },
    parentGone: { happened: 'Not moved: the new parent no longer exists on the server.', todo: 'It stays where it is. Choose another parent, or discard the move.' },
    parentRaced: {
      happened: 'Someone moved the new parent below this record at the same moment. It was put back, or both would have vanished from the server’s tree.',
      todo: 'Refresh to see the tree as it is now, then choose another parent.',
    },
    parentWaits: { happened: 'An earlier move in the same tree has to go first.', todo: 'It is sent after that.' },
    tokenHeader: {
      happened: 'The token header does not reach the server.',
      todo: 'The server probably expects another token header, or something on the way removes or renames it: run “Test connection” in the server’s settings.',
    },
    tooLarge: { happened: 'The server’s response is too large to read.', todo: 'Try again. If this keeps happening, tell your administrator.' },
    tooDeep: { happened: 'The server’s response has too many levels to read.', todo: 'Tell your administrator: a tree on the server may be nested too deeply.' },
    tooManyRows: { happened: 'The server returned more rows than requested. None were used.', todo: 'Tell your administrator: the server ignores the page size.' },
  },
  kept: {
    draft: 'Your changes are kept as a draft on this computer.',
    memory: 'Your changes are still in this form.',
    typed: 'What you typed is still here.',
  },
  failure: {
    permission: 'No permission: {permission}',
    renewal: { happened: 'The session cannot be renewed just now. You stay signed in.', todo: 'Try again: this renews at once.' },
    details: 'Details',
    copy: 'Copy details',
    copied: 'Details copied',
    code: 'Code',
    message: 'Message',
    path: 'Permission',
    time: 'Time',
    status: 'HTTP status',
    answer: 'Response',
    /** By which the program's log names the request. */
    id: 'Log ID',
    serverFault: 'The server failed (HTTP {status}).',
    gateway: 'The web server or a gateway refused this: HTTP {status}.',
    gatewayTitled: 'The web server or a gateway refused this: HTTP {status}, “{title}”.',
    gatewayTodo: 'Try again, or send the details to your administrator.',
    oddAnswer: 'The server’s response could not be read, and the change was not made.',
    otherRecord: 'The number of this record belongs to another record now. Nothing was sent.',
    retry: 'Try again',
  },
}
