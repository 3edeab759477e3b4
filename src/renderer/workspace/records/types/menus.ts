import { MENUS } from '@shared/resources/menu'
import type { RecordType } from '../record-type'

export const MENU_TYPE: RecordType = {
  description: MENUS,
  fields: {
    title: { kind: 'text' },
    parentId: { kind: 'menu' },
    type: { kind: 'menuType' },
    path: { kind: 'text' },
    routeName: { kind: 'text' },
    component: { kind: 'text' },
    redirect: { kind: 'text' },
    icon: { kind: 'text' },
    listorder: { kind: 'number' },
    isHidden: { kind: 'switch' },
  },
}
