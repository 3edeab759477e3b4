import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import DataGrid from '@renderer/workspace/grid/DataGrid.vue'
import { type GridColumn, type GridSelection, shownColumns, toggleSort, type UnreadRows } from '@renderer/workspace/grid/grid-column'
import { giveElementsASize } from '../../support/mount'
import { soon } from '../../../../support/soon'

interface Row {
  id: number
  name: string
}
interface GridMore {
  readonly rows?: Row[]
  readonly columns?: GridColumn<Row>[]
  readonly firstIndex?: number
  readonly total?: number
  readonly selectedKey?: number | null
  readonly stops?: 'rows'
  readonly selection?: GridSelection
  readonly selectLabel?: string
  readonly unread?: UnreadRows
}
const columns: GridColumn<Row>[] = [
  { key: 'name', label: 'Name', minWidth: 100, grow: 1, isSortable: true, text: (row) => row.name },
  { key: 'id', label: 'No.', minWidth: 50, grow: 1, isSortable: false, text: (row) => String(row.id) },
]
const rows = (count: number): Row[] => Array.from({ length: count }, (_, index) => ({ id: index + 1, name: `row ${index + 1}` }))

async function open(more: GridMore = {}) {
  const grid = mount(DataGrid<Row, number>, {
    attachTo: document.body,
    props: {
      label: 'Rows',
      columns,
      rows: rows(200),
      rowKey: (row: Row) => row.id,
      firstIndex: 0,
      total: 4310,
      sort: [{ field: 'name', direction: 'asc' }],
      sortHint: 'Enter: sort',
      selectedKey: null,
      rowHeight: 32,
      isBusy: false,
      ...more,
    },
  })
  await nextTick()
  await nextTick()
  const press = async (key: string, more: KeyboardEventInit = {}): Promise<void> => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
    await nextTick()
    await nextTick()
  }
  const at = (): string | null | undefined => document.activeElement?.getAttribute('data-cell')
  return { grid, press, at }
}

describe('the data grid', () => {
  beforeEach(giveElementsASize)
  afterEach(() => {
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it('renders only the rows in view and tells the real counts and places', async () => {
    const { grid } = await open({ firstIndex: 40 })
    expect(grid.findAll('.grid-body [role=row]').length).toBeLessThan(60)
    expect(grid.attributes()).toMatchObject({ role: 'grid', 'aria-rowcount': '4311', 'aria-colcount': '2' })
    expect(grid.find('[data-testid=row-1]').attributes('aria-rowindex')).toBe('42')
    expect(grid.findAll('[role=columnheader]').map((header) => header.attributes('aria-sort'))).toEqual(['ascending', undefined])
  })

  it('is one tab stop, which follows the focus', async () => {
    const { grid, press, at } = await open()
    const stops = (): string[] => grid.findAll('[tabindex="0"]').map((cell) => cell.attributes('data-cell') ?? '')
    expect(stops()).toEqual(['0:0'])
    grid.find<HTMLElement>('[data-cell="0:0"]').element.focus()
    await press('ArrowDown')
    await press('ArrowRight')
    expect([at(), stops()]).toEqual(['1:1', ['1:1']])
    await press('ArrowUp')
    await press('ArrowUp')
    expect(at()).toBe('-1:1')
  })

  it('goes to rows that were not rendered yet', async () => {
    const { grid, press, at } = await open()
    grid.find<HTMLElement>('[data-cell="0:0"]').element.focus()
    await press('End', { ctrlKey: true })
    expect([at(), document.activeElement?.textContent]).toEqual(['199:1', '200'])
    await press('PageUp')
    expect(at()).toBe('181:1')
    await press('Home', { ctrlKey: true })
    expect(at()).toBe('0:0')
  })

  it('edits with Enter, F2 and a double click, shows with Space and a click', async () => {
    const { grid, press } = await open()
    grid.find<HTMLElement>('[data-cell="2:0"]').element.focus()
    await press('Enter')
    await press('F2')
    await press(' ')
    await grid.find('[data-testid=row-5]').trigger('click')
    await grid.find('[data-testid=row-5]').trigger('dblclick')
    expect(grid.emitted('open')?.map(([row, how]) => [(row as Row).id, how])).toEqual([
      [3, 'edit'],
      [3, 'edit'],
      [3, 'show'],
      [5, 'show'],
      [5, 'edit'],
    ])
  })

  it('asks to delete the row with Delete, and opens its menu with the menu key, Shift+F10 or the second button', async () => {
    const { grid, press } = await open()
    grid.find<HTMLElement>('[data-cell="2:0"]').element.focus()
    await press('Delete')
    await press('ContextMenu')
    await press('F10', { shiftKey: true })
    await press('F10')
    await grid.find('[data-testid=row-5]').trigger('contextmenu')
    expect(grid.emitted('remove')?.map(([row]) => (row as Row).id)).toEqual([3])
    expect(grid.emitted('menu')?.map(([row]) => (row as Row).id)).toEqual([3, 3, 5])
    grid.find<HTMLElement>('[data-cell="-1:0"]').element.focus()
    await press('Delete')
    expect(grid.emitted('remove')).toHaveLength(1)
  })

  it('sorts from the header by Enter, by Ctrl+Enter as a further key, and not by a column that cannot', async () => {
    const { grid, press } = await open()
    grid.find<HTMLElement>('[data-cell="-1:0"]').element.focus()
    await press('Enter')
    await press('Enter', { ctrlKey: true })
    await press('ArrowRight')
    await press('Enter')
    expect(grid.emitted('sort')).toEqual([
      ['name', false],
      ['name', true],
    ])
  })

  it('does nothing with keys that belong to an input method', async () => {
    const { grid, press, at } = await open()
    grid.find<HTMLElement>('[data-cell="0:0"]').element.focus()
    await press('Enter', { isComposing: true })
    await press('ArrowDown', { isComposing: true })
    expect([grid.emitted('open'), at()]).toEqual([undefined, '0:0'])
  })

  it('copies the cell with Ctrl+C', async () => {
    const { grid, press } = await open()
    const written: string[] = []
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void written.push(text))
    grid.find<HTMLElement>('[data-cell="3:0"]').element.focus()
    await press('c', { ctrlKey: true })
    expect([written, grid.emitted('copied')]).toEqual([['row 4'], [['row 4']]])
  })

  it('copies the cell by the menu’s Copy', async () => {
    const { grid } = await open()
    grid.find<HTMLElement>('[data-cell="3:0"]').element.focus()
    const setData = vi.fn()
    const event = Object.assign(new Event('copy', { bubbles: true, cancelable: true }), { clipboardData: { setData } })
    document.activeElement?.dispatchEvent(event)
    expect(setData).toHaveBeenCalledWith('text/plain', 'row 4')
    expect([event.defaultPrevented, grid.emitted('copied')]).toEqual([true, [['row 4']]])
  })

  it('keeps the focus at its place when the rows are replaced, and on the nearest row when there are fewer', async () => {
    const { grid, press, at } = await open({ rows: rows(20) })
    grid.find<HTMLElement>('[data-cell="0:0"]').element.focus()
    await press('End', { ctrlKey: true })
    await grid.setProps({ rows: rows(3) })
    await nextTick()
    expect(at()).toBe('2:1')
  })

  it('takes the focus from nobody when the page around it is drawn again', async () => {
    const { grid } = await open()
    const beside = document.body.appendChild(document.createElement('button'))
    grid.find<HTMLElement>('[data-cell="0:0"]').element.focus()
    void grid.setProps({ rowKey: (row: Row) => row.id })
    await nextTick()
    beside.focus()
    await nextTick()
    await nextTick()
    expect(document.activeElement).toBe(beside)
  })

  it('marks the selected row', async () => {
    const { grid } = await open({ selectedKey: 2 })
    expect(grid.findAll('[aria-selected=true]').map((row) => row.attributes('data-testid'))).toEqual(['row-2'])
  })
})

describe('a grid whose rows are the stops', () => {
  beforeEach(giveElementsASize)
  afterEach(() => {
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })
  const focused = (): string | undefined => (document.activeElement as HTMLElement).dataset['row']
  const chosen = (grid: Awaited<ReturnType<typeof open>>['grid']): unknown => grid.emitted('update:selection')?.at(-1)?.[0]

  it('goes from row to row, never into the header and not sideways', async () => {
    const { grid, press } = await open({ stops: 'rows' })
    expect(grid.findAll('[tabindex="0"]').map((stop) => stop.attributes('data-row'))).toEqual(['1'])
    grid.find<HTMLElement>('[data-row="1"]').element.focus()
    for (const key of ['ArrowUp', 'ArrowRight', 'ArrowDown', 'ArrowLeft']) await press(key)
    expect(focused()).toBe('2')
    await press('End')
    expect(focused()).toBe('200')
    await press('Home')
    expect(focused()).toBe('1')
  })

  it('keeps the focus with its row wherever that goes, and gives it to the neighbour of one that is gone', async () => {
    const { grid } = await open({ stops: 'rows', rows: rows(5) })
    grid.find<HTMLElement>('[data-row="3"]').element.focus()
    await grid.setProps({ rows: [{ id: 9, name: 'first' }, ...rows(5)] })
    await nextTick()
    expect(focused()).toBe('3')
    await grid.setProps({ rows: [{ id: 9, name: 'first' }, ...rows(5)].filter(({ id }) => id !== 3) })
    await nextTick()
    await nextTick()
    expect(focused()).toBe('4')
  })

  it('keeps what was chosen when rows come and go, and tells places and boxes', async () => {
    const { grid, press } = await open({ stops: 'rows', rows: rows(5), selection: { '2': true }, selectLabel: 'Choose' })
    expect([grid.attributes('aria-multiselectable'), grid.attributes('aria-colcount')]).toEqual(['true', '3'])
    expect(grid.findAll('[aria-selected=true]').map((row) => row.attributes('data-row'))).toEqual(['2'])
    grid.find<HTMLElement>('[data-row="4"]').element.focus()
    await press(' ')
    expect(chosen(grid)).toEqual({ '2': true, '4': true })
    await grid.setProps({ selection: { '2': true, '4': true } })
    await press(' ')
    expect(chosen(grid)).toEqual({ '2': true })
    grid.find<HTMLInputElement>('[data-testid=select-2]').element.click()
    expect([chosen(grid), grid.emitted('open')]).toEqual([{ '4': true }, undefined])
  })

  it('reads what was not read yet before its end is gone to or all is chosen, and asks for more near the end', async () => {
    const unread = { more: vi.fn(), all: vi.fn<() => Promise<boolean>>() }
    const { grid, press } = await open({ stops: 'rows', rows: rows(200), selection: {}, unread })
    expect(unread.more).not.toHaveBeenCalled()
    unread.all.mockImplementation(async () => {
      await grid.setProps({ rows: rows(300) })
      return true
    })
    grid.find<HTMLElement>('[data-row="1"]').element.focus()
    await press('End')
    await soon(() => expect(focused()).toBe('300'))
    expect(unread.more).toHaveBeenCalled()
    await press('a', { ctrlKey: true })
    await soon(() => expect(Object.keys(chosen(grid) as object)).toHaveLength(300))
    unread.all.mockResolvedValue(false)
    await grid.setProps({ selection: {} })
    const told = grid.emitted('update:selection')?.length
    await press('a', { ctrlKey: true })
    expect(grid.emitted('update:selection')).toHaveLength(told ?? 0)
  })
})

describe('a grid that is too narrow for its columns', () => {
  const wide: GridColumn<Row>[] = [
    ...columns,
    { key: 'order', label: 'Order', minWidth: 100, grow: 1, isSortable: true, yields: 2, text: () => '7' },
    { key: 'email', label: 'E-mail', minWidth: 200, grow: 1, isSortable: true, yields: 1, text: () => 'x@y.example' },
    { key: 'status', label: 'Status', minWidth: 100, grow: 1, isSortable: true, text: () => 'on' },
  ]
  const keys = (width: number): string[] => shownColumns(wide, width).map(({ key }) => key)
  const tight: GridColumn<Row> = { key: 'tight', label: 'Tight', minWidth: 100, narrowestWidth: 60, grow: 1, isSortable: false, text: () => '' }
  const widths = (width: number): number[] => shownColumns([...columns, tight], width).map(({ minWidth }) => minWidth)
  let resize: (width: number) => Promise<void>

  beforeEach(() => {
    giveElementsASize()
    let width = 600
    const observers: ((entries: unknown[]) => void)[] = []
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockImplementation(() => width)
    vi.stubGlobal(
      'ResizeObserver',
      class {
        constructor(callback: (entries: unknown[]) => void) {
          observers.push(callback)
        }
        observe(): void {
          /* told by the test */
        }
        unobserve(): void {
          /* told by the test */
        }
        disconnect(): void {
          /* told by the test */
        }
      },
    )
    resize = async (to) => {
      width = to
      for (const told of observers) told([])
      await nextTick()
      await nextTick()
    }
  })
  afterEach(() => {
    document.body.replaceChildren()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  it('lets them go in their order, and never those that stay', () => {
    expect(keys(0)).toHaveLength(5)
    // Where nothing is left that could give way, they get narrower.
    expect([widths(250), widths(249)]).toEqual([
      [100, 50, 100],
      [100, 50, 60],
    ])
    expect(keys(550)).toHaveLength(5)
    expect(keys(549)).toEqual(['name', 'id', 'email', 'status'])
    expect(keys(449)).toEqual(['name', 'id', 'status'])
    expect(keys(10)).toEqual(['name', 'id', 'status'])
  })

  it('tells the places among all columns, and the number of all', async () => {
    const { grid } = await open({ columns: wide })
    await resize(300)
    expect(grid.attributes('aria-colcount')).toBe('5')
    expect(grid.findAll('[role=columnheader]').map((header) => header.attributes('aria-colindex'))).toEqual(['1', '2', '5'])
  })

  it('has the keys walk over what is on screen, and keeps the cursor in its column or the nearest before it', async () => {
    const { grid, press, at } = await open({ columns: wide })
    await resize(600)
    grid.find<HTMLElement>('[data-cell="0:4"]').element.focus()
    await resize(300)
    expect([at(), document.activeElement?.textContent]).toEqual(['0:2', 'on'])
    await press('ArrowRight')
    expect(at()).toBe('0:2')
    await resize(600)
    expect([at(), document.activeElement?.textContent]).toEqual(['0:4', 'on'])
    await press('ArrowLeft')
    await resize(300)
    expect([at(), document.activeElement?.textContent]).toEqual(['0:1', '1'])
    expect(grid.findAll('[tabindex="0"]')).toHaveLength(1)
  })
})

describe('choosing a header', () => {
  it('turns the same key round, replaces another, adds a further one and keeps at most three', () => {
    expect(toggleSort([{ field: 'a', direction: 'asc' }], 'a', false)).toEqual([{ field: 'a', direction: 'desc' }])
    expect(toggleSort([{ field: 'a', direction: 'asc' }], 'b', false)).toEqual([{ field: 'b', direction: 'asc' }])
    const three = ['a', 'b', 'c'].map((field) => ({ field, direction: 'asc' as const }))
    expect(toggleSort(three, 'd', true).map(({ field }) => field)).toEqual(['a', 'b', 'd'])
    expect(toggleSort(three, 'b', true)[1]).toEqual({ field: 'b', direction: 'desc' })
  })
})
