/** The grants of a role, wherever one kind of record is told like another. The words of their editor are those of its page. */
export const grants = {
  locked: {
    protected: 'The server grants this role everything. Its permissions are read-only.',
    create: 'Permissions are created with the role.',
    update: 'You don’t have permission to edit role permissions. Needs: {permission}',
    remove: 'Permissions are deleted with the role.',
  },
  remove: {
    title: 'Delete the permissions of “{name}”?',
    text: 'Permissions are deleted with the role.',
  },
  form: {
    untitled: 'Permissions of a new role',
    elsewhere: 'The permissions of this role are being edited in another window. That window is now in front.',
    gone: 'This role no longer exists on the server. Your changes are still here.',
    taken: 'Permissions are created with the role.',
  },
}
