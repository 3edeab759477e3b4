import { createPinia } from 'pinia'
import { createApp, defineComponent, h, shallowRef } from 'vue'
import { createWords } from '@renderer/workspace/i18n/setup'
import { provideWords } from '@renderer/workspace/i18n/use-text'
import { applyChange, setChecks } from '@renderer/workspace/ui/tree-checks'
import type { TreeNode } from '@renderer/workspace/ui/tree-model'
import TreePicker from '@renderer/workspace/ui/TreePicker.vue'
import TreeView from '@renderer/workspace/ui/TreeView.vue'
import { useTree } from '@renderer/workspace/ui/use-tree'
import type { TreeFigures } from '../figures'
import { medianOf, typeInto } from './stopwatch'

type Kind = 'tree' | 'list'
const nodesOf = (count: number, kind: Kind): TreeNode[] =>
  Array.from({ length: count }, (_, at) => ({ id: at + 1, parentId: kind === 'list' || at < 10 ? null : 1 + Math.floor((at - 10) / 10), label: `Department ${at + 1}` }))

/** The picker of the forms, opened and searched as a person does; and a tree of permissions in which all is checked at once. */
export async function measureOurs(count: number, kind: Kind): Promise<TreeFigures> {
  const nodes = nodesOf(count, kind)
  const input = (): HTMLInputElement => document.getElementById('field') as HTMLInputElement
  const isOpen = (): boolean => input().getAttribute('aria-expanded') === 'true'
  let unmount = stage(picker(nodes, kind))
  const fresh = async (): Promise<void> => {
    unmount()
    unmount = stage(picker(nodes, kind))
  }
  const openMs = await medianOf(fresh, () => input().click())
  const domRows = document.querySelectorAll('.tree-row').length
  const elements = document.querySelectorAll('#app *').length
  const searchMs = await medianOf(
    async () => (isOpen() ? typeInto(input(), '') : input().click()),
    () => typeInto(input(), '99'),
  )
  const checkAllMs = await medianOf(
    async () => {
      unmount()
      unmount = stage(permissions(nodes, kind))
    },
    () => void document.getElementById('tree')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', ctrlKey: true })),
  )
  unmount()
  return { nodes: count, openMs, searchMs, checkAllMs, domRows, elements }
}

function stage(component: ReturnType<typeof defineComponent>): () => void {
  const app = createApp(component)
  app.use(createPinia())
  provideWords(app, createWords('en'))
  app.mount('#app')
  return () => app.unmount()
}

function picker(nodes: readonly TreeNode[], kind: Kind) {
  return defineComponent(() => {
    const chosen = shallowRef<readonly number[]>([])
    return () =>
      h(TreePicker, {
        id: 'field',
        label: 'Departments',
        kind,
        selection: 'multi',
        modelValue: chosen.value,
        nodes: () => nodes,
        describe: () => undefined,
        isLoaded: true,
        isDisabled: false,
        isInvalid: false,
        describedBy: undefined,
        'onUpdate:modelValue': (ids: number[]) => (chosen.value = ids),
      })
  })
}

function permissions(nodes: readonly TreeNode[], kind: Kind) {
  return defineComponent(() => {
    const chosen = shallowRef<readonly number[]>([])
    const tree = useTree({ nodes: () => nodes, checked: () => new Set(chosen.value), mode: () => 'linked', pageRows: () => 10 })
    tree.openAtChosen()
    return () =>
      h(TreeView, {
        style: 'height: 360px',
        tree,
        id: 'tree',
        label: 'Permissions',
        kind,
        selection: 'multi',
        rowHeight: 32,
        onChooseAll: () => (chosen.value = applyChange(chosen.value, setChecks(tree.index.value, new Set(chosen.value), [...tree.index.value.nodes.keys()], true, 'linked'))),
      })
  })
}
