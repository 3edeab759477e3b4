import { ElTreeSelect } from 'element-plus'
import 'element-plus/dist/index.css'
import { createApp, defineComponent, h, shallowRef } from 'vue'
import type { TreeFigures } from '../figures'
import { medianOf, typeInto } from './stopwatch'

interface Node {
  readonly value: number
  readonly label: string
  readonly children: Node[]
}

function treeOf(count: number): { readonly top: Node[]; readonly ids: number[] } {
  const all = Array.from({ length: count }, (_, at): Node => ({ value: at + 1, label: `Department ${at + 1}`, children: [] }))
  all.forEach((node, at) => at >= 10 && all[Math.floor((at - 10) / 10)]?.children.push(node))
  return { top: all.slice(0, 10), ids: all.map(({ value }) => value) }
}

/** The same acts on the control that our forms had before. It makes its nodes when it comes, so coming and opening count as one. */
export async function measureYardstick(count: number): Promise<TreeFigures> {
  const { top, ids } = treeOf(count)
  const chosen = shallowRef<number[]>([])
  const Host = defineComponent(
    () => () =>
      h(ElTreeSelect, {
        modelValue: chosen.value,
        data: top,
        nodeKey: 'value',
        multiple: true,
        filterable: true,
        showCheckbox: true,
        checkStrictly: true,
        defaultExpandAll: true,
        'onUpdate:modelValue': (next: number[]) => (chosen.value = next),
      }),
  )
  let unmount = (): void => undefined
  const input = (): HTMLInputElement => document.querySelector('#app input') as HTMLInputElement
  const mount = (): void => {
    const app = createApp(Host)
    app.mount('#app')
    unmount = () => app.unmount()
  }
  const openMs = await medianOf(
    async () => {
      unmount()
      chosen.value = []
    },
    () => {
      mount()
      input().click()
    },
  )
  const domRows = document.querySelectorAll('.el-tree-node').length
  const elements = document.querySelectorAll('#app *, .el-popper *').length
  const searchMs = await medianOf(
    async () => typeInto(input(), ''),
    () => typeInto(input(), '99'),
  )
  const checkAllMs = await medianOf(
    async () => void (chosen.value = []),
    () => void (chosen.value = ids),
  )
  unmount()
  return { nodes: count, openMs, searchMs, checkAllMs, domRows, elements }
}
