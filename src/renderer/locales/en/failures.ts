/** For every failure code: what happened, and what to do. What was kept depends on the place and is under `kept`. */
export const failures = {
  errors: {
    VALIDATION: { happened: 'Some fields are invalid.', todo: 'Correct the marked fields and try again.' },
    REFUSED: { happened: 'The server refused this.', todo: 'Correct what the message says, then try again.' },
    FORBIDDEN: { happened: 'You don’t have permission to do this.', todo: 'Ask an administrator for access.' },
    NOT_FOUND: { happened: 'This record no longer exists on the server.', todo: 'Refresh the list.' },
    CONFLICT: {
      happened: 'Someone else changed the same fields.',
      todo: 'Check the marked fields: use the server’s value, or save again to keep yours.',
    },
    UNKNOWN: {
      happened: 'The request was sent, but no response came. The change may or may not have been made.',
      todo: 'Refresh to see what is on the server before you try again.',
    },
    OFFLINE: { happened: 'The server is not reachable.', todo: 'Check the network, then try again.' },
    TIMEOUT: { happened: 'The server did not respond in time.', todo: 'Try again in a moment.' },
    SESSION_ENDED: { happened: 'Your session ended before this was completed.', todo: 'Sign in, then try again.' },
    CANCELLED: { happened: 'Cancelled before it was completed.', todo: 'Try again if you still want this.' },
    SERVER: { happened: 'The server returned an error.', todo: 'Try again. If this keeps happening, tell the server’s administrator.' },
    BAD_REPLY: {
      happened: 'The response did not come from this server’s API. It may be from a proxy or a network sign-in page.',
      todo: 'Check the server address and the network, then try again.',
    },
    KEYCHAIN: { happened: 'The system keychain did not respond.', todo: 'Unlock it, then try again.' },
    STORAGE: { happened: 'Data on this computer could not be read or saved.', todo: 'Check free disk space and the permissions of the data folder, then try again.' },
    INTERNAL: { happened: 'Internal error.', todo: 'Try again. If this keeps happening, report it with the details.' },
  },
  /** In place of the words for the code, where the cause is known better. */
  causes: {
    parentBelow: {
      happened: 'Not moved: the new parent is now below this record on the server, so both would disappear from the tree.',
      todo: 'Choose another parent, or discard the move.',
    },
    parentGone: { happened: 'Not moved: the new parent no longer exists on the server.', todo: 'Choose another parent, or discard the move.' },
    parentRaced: {
      happened: 'Someone moved the new parent below this record at the same time. Your move was undone so that neither disappears from the tree.',
      todo: 'Refresh the tree, then choose another parent.',
    },
    parentWaits: { happened: 'An earlier move in the same tree is sent first.', todo: 'This move is sent after it.' },
    tokenHeader: {
      happened: 'The token header does not reach the server.',
      todo: 'The server may expect another token header, or a device in between removes or renames it. Run “Test connection” in the server’s settings.',
    },
    tooLarge: { happened: 'The server’s response is too large to read.', todo: 'Try again. If this keeps happening, tell your administrator.' },
    tooDeep: { happened: 'The server’s response has too many levels to read.', todo: 'Tell your administrator: a tree on the server may be nested too deeply.' },
    tooManyRows: { happened: 'The server returned more rows than requested, so none were used.', todo: 'Tell your administrator: the server ignores the page size.' },
  },
  kept: {
    draft: 'Your changes are saved as a draft on this computer.',
    memory: 'Your changes are still in this form.',
    typed: 'What you typed is still here.',
  },
  failure: {
    permission: 'Needs: {permission}',
    renewal: { happened: 'The session could not be renewed. You stay signed in.', todo: 'Try again to renew it now.' },
    details: 'Details',
    copy: 'Copy details',
    copied: 'Details copied',
    code: 'Code',
    message: 'Message',
    path: 'Permission',
    time: 'Time',
    status: 'HTTP status',
    cause: 'Cause',
    answer: 'Response',
    /** By which the program's log names the request. */
    id: 'Log ID',
    serverFault: 'The server returned an error (HTTP {status}).',
    gateway: 'The web server or a gateway refused this: HTTP {status}.',
    gatewayTitled: 'The web server or a gateway refused this: HTTP {status}, “{title}”.',
    gatewayTodo: 'Try again, or send the details to your administrator.',
    oddAnswer: 'The server’s response could not be read. The change was not made.',
    otherRecord: 'This record’s ID now belongs to another record. Nothing was sent.',
    retry: 'Retry',
  },
}
