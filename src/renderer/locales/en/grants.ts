/** The grants of a role, wherever one kind of record is told like another. The words of their editor are those of its page. */
export const grants = {
  locked: {
    protected: 'The server grants this role everything. Its grants are read-only.',
    create: 'Grants are created with the role.',
    update: 'You don’t have permission to edit role grants. Needs: {permission}',
    remove: 'Grants are deleted with the role.',
  },
  remove: {
    title: 'Delete the grants of “{name}”?',
    text: 'Grants are deleted with the role.',
  },
  form: {
    untitled: 'Grants of a new role',
    elsewhere: 'The grants of this role are being edited in another window. That window is now in front.',
    gone: 'This role no longer exists on the server. Your changes are still here.',
    taken: 'Grants are created with the role.',
  },
}
