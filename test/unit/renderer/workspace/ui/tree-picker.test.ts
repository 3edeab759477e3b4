import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { useAnnouncer } from '@renderer/workspace/stores/announcer'
import type { TreeNode } from '@renderer/workspace/ui/tree-model'
import TreePicker from '@renderer/workspace/ui/TreePicker.vue'
import { around, giveElementsASize, press, quiet } from '../../support/mount'

const company: TreeNode[] = [
  { id: 1, parentId: null, label: 'Head office' },
  { id: 2, parentId: 1, label: 'Sales' },
  { id: 3, parentId: 2, label: 'Sales north', note: 'disabled' },
  { id: 4, parentId: 1, label: 'Research', lock: 'you don’t have permission to assign this' },
  { id: 5, parentId: null, label: 'Branch office' },
]

interface Setup {
  readonly nodes?: readonly TreeNode[]
  readonly chosen?: readonly number[]
  readonly kind?: 'tree' | 'list'
  readonly selection?: 'single' | 'multi'
  readonly locale?: 'en' | 'zh-CN'
  readonly isLoaded?: boolean
}

let host: VueWrapper
let nodesMade: number
let chosen = ref<readonly number[]>([])

function open({ nodes = company, chosen: first = [], kind = 'tree', selection = 'multi', locale = 'en', isLoaded = true }: Setup = {}): void {
  nodesMade = 0
  chosen = ref(first)
  const Host = defineComponent(() => () => [
    h(TreePicker, {
      id: 'field',
      label: 'Departments',
      kind,
      selection,
      modelValue: chosen.value,
      isLoaded,
      isDisabled: false,
      isInvalid: false,
      describedBy: undefined,
      'data-testid': 'field',
      nodes: () => (nodesMade++, nodes),
      describe: (id: number) => nodes.find((node) => node.id === id),
      'onUpdate:modelValue': (ids: number[]) => (chosen.value = ids),
    }),
    h('button', { id: 'next' }, 'next'),
  ])
  host = mount(Host, { attachTo: document.body, global: around(undefined, locale) })
}

const input = (): HTMLInputElement => document.getElementById('field') as HTMLInputElement
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.tree-row')].sort((a, b) => Number(a.id.split('-').at(-1)) - Number(b.id.split('-').at(-1)))
const labels = (): string[] => rows().map((row) => row.querySelector('.ellipsis')?.textContent ?? '')
const isOpen = (): boolean => input().getAttribute('aria-expanded') === 'true'
const active = (): string | undefined => document.getElementById(input().getAttribute('aria-activedescendant') ?? '')?.querySelector('.ellipsis')?.textContent ?? undefined
const row = (id: number): HTMLElement => document.querySelector<HTMLElement>(`[data-testid="option-${id}"]`) as HTMLElement
const chip = (id: number): HTMLElement | null => document.querySelector(`[data-testid="chip-${id}"]`)
const keys = async (...all: string[]): Promise<void> => {
  for (const key of all) await press(key)
}

async function type(text: string, more: Partial<InputEventInit> = {}): Promise<void> {
  input().value = text
  input().dispatchEvent(new InputEvent('input', { bubbles: true, ...more }))
  await quiet()
}

beforeEach(giveElementsASize)
afterEach(() => {
  host.unmount()
  vi.restoreAllMocks()
})

describe('a picker of many', () => {
  it('asks for its nodes when it opens, and not before', async () => {
    open({ chosen: [3] })
    await quiet()
    expect([nodesMade, rows().length, chip(3)?.textContent]).toEqual([0, 0, expect.stringContaining('Sales north')])
    input().click()
    await quiet()
    expect([nodesMade, labels()]).toEqual([1, ['Head office', 'Sales', 'Sales north', 'Research', 'Branch office']])
  })

  it('draws at most 60 rows of 50,000, and goes to the last of them by one key', async () => {
    open({ nodes: Array.from({ length: 50_000 }, (_, at): TreeNode => ({ id: at + 1, parentId: at === 0 ? null : 1 + Math.floor((at - 1) / 100), label: `Department ${at + 1}` })) })
    input().focus()
    await keys('ArrowDown')
    expect(rows().length).toBeLessThanOrEqual(60)
    expect(rows()[0]?.getAttribute('aria-expanded')).toBe('true')
    await keys('*', 'End')
    expect([active(), rows().length <= 60]).toEqual(['Department 101', true])
    await type('Department 4999')
    expect([active(), rows().length <= 60]).toEqual(['Department 4999', true])
  })

  it('says of each row how deep it is, its place among its siblings, and whether it is open, of branches alone', async () => {
    open({ chosen: [2] })
    input().click()
    await quiet()
    const told = (id: number): (string | null)[] => ['role', 'aria-level', 'aria-posinset', 'aria-setsize', 'aria-expanded', 'aria-checked', 'aria-disabled'].map((name) => row(id).getAttribute(name))
    expect(told(1)).toEqual(['treeitem', '1', '1', '2', 'true', 'false', null])
    expect(told(2)).toEqual(['treeitem', '2', '1', '2', 'true', 'true', null])
    expect(told(3)).toEqual(['treeitem', '3', '1', '1', null, 'false', null])
    expect(told(4)).toEqual(['treeitem', '2', '2', '2', null, 'false', 'true'])
    const tree = document.getElementById(input().getAttribute('aria-controls') ?? '')
    expect([tree?.getAttribute('role'), tree?.getAttribute('aria-label'), tree?.getAttribute('aria-multiselectable'), input().getAttribute('aria-haspopup')]).toEqual([
      'tree',
      'Departments',
      'true',
      'tree',
    ])
  })

  it('goes by the keys of a tree, and Space and Enter choose', async () => {
    open()
    input().focus()
    await keys('ArrowDown')
    expect([isOpen(), active()]).toEqual([true, 'Head office'])
    await keys('ArrowRight')
    expect(active()).toBe('Sales')
    await keys(' ', 'ArrowDown', 'Enter')
    expect(chosen.value).toEqual([2, 3])
    await keys('ArrowLeft')
    expect(active()).toBe('Sales')
    await keys('ArrowLeft')
    expect([active(), labels(), row(2).textContent]).toEqual(['Sales', ['Head office', 'Sales', 'Research', 'Branch office'], expect.stringContaining('1 selected below')])
    await keys(' ', 'ArrowLeft', 'ArrowLeft')
    expect([chosen.value, labels(), row(1).textContent]).toEqual([[3], ['Head office', 'Branch office'], expect.stringContaining('1 selected below')])
    await keys('End')
    expect(active()).toBe('Branch office')
    await keys('Home', '*', 'PageDown')
    expect([labels(), active()]).toEqual([['Head office', 'Sales', 'Research', 'Branch office'], 'Branch office'])
    await keys('PageUp')
    expect(active()).toBe('Head office')
  })

  it('neither gives nor takes a locked one, by key or pointer, and says why', async () => {
    open({ chosen: [4] })
    input().click()
    await quiet()
    expect(active()).toBe('Research')
    await keys('Enter', ' ')
    row(4).click()
    await quiet()
    expect([chosen.value, row(4).textContent, chip(4)?.querySelector('button'), chip(4)?.textContent]).toEqual([
      [4],
      expect.stringContaining('you don’t have permission to assign this'),
      null,
      expect.stringContaining('you don’t have permission to assign this'),
    ])
  })

  it('searches, keeps the ways to what it found, and says how much it found', async () => {
    open()
    await type('north')
    expect([labels(), active(), useAnnouncer().heard.at(-1)?.words]).toEqual([['Head office', 'Sales', 'Sales north'], 'Sales north', '1 match'])
    await keys('Enter')
    expect([chosen.value, input().value]).toEqual([[3], 'north'])
    await type('zzz')
    expect([labels(), document.querySelector('.picker-empty')?.textContent, useAnnouncer().heard.at(-1)?.words, input().getAttribute('aria-activedescendant')]).toEqual([
      [],
      'No matches',
      'No matches',
      null,
    ])
    await type('')
    expect([labels().length, active()]).toEqual([5, 'Head office'])
  })

  it('leaves keys of text to the text, until the arrows go down into the tree', async () => {
    open()
    await type('sales')
    const space = new KeyboardEvent('keydown', { key: ' ', bubbles: true, cancelable: true })
    input().dispatchEvent(space)
    expect([space.defaultPrevented, chosen.value]).toEqual([false, []])
    await keys('ArrowDown', ' ')
    expect(chosen.value).toEqual([3])
    await keys('ArrowLeft')
    expect(active()).toBe('Sales')
  })

  it('lets an input method finish: no search for half a word, and none of its keys acts', async () => {
    open({
      nodes: [
        { id: 1, parentId: null, label: '研发' },
        { id: 2, parentId: null, label: '销售' },
      ],
      locale: 'zh-CN',
    })
    input().focus()
    await keys('ArrowDown')
    await type('yan', { isComposing: true })
    host.vm.$forceUpdate()
    await quiet()
    expect([labels(), input().value]).toEqual([['研发', '销售'], 'yan'])
    for (const key of ['Enter', 'Escape', ' ', 'ArrowDown']) await press(key, { isComposing: true })
    expect([chosen.value, isOpen(), active()]).toEqual([[], true, '研发'])
    // Time stands still: the key that ended the word may come after it, as an ordinary one.
    vi.spyOn(performance, 'now').mockReturnValue(performance.now())
    input().value = '销'
    input().dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))
    await quiet()
    await press('Enter')
    expect([labels(), chosen.value]).toEqual([['销售'], []])
  })

  it('closes by Esc and by leaving, and by nothing else; the focus stays in the field', async () => {
    open()
    input().focus()
    await keys('ArrowDown', 'Enter')
    expect(isOpen()).toBe(true)
    const above = vi.fn()
    document.addEventListener('keydown', above)
    await keys('Escape')
    document.removeEventListener('keydown', above)
    expect([isOpen(), above.mock.calls.length, document.activeElement === input()]).toEqual([false, 0, true])
    await keys('ArrowDown')
    document.getElementById('next')?.focus()
    await quiet()
    expect([isOpen(), rows()]).toEqual([false, []])
  })

  it.each([
    ['en', 'Remove “Sales”', 'Removed: Sales', 'Departments: selected', '#77 (unknown)'],
    ['zh-CN', '移除“Sales”', '已移除：Sales', 'Departments：已选项', '#77（未知）'],
  ] as const)('shows what is chosen, each with a button that names it, and unknown ones by number (%s)', async (locale, removes, removed, list, unknown) => {
    open({ chosen: [2, 77], locale })
    await quiet()
    const button = chip(2)?.querySelector('button')
    expect([button?.getAttribute('aria-label'), document.querySelector('ul')?.getAttribute('aria-label'), chip(77)?.textContent]).toEqual([removes, list, expect.stringContaining(unknown)])
    button?.click()
    await quiet()
    expect([chosen.value, useAnnouncer().heard.at(-1)?.words, document.activeElement?.getAttribute('data-testid')]).toEqual([[77], removed, 'remove-77'])
    await keys('Delete')
    expect([chosen.value, document.activeElement === input()]).toEqual([[], true])
    input().click()
    await quiet()
    // It was there when the form came: taking it away can be undone.
    expect(labels().at(-1)).toBe(unknown)
  })

  it('knows no unknown ones while nothing has been loaded: a number is just a number', async () => {
    open({ chosen: [2, 77], nodes: [], isLoaded: false })
    await quiet()
    expect([chip(2)?.textContent, chip(77)?.textContent]).toEqual(['#2', '#77'])
  })

  it('goes to the chosen ones by keys: one stop for Tab, arrows among them, Backspace from the empty field', async () => {
    open({ chosen: [1, 4, 2, 3] })
    await quiet()
    const stops = (): (string | undefined)[] => [...document.querySelectorAll<HTMLElement>('.picker-chip button')].filter((button) => button.tabIndex === 0).map((button) => button.dataset['testid'])
    expect(stops()).toEqual(['remove-1'])
    input().focus()
    await keys('Backspace')
    expect([document.activeElement?.getAttribute('data-testid'), chosen.value.length, stops()]).toEqual(['remove-3', 4, ['remove-3']])
    await keys('ArrowLeft', 'ArrowLeft')
    expect(document.activeElement?.getAttribute('data-testid')).toBe('remove-1')
    await keys('End', 'Backspace')
    expect([chosen.value, document.activeElement?.getAttribute('data-testid')]).toEqual([[1, 4, 2], 'remove-2'])
    await keys('ArrowRight')
    expect(document.activeElement).toBe(input())
  })

  it('shows 30 of many chosen ones in the field and all of them in the popup', async () => {
    const many = Array.from({ length: 500 }, (_, at): TreeNode => ({ id: at + 1, parentId: null, label: `Role ${at + 1}` }))
    open({ nodes: many, chosen: many.filter(({ id }) => id % 2 === 0).map(({ id }) => id), kind: 'list' })
    await quiet()
    expect(document.querySelectorAll('.picker-chip').length).toBe(30)
    const more = document.querySelector<HTMLElement>('[data-testid="more-chips"]')
    expect(more?.textContent).toBe('and 220 more')
    more?.click()
    await quiet()
    expect([labels().slice(0, 3), document.querySelector('[data-testid="only-chosen"]')?.getAttribute('aria-pressed'), document.activeElement === input()]).toEqual([
      ['Role 2', 'Role 4', 'Role 6'],
      'true',
      true,
    ])
    // What is taken away stays in sight until the list is asked for again.
    row(2).click()
    await quiet()
    expect([chosen.value.includes(2), labels().slice(0, 2)]).toEqual([false, ['Role 2', 'Role 4']])
  })

  it('is a list box without levels where nothing hangs below anything', async () => {
    open({
      nodes: [
        { id: 1, parentId: null, label: 'admin' },
        { id: 2, parentId: null, label: 'guest' },
      ],
      kind: 'list',
      chosen: [2],
    })
    expect(input().getAttribute('aria-haspopup')).toBe('listbox')
    input().click()
    await quiet()
    expect([row(2).parentElement?.parentElement?.getAttribute('role'), row(2).getAttribute('role'), row(2).getAttribute('aria-level'), row(2).getAttribute('aria-checked')]).toEqual([
      'listbox',
      'option',
      null,
      'true',
    ])
  })

  it('is where it was when a search is taken back, with the way there open, and each search begins anew', async () => {
    open()
    input().click()
    await keys('Home', 'ArrowLeft')
    expect(labels()).toEqual(['Head office', 'Branch office'])
    await type('sales')
    await keys('ArrowDown', 'ArrowUp', 'ArrowUp', 'ArrowLeft')
    expect([active(), labels()]).toEqual(['Head office', ['Head office']])
    await type('north')
    expect([active(), labels()]).toEqual(['Sales north', ['Head office', 'Sales', 'Sales north']])
    await type('')
    expect([active(), labels()]).toEqual(['Sales north', ['Head office', 'Sales', 'Sales north', 'Research', 'Branch office']])
  })
})

describe('a picker of one', () => {
  it('shows the chosen one in the field, opens at it, and closes when another is chosen', async () => {
    open({ chosen: [3], selection: 'single' })
    await quiet()
    expect([input().value, document.querySelector('.picker-chip')]).toEqual(['Sales north', null])
    input().focus()
    await keys('Enter')
    expect([isOpen(), active(), row(3).getAttribute('aria-selected'), row(2).getAttribute('aria-selected'), row(3).getAttribute('aria-checked'), input().value, input().placeholder]).toEqual([
      true,
      'Sales north',
      'true',
      'false',
      null,
      '',
      'Sales north',
    ])
    await keys('End', 'Enter')
    expect([chosen.value, isOpen(), input().value, document.activeElement === input()]).toEqual([[5], false, 'Branch office', true])
  })

  it('does not take a locked one, and stays open', async () => {
    open({ chosen: [3], selection: 'single' })
    input().focus()
    await keys('Enter', 'ArrowDown')
    expect(active()).toBe('Research')
    await keys('Enter')
    expect([chosen.value, isOpen()]).toEqual([[3], true])
  })

  it('looks for what is typed to the name in the closed field', async () => {
    open({ chosen: [3], selection: 'single' })
    input().focus()
    await type('Sales northBra')
    expect([isOpen(), input().value, labels()]).toEqual([true, 'Bra', ['Branch office']])
    await keys('Escape')
    expect([input().value, chosen.value]).toEqual(['Sales north', [3]])
  })
})
