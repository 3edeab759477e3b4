/** The grants of a role, wherever one kind of record is told like another. The words of their editor are those of its page. */
export const grants = {
  locked: {
    protected: 'The server gives this role everything: its grants can be viewed, not changed.',
    create: 'The grants of a role come with the role.',
    update: 'You may view the grants of roles, but not change them. Missing permission: {permission}',
    remove: 'The grants of a role go with the role.',
  },
  remove: {
    title: 'Delete the grants of “{name}”?',
    text: 'The grants of a role go with the role.',
  },
  form: {
    untitled: 'Grants of a new role',
    elsewhere: 'The grants of this role are being edited in another window, which is shown now.',
    gone: 'The server no longer has this role. Your changes are still here.',
    taken: 'The grants of a role come with the role.',
  },
}
