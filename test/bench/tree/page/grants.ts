import '@renderer/styles/base.css'
import { createPinia } from 'pinia'
import { createApp, defineComponent, h } from 'vue'
import { type Bridge, provideBridge } from '@renderer/workspace/bridge'
import MenusTab from '@renderer/workspace/features/roles/MenusTab.vue'
import '@renderer/styles/roles.css'
import { createWords } from '@renderer/workspace/i18n/setup'
import { provideWords } from '@renderer/workspace/i18n/use-text'
import type { RecordForm } from '@renderer/workspace/records/record-editor'
import { provideFields } from '@renderer/workspace/records/use-field-context'
import { createWorkingCopy } from '@renderer/workspace/records/working-copy'
import { useGrantable } from '@renderer/workspace/stores/grantable'
import type { Grantable } from '@shared/resources/options'
import type { Row } from '@shared/resources/resource'
import type { TreeFigures } from '../figures'
import { medianOf, typeInto } from './stopwatch'

/** Directories of pages with four operations each, as servers of this family have them. */
export function menusOf(count: number): Grantable['menus'] {
  const verbs = ['get', 'post', 'put', 'delete'] as const
  return Array.from({ length: count }, (_, at) => {
    const [group, place] = [Math.floor(at / 50), at % 50]
    const id = at + 1
    if (place === 0) return { id, parentId: 0, type: 'directory', title: `Directory ${group}`, path: `/area${group}` } as const
    const page = Math.floor((place - 1) / 5)
    const first = group * 50 + page * 5 + 2
    if ((place - 1) % 5 === 0) return { id, parentId: group * 50 + 1, type: 'menu', title: `Page ${id}`, path: `/area${group}/page${page}` } as const
    return { id, parentId: first, type: 'operation', title: `Operation ${id}`, path: `/area${group}/page${page}/rows/${verbs[(place - 2) % 5] ?? 'get'}` } as const
  })
}

/** Nobody answers, and nobody tells anything: what the tab needs is put into its store. */
const silent = new Proxy({}, { get: () => new Proxy({}, { get: () => () => new Promise(() => undefined) }) })
export const bridge = new Proxy({}, { get: (_, area) => (area === 'on' ? new Proxy({}, { get: () => () => () => undefined }) : Reflect.get(silent, area)) }) as unknown as Bridge

/** The tab of the grant editor with a role that has every third menu: opened, searched and ticked whole as a person does. */
export async function measureGrants(count: number): Promise<TreeFigures> {
  const menus = menusOf(count)
  let unmount = (): void => undefined
  const fresh = async (): Promise<void> => unmount()
  const open = (): void => {
    unmount = stage(menus)
  }
  const find = (testid: string): HTMLElement => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`) as HTMLElement
  const openMs = await medianOf(fresh, open)
  const domRows = document.querySelectorAll('.grid-body .grid-row').length
  const elements = document.querySelectorAll('#app *').length
  const searchMs = await medianOf(
    async () => typeInto(find('grant-search') as HTMLInputElement, ''),
    () => typeInto(find('grant-search') as HTMLInputElement, '99'),
  )
  const checkAllMs = await medianOf(
    async () => {
      await fresh()
      open()
    },
    () => find('grant-all').click(),
  )
  unmount()
  return { nodes: count, openMs, searchMs, checkAllMs, domRows, elements }
}

/** As large as the editor is in a window of 1280 by 800. */
function stage(menus: Grantable['menus']): () => void {
  const row: Row = { id: 2, name: 'Role', createdAt: null, scope: 0, menus: menus.filter((_, at) => at % 3 === 0).map(({ id }) => id), roles: [], departments: [] }
  const copy = createWorkingCopy<Row, string>(row, ['menus', 'roles', 'departments', 'scope'], ['menus', 'roles', 'departments'])
  const editor = { copy, set: (field: string, value: unknown) => copy.set(field, value) } as unknown as RecordForm
  const Host = defineComponent(() => {
    provideFields(editor, { label: (field) => field, field: String }, () => false)
    useGrantable().grantable = { menus, roles: [], departments: [] }
    return () => h('div', { style: 'display: flex; width: 680px; height: 540px' }, h(MenusTab, { isMatrix: false }))
  })
  const app = createApp(Host)
  app.use(createPinia())
  provideBridge(app, bridge)
  provideWords(app, createWords('en'))
  app.mount('#app')
  return () => app.unmount()
}
