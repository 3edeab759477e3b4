/** Fields of records and their values, wherever they are shown: lists, forms, reviews, outbox, activity, drafts. */
export const fields = {
  users: { username: 'User name', password: 'Password', roleIds: 'Roles', departmentIds: 'Departments', email: 'E-mail', tel: 'Phone', status: 'Status', listorder: 'Order', createdAt: 'Created' },
  departments: { parentId: 'Belongs to', name: 'Name', alias: 'Alias', listorder: 'Order', status: 'Status' },
  roles: { name: 'Name', remark: 'Remark', status: 'Status', scope: 'Data scope', listorder: 'Order', createdAt: 'Created', updatedAt: 'Changed' },
  menus: {
    parentId: 'Belongs to',
    type: 'Type',
    title: 'Title',
    path: 'Path',
    routeName: 'Route name',
    component: 'Component',
    redirect: 'Redirect',
    icon: 'Icon',
    listorder: 'Order',
    isHidden: 'Hidden',
  },
  /** What of the data the holders of a role may see. */
  scopes: { 0: 'All data', 1: 'Own department', 2: 'Own department and below', 3: 'Own data only', 4: 'Custom departments' },
  values: {
    empty: 'empty',
    enabled: 'Enabled',
    disabled: 'Disabled',
    yes: 'Yes',
    no: 'No',
    top: 'Top level',
    unknownId: 'No. {id}',
    newRecord: '{name} (new)',
    newUnnamed: 'a new record that is no longer here',
    directory: 'Directory',
    menu: 'Page',
    operation: 'Operation',
  },
}
