import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { applyChange, setChecks, toggleCheck } from '@renderer/workspace/ui/tree-checks'
import type { TreeNode } from '@renderer/workspace/ui/tree-model'
import TreeView from '@renderer/workspace/ui/TreeView.vue'
import { useTree } from '@renderer/workspace/ui/use-tree'
import { around, giveElementsASize, press, quiet } from '../../support/mount'

const menus: TreeNode[] = [
  { id: 1, parentId: null, label: 'System' },
  { id: 2, parentId: 1, label: 'Users' },
  { id: 3, parentId: 2, label: 'View' },
  { id: 4, parentId: 2, label: 'Add' },
  { id: 5, parentId: 1, label: 'Roles' },
  { id: 6, parentId: null, label: 'Reports' },
]

let host: VueWrapper
const chosen = ref<readonly number[]>([])

/** A tree by itself with linked checks, as a role's permissions are chosen. */
async function open(): Promise<void> {
  chosen.value = []
  const Host = defineComponent(() => {
    const tree = useTree({ nodes: () => menus, checked: () => new Set(chosen.value), mode: () => 'linked', pageRows: () => 10 })
    tree.openAtChosen()
    const all = (): number[] => [...tree.index.value.nodes.keys()]
    return () =>
      h(TreeView, {
        tree,
        id: 'tree',
        label: 'Permissions',
        kind: 'tree',
        selection: 'multi',
        rowHeight: 32,
        onChoose: (place: number) => (chosen.value = applyChange(chosen.value, toggleCheck(tree.index.value, new Set(chosen.value), place, 'linked'))),
        onChooseAll: () => (chosen.value = applyChange(chosen.value, setChecks(tree.index.value, new Set(chosen.value), all(), true, 'linked'))),
      })
  })
  host = mount(Host, { attachTo: document.body, global: around() })
  await quiet()
  tree().focus()
}

const tree = (): HTMLElement => document.getElementById('tree') as HTMLElement
const row = (id: number): HTMLElement => document.querySelector<HTMLElement>(`[data-testid="option-${id}"]`) as HTMLElement
const active = (): string | undefined => document.getElementById(tree().getAttribute('aria-activedescendant') ?? '')?.querySelector('.ellipsis')?.textContent ?? undefined
const keys = async (...all: string[]): Promise<void> => {
  for (const key of all) await press(key)
}

beforeEach(giveElementsASize)
afterEach(() => {
  host.unmount()
  vi.restoreAllMocks()
})

describe('a tree by itself', () => {
  it('is one tab stop, and its keys are those of the authoring practices', async () => {
    await open()
    expect([tree().tabIndex, document.querySelectorAll('#tree [tabindex]').length, active()]).toEqual([0, 0, 'System'])
    await keys('ArrowDown', 'ArrowDown', 'ArrowDown')
    expect(active()).toBe('Add')
    await keys('ArrowLeft', 'ArrowLeft')
    expect([active(), row(2).getAttribute('aria-expanded'), row(3)]).toEqual(['Users', 'false', null])
    await keys('Home', 'ArrowLeft', '*')
    expect([active(), row(1).getAttribute('aria-expanded')]).toEqual(['System', 'true'])
    await keys('End')
    expect(active()).toBe('Reports')
  })

  it('goes to what begins with the letters typed, and letter by letter through those with the same first', async () => {
    await open()
    let now = 10_000
    const letter = async (key: string, afterMs: number): Promise<void> => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
      now += afterMs
      Object.defineProperty(event, 'timeStamp', { value: now })
      tree().dispatchEvent(event)
      await quiet()
    }
    await letter('r', 5_000)
    expect(active()).toBe('Roles')
    await letter('r', 5_000)
    expect(active()).toBe('Reports')
    await letter('r', 5_000)
    await letter('e', 100)
    expect(active()).toBe('Reports')
    await letter('a', 5_000)
    expect(active()).toBe('Add')
  })

  it('says mixed where not all below is chosen, and closes no gap: whoever comes brings those above', async () => {
    await open()
    const told = (): (string | null)[] => [1, 2, 3, 4, 5].map((id) => row(id).getAttribute('aria-checked'))
    row(3).click()
    await quiet()
    expect([told(), [...chosen.value].sort()]).toEqual([
      ['mixed', 'mixed', 'true', 'false', 'false'],
      [1, 2, 3],
    ])
    await keys('ArrowUp', ' ')
    expect(told()).toEqual(['mixed', 'true', 'true', 'true', 'false'])
    await keys('Enter')
    expect([told(), chosen.value]).toEqual([['mixed', 'false', 'false', 'false', 'false'], [1]])
  })

  it('chooses all by Ctrl+A', async () => {
    await open()
    await press('a', { ctrlKey: true })
    expect([...chosen.value].sort()).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('opens and closes by its arrow without choosing', async () => {
    await open()
    row(2).querySelector<HTMLElement>('.tree-arrow')?.click()
    await quiet()
    expect([row(2).getAttribute('aria-expanded'), chosen.value]).toEqual(['false', []])
  })
})
