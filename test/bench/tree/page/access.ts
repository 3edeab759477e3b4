import '@renderer/styles/base.css'
import '@renderer/styles/roles.css'
import { createPinia } from 'pinia'
import { computed, createApp, defineComponent, h } from 'vue'
import { provideBridge } from '@renderer/workspace/bridge'
import AccessTab from '@renderer/workspace/features/users/AccessTab.vue'
import { createWords } from '@renderer/workspace/i18n/setup'
import { provideWords } from '@renderer/workspace/i18n/use-text'
import type { RecordForm } from '@renderer/workspace/records/record-editor'
import { provideFields } from '@renderer/workspace/records/use-field-context'
import { createWorkingCopy } from '@renderer/workspace/records/working-copy'
import { useGrantable } from '@renderer/workspace/stores/grantable'
import { type KnownGrants, useRoleGrants } from '@renderer/workspace/stores/role-grants'
import type { Grantable } from '@shared/resources/options'
import type { Row } from '@shared/resources/resource'
import type { TreeFigures } from '../figures'
import { bridge, menusOf } from './grants'
import { medianOf, typeInto } from './stopwatch'

const ROLES = 20

/** The effective access of a user with 20 roles, each of which has a part of the menus: opened, asked, and with another role put in as a person does. */
export async function measureAccess(count: number): Promise<TreeFigures> {
  const menus = menusOf(count)
  let staged = { unmount: (): void => undefined, putRole: (): void => undefined }
  const fresh = async (): Promise<void> => staged.unmount()
  const open = (): void => {
    staged = stage(menus)
  }
  const find = (testid: string): HTMLElement => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`) as HTMLElement
  const openMs = await medianOf(fresh, open)
  const domRows = document.querySelectorAll('.grid-body .grid-row').length
  const elements = document.querySelectorAll('#app *').length
  const searchMs = await medianOf(
    async () => typeInto(find('access-ask') as HTMLInputElement, ''),
    () => typeInto(find('access-ask') as HTMLInputElement, '99'),
  )
  const checkAllMs = await medianOf(
    async () => {
      await fresh()
      open()
    },
    () => staged.putRole(),
  )
  staged.unmount()
  return { nodes: count, openMs, searchMs, checkAllMs, domRows, elements }
}

/** As large as the tab is in a window of 1280 by 800. */
function stage(menus: Grantable['menus']): { readonly unmount: () => void; readonly putRole: () => void } {
  const ids = Array.from({ length: ROLES }, (_, at) => at + 1)
  const row: Row = { id: 2, username: 'user', status: 'enabled', roleIds: ids }
  const copy = createWorkingCopy<Row, string>(row, ['roleIds', 'status'])
  const editor = { copy, isNew: computed(() => false), title: computed(() => 'user'), errors: computed(() => ({})) } as unknown as RecordForm
  const roles = [...ids, ROLES + 1].map((id) => ({ id, name: `Role ${id}`, isEnabled: id % 5 !== 0 }))
  const granted = (id: number): KnownGrants => ({
    grants: { id, name: `Role ${id}`, createdAt: null, scope: 0, menus: menus.filter((_, at) => at % (id + 2) === 0).map((menu) => menu.id), roles: [], departments: [] },
    fetchedAt: 0,
    origin: 'network',
  })
  const Host = defineComponent(() => {
    provideFields(editor, { label: (field) => field, field: String }, () => false, 'lock')
    useGrantable().grantable = { menus, roles, departments: [] }
    useRoleGrants().known = new Map(roles.map(({ id }) => [id, granted(id)]))
    return () => h('div', { class: 'record-drawer', style: 'display: flex; width: 680px; height: 540px' }, h(AccessTab))
  })
  const app = createApp(Host)
  app.use(createPinia())
  provideBridge(app, bridge)
  provideWords(app, createWords('en'))
  app.mount('#app')
  return { unmount: () => app.unmount(), putRole: () => copy.set('roleIds', [...ids, ROLES + 1]) }
}
