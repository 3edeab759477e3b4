export const departments = {
  title: 'Departments',
  filter: {
    label: 'Filter',
    search: 'Name or alias',
    clear: 'Clear search',
  },
  list: {
    empty: 'No departments yet. Add the first.',
    noMatch: 'No department matches {search}.',
    forbidden: 'You may not see the departments.',
    failed: 'The departments could not be loaded.',
    loading: 'Loading departments',
    loaded: 'Departments: {rows}',
    count: '{rows} department | {rows} departments',
  },
  locked: {
    protected: 'The server protects this department: it can be viewed, not changed.',
    create: 'You may not add departments. Missing permission: {permission}',
    update: 'You may view departments, but not change them. Missing permission: {permission}',
    remove: 'You may not delete departments. Missing permission: {permission}',
    branch:
      'The server deletes only departments with nothing below them. Move or delete {rows} department first. | The server deletes only departments with nothing below them. Move or delete {rows} departments first.',
  },
  menu: { below: 'New department below it' },
  remove: {
    title: 'Delete department “{name}”?',
    text: 'Users and roles that are linked to it lose this link; they themselves stay.',
  },
  form: {
    label: 'Department {name}',
    untitled: 'New department',
    newHint: 'New department, below the one that is open (Ctrl+N)',
    loading: 'Loading the department',
    elsewhere: 'This department is being edited in another window, which is shown now.',
    gone: 'The server no longer has this department. Your changes are still here.',
    taken: 'There is a department of this name in the same place already. Choose another name.',
    parent: 'Parent',
    orderHint: '0 to 999,999; larger comes first',
  },
}
