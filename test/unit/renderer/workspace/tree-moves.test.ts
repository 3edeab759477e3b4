// Moving the rows of a tree, on the page of the departments: by the dialog, by a drag, and by keys; and which branches are open.
import { type Department, DEPARTMENTS } from '@shared/resources/department'
import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../support/mount'

const department = (id: number, parentId: number, name: string, more: Partial<Department> = {}): Department => ({ ...DEPARTMENTS.blank, id, parentId, name, ...more })
const refused = (message: string): { failure: Failure } => ({ failure: { code: 'REFUSED', message, retryable: false } })

function held(): { readonly promise: Promise<void>; readonly release: () => void } {
  let release = (): void => undefined
  const promise = new Promise<void>((resolve) => {
    release = resolve
  })
  return { promise, release: () => release() }
}

let fake: FakeHoldfast
let page: OpenWorkspace
const row = (id: number): HTMLElement => page.get(`row-${id}`)
const names = (): string[] => [...page.get('departments-grid').querySelectorAll('.grid-body [role=row] .record-name')].map((cell) => cell.textContent ?? '')
const saves = (): unknown[] => fake.callsOf('departments.save').map((call) => ({ id: (call as { id: number }).id, edits: (call as { edits: unknown }).edits }))
const told = (): string => page.get('announcer').textContent ?? ''

async function open(): Promise<void> {
  page = await openWorkspace(fake)
  await page.click('menu-sys-dept-index')
}
async function focusRow(id: number, column = 0): Promise<void> {
  row(id).querySelectorAll<HTMLElement>('[role=gridcell]')[column]?.focus()
  await quiet()
}
async function select(...ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    await focusRow(id)
    await press(' ')
  }
}
async function chooseTarget(name: string): Promise<void> {
  const box = page.get('move-target').querySelector<HTMLInputElement>('[role=combobox]')
  box?.focus()
  if (!box) throw new Error('no field for the target')
  box.value = name
  box.dispatchEvent(new Event('input', { bubbles: true }))
  await quiet()
  await press('Enter')
}
async function confirm(): Promise<void> {
  page
    .get('move-dialog')
    .querySelector('form')
    ?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await quiet()
}
async function drag(type: string, target: Element, more: { readonly relatedTarget?: Element; readonly clientY?: number } = {}): Promise<Event> {
  const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), { dataTransfer: { setData: () => undefined }, clientX: 40, clientY: 50, ...more })
  target.dispatchEvent(event)
  await quiet()
  return event
}
const cell = (id: number): Element => row(id).querySelector('[role=gridcell]') ?? row(id)
/** At the upper or lower edge of a row, which stands from 100 to 140 on the screen. */
function edge(id: number, side: 'before' | 'after'): readonly [Element, { readonly clientY: number }] {
  vi.spyOn(row(id), 'getBoundingClientRect').mockReturnValue({ top: 100, height: 40 } as DOMRect)
  return [cell(id), { clientY: side === 'before' ? 104 : 137 }]
}

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
  fake.departments = [
    department(1, 0, 'Head office', { listorder: 300 }),
    department(2, 1, 'Research', { listorder: 30 }),
    department(3, 2, 'Platform', { listorder: 20 }),
    department(4, 2, 'Clients', { listorder: 10 }),
    department(5, 1, 'Sales', { listorder: 20 }),
    department(6, 0, 'Branch', { listorder: 200 }),
    department(7, 6, 'Clients', { listorder: 1 }),
  ]
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('“Move to…”', () => {
  it('moves the chosen rows, not what comes along with them, to the target that was named, and shows where they are', async () => {
    await open()
    await focusRow(6)
    await press('ArrowLeft')
    await select(2, 3, 5)
    expect(page.get('move-count').textContent).toBe('3 selected')
    await page.click('move-selected')
    expect(page.get('move-dialog').textContent).toContain('Move Research, Sales')
    await chooseTarget('Branch')
    await confirm()
    expect(saves()).toEqual([
      { id: 2, edits: { parentId: 6 } },
      { id: 5, edits: { parentId: 6 } },
    ])
    expect([page.find('move-dialog'), page.find('move-bar'), told()]).toEqual([null, null, expect.stringContaining('Moved to Branch: Research, Sales')])
    expect(row(2).getAttribute('aria-level')).toBe('2')
    expect(row(6).getAttribute('aria-expanded')).toBe('true')
  })

  it('offers neither a moved row nor what is below it, and locks with its reason what cannot be a target', async () => {
    await open()
    await focusRow(2)
    await press('ContextMenu')
    for (const type of ['beforetoggle', 'toggle']) page.get('row-menu-menu').dispatchEvent(Object.assign(new Event(type), { newState: 'open' }))
    await quiet()
    await page.click('row-menu-move')
    page.get('move-target').querySelector<HTMLInputElement>('[role=combobox]')?.focus()
    await press('ArrowDown')
    const shown = [...page.get('move-dialog').querySelectorAll('[role=treeitem]')]
    expect(shown.map((one) => one.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '').join('|')).toBe('Top level|Head officeResearch is already in Head office.|Sales|Branch|Clients')
  })

  it('refuses a name that the target has already', async () => {
    await open()
    await select(4)
    await page.click('move-selected')
    await chooseTarget('Branch')
    expect(page.get('move-hint').textContent).toContain('Branch already has a “Clients”.')
    await confirm()
    expect([saves(), page.find('move-dialog') !== null]).toEqual([[], true])
  })

  it('is closed by Escape with nothing done, and the focus is back in the list', async () => {
    await open()
    await select(5)
    await page.click('move-selected')
    await press('Escape')
    expect([page.find('move-dialog'), saves()]).toEqual([null, []])
  })

  it('is not confirmed by the key that ends a composition, and Escape closes the list of targets first', async () => {
    await open()
    await select(5)
    await page.click('move-selected')
    const box = page.get('move-target').querySelector<HTMLInputElement>('[role=combobox]')
    expect(document.activeElement).toBe(box)
    const ends = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, isComposing: true })
    box?.dispatchEvent(ends)
    expect(ends.defaultPrevented).toBe(true)
    await press('ArrowDown')
    expect(box?.getAttribute('aria-expanded')).toBe('true')
    await press('Escape')
    expect([box?.getAttribute('aria-expanded'), page.find('move-dialog') !== null]).toEqual(['false', true])
    await press('Escape')
    expect(page.find('move-dialog')).toBeNull()
  })

  it('tells each row’s own result, and tries those again that failed', async () => {
    await open()
    await select(2, 5)
    fake.next('departments.save', refused('没有权限'))
    await page.click('move-selected')
    await chooseTarget('Branch')
    await confirm()
    expect([page.get('result-2').dataset['state'], page.get('result-5').dataset['state']]).toEqual(['failed', 'done'])
    expect(page.get('result-2').textContent).toContain('没有权限')
    await page.click('move-results-retry')
    expect(saves().at(-1)).toEqual({ id: 2, edits: { parentId: 6 } })
    expect(page.get('result-2').dataset['state']).toBe('done')
  })

  it('F81: looks at the tree once more before it sends: what another person has turned round meanwhile is not made a circle', async () => {
    await open()
    await select(5)
    await page.click('move-selected')
    await chooseTarget('Branch')
    // Somebody else has put the target below the row meanwhile.
    fake.departments = fake.departments.map((one) => (one.id === 6 ? { ...one, parentId: 5 } : one))
    await confirm()
    expect(saves()).toEqual([])
    expect(page.get('result-5').textContent).toContain('Sales cannot be placed below itself')
  })

  it('shows what goes out where the server’s profile asks for it', async () => {
    fake.state = { ...fake.state, profile: { ...fake.state.profile, writeMode: 'confirm' } }
    await open()
    await select(5)
    await page.click('move-selected')
    await chooseTarget('Branch')
    await confirm()
    expect([page.get('question').textContent, saves()]).toEqual([expect.stringMatching(/Move Sales to Branch\?.*Head office.*Branch/s), []])
    await page.click('question-confirm')
    expect(saves()).toEqual([{ id: 5, edits: { parentId: 6 } }])
  })

  it('is shown as pending while it is not sent', async () => {
    fake.isQueueing = true
    await open()
    await select(5)
    await page.click('move-selected')
    await chooseTarget('Branch')
    await confirm()
    expect(row(5).querySelector('[data-testid=pending-mark]')?.textContent?.trim()).toBe('Edited')
    expect(told()).toContain('Pending: move Sales to Branch')
  })

  it('is not there for who may not change departments, and says why', async () => {
    fake.account = { ...fake.account, permissions: fake.account.permissions.filter((one) => one !== '/sys/dept/depts/put') }
    await open()
    await focusRow(5)
    await press('ArrowUp', { altKey: true })
    expect([saves(), told()]).toEqual([[], expect.stringContaining('/sys/dept/depts/put')])
  })
})

describe('a drag', () => {
  it('goes into the row that is marked, and says so in words on the way', async () => {
    await open()
    await drag('dragstart', cell(5))
    const over = await drag('dragover', cell(6))
    expect([over.defaultPrevented, row(6).dataset['drop'], page.get('drag-note').textContent]).toEqual([true, 'taken', 'Move Sales to Branch'])
    await drag('drop', cell(6))
    expect([saves(), page.find('drag-note')]).toEqual([[{ id: 5, edits: { parentId: 6 } }], null])
  })

  it('of a chosen row takes all chosen ones along, and to the header means to the top', async () => {
    await open()
    await select(3, 5)
    await drag('dragstart', cell(5))
    const header = page.get('departments-grid').querySelector('[role=columnheader]') as Element
    await drag('dragover', header)
    expect(page.get('drag-note').textContent).toBe('Move Platform, Sales to Top level')
    await drag('drop', header)
    expect(saves()).toEqual([
      { id: 3, edits: { parentId: 0 } },
      { id: 5, edits: { parentId: 0 } },
    ])
  })

  it('that comes while the list is read for the one before it is told that it was not made', async () => {
    await open()
    const gate = held()
    fake.next('departments.list', { gate: gate.promise })
    await drag('dragstart', cell(5))
    await drag('drop', cell(6))
    await drag('dragstart', cell(3))
    await drag('drop', cell(1))
    expect(told()).toContain('The last move is still in progress.')
    await focusRow(4)
    await press('ArrowUp', { altKey: true })
    expect(told()).toContain('The last move is still in progress.')
    gate.release()
    await quiet()
    expect([saves(), told()]).toEqual([[{ id: 5, edits: { parentId: 6 } }], expect.stringContaining('Moved to Branch: Sales')])
  })

  it('of a row that is not among the chosen ones leaves those chosen', async () => {
    await open()
    await select(3, 4)
    await drag('dragstart', cell(5))
    await drag('drop', cell(6))
    expect([saves(), page.get('move-count').textContent]).toEqual([[{ id: 5, edits: { parentId: 6 } }], '2 selected'])
  })

  it('is not taken below itself, in words, and ends with nothing done', async () => {
    await open()
    await drag('dragstart', cell(1))
    const over = await drag('dragover', cell(3))
    expect([over.defaultPrevented, row(3).dataset['drop'], page.get('drag-note').textContent]).toEqual([false, 'refused', 'Head office cannot be placed below itself.'])
    await drag('dragend', cell(1))
    expect([saves(), page.find('drag-note'), told()]).toEqual([[], null, expect.stringContaining('Not moved. Head office cannot be placed below itself.')])
  })

  it('that was cancelled does nothing, and others than of rows are none of the grid’s', async () => {
    await open()
    await drag('dragstart', cell(5))
    await drag('dragover', cell(6))
    await drag('dragend', cell(5))
    await drag('drop', cell(6))
    expect([(await drag('dragover', cell(6))).defaultPrevented, row(6).dataset['drop'], saves()]).toEqual([false, undefined, []])
  })

  it('between two siblings is another order, of as few numbers as can be', async () => {
    await open()
    await drag('dragstart', cell(5))
    await drag('dragover', ...edge(2, 'before'))
    expect([row(2).dataset['drop'], row(2).dataset['side'], page.get('drag-note').textContent]).toEqual(['taken', 'before', 'Move Sales before Research'])
    await drag('drop', ...edge(2, 'before'))
    expect([saves(), told()]).toEqual([[{ id: 5, edits: { listorder: 40 } }], expect.stringContaining('Sales: 1 of 2.')])
  })

  it('between two rows of another place is one change of both, and theirs only where they leave no room', async () => {
    await open()
    await drag('dragstart', cell(7))
    await drag('dragover', ...edge(5, 'after'))
    expect(page.get('drag-note').textContent).toBe('Move Clients to Head office, after Sales')
    await drag('drop', ...edge(5, 'after'))
    expect(saves()).toEqual([{ id: 7, edits: { parentId: 1 } }])
    await drag('dragstart', cell(7))
    await drag('drop', ...edge(3, 'before'))
    expect([saves().slice(1), told()]).toEqual([[], expect.stringContaining('Research already has a “Clients”.')])
    await drag('dragstart', cell(3))
    await drag('drop', ...edge(5, 'before'))
    expect(saves().slice(1)).toEqual([{ id: 3, edits: { parentId: 1, listorder: 25 } }])
  })

  it('of several puts them side by side, in the order in which they were', async () => {
    await open()
    await select(5, 7)
    await drag('dragstart', cell(5))
    await drag('drop', ...edge(1, 'before'))
    expect(saves()).toEqual([
      { id: 5, edits: { parentId: 0, listorder: 320 } },
      { id: 7, edits: { parentId: 0, listorder: 310 } },
    ])
    expect(told()).toContain('Moved to Top level: Sales, Clients')
  })

  it('to where it stands already is told so, and nothing is sent', async () => {
    await open()
    for (const [id, side] of [
      [2, 'after'],
      [5, 'before'],
      [5, 'after'],
    ] as const) {
      // Below an open branch lies its first child.
      if (id === 2) {
        await focusRow(2)
        await press('ArrowLeft')
      }
      await drag('dragstart', cell(5))
      const over = await drag('dragover', ...edge(id, side))
      expect([over.defaultPrevented, row(id).dataset['drop'], page.get('drag-note').textContent]).toEqual([false, 'refused', 'Sales is already there.'])
      await drag('dragend', cell(5))
    }
    expect(saves()).toEqual([])
  })

  it('has no places between rows that are sorted by something else, nor below an open branch', async () => {
    await open()
    await drag('dragstart', cell(5))
    await drag('dragover', ...edge(6, 'after'))
    expect(row(6).dataset['side']).toBe('into')
    await drag('dragend', cell(5))
    page.get('departments-grid').querySelector<HTMLElement>('[role=columnheader]')?.click()
    await quiet()
    await drag('dragstart', cell(5))
    await drag('dragover', ...edge(3, 'before'))
    expect([row(3).dataset['side'], page.get('drag-note').textContent]).toEqual(['into', 'Move Sales to Platform'])
  })

  it('below itself, beside one of its own, is not taken', async () => {
    await open()
    await drag('dragstart', cell(1))
    await drag('dragover', ...edge(3, 'before'))
    expect([row(3).dataset['drop'], page.get('drag-note').textContent]).toEqual(['refused', 'Head office cannot be placed below itself.'])
  })

  it('opens a closed branch that it rests on', async () => {
    await open()
    await focusRow(6)
    await press('ArrowLeft')
    expect(page.find('row-7')).toBeNull()
    vi.useFakeTimers()
    await drag('dragstart', cell(5))
    await drag('dragover', cell(6))
    await vi.advanceTimersByTimeAsync(800)
    expect(page.find('row-7')).not.toBeNull()
  })
})

describe('Alt+↑ and Alt+↓', () => {
  it('change the order among siblings by as few numbers as can, and the focus goes along', async () => {
    await open()
    // Main answers in the server's order.
    const answered = (): void => {
      fake.departments = fake.departments.toSorted((a, b) => b.listorder - a.listorder)
    }
    await focusRow(5)
    const saved = press('ArrowUp', { altKey: true })
    await saved
    expect(saves()).toEqual([{ id: 5, edits: { listorder: 40 } }])
    answered()
    await page.click('refresh')
    expect(names()).toEqual(['Head office', 'Sales', 'Research', 'Platform', 'Clients', 'Branch', 'Clients'])
    expect(told()).not.toContain('failed')
  })

  it('are kept for each row while one is on its way', async () => {
    let rows = [1, 2, 3, 4, 5, 6].map((id) => department(id, 0, `d${id}`, { listorder: 100 - 10 * id }))
    // Main answers in the server's order.
    Object.defineProperty(fake, 'departments', { get: () => rows.toSorted((a, b) => b.listorder - a.listorder), set: (all: Department[]) => void (rows = all) })
    await open()
    const gate = held()
    fake.next('departments.save', { gate: gate.promise })
    const up = async (id: number): Promise<void> => {
      await focusRow(id)
      await press('ArrowUp', { altKey: true })
    }
    await up(4)
    await up(4)
    await up(6)
    gate.release()
    await quiet()
    expect((saves() as { readonly id: number }[]).map(({ id }) => id)).toEqual([4, 4, 6])
  })

  it('do not take away what became of a move of many', async () => {
    await open()
    await select(2, 5)
    fake.next('departments.save', refused('没有权限'))
    await page.click('move-selected')
    await chooseTarget('Branch')
    await confirm()
    await focusRow(1)
    await press('ArrowDown', { altKey: true })
    expect(saves().at(-1)).toEqual({ id: 1, edits: { listorder: 190 } })
    expect([page.get('move-results').textContent, page.get('result-2').textContent]).toEqual([expect.stringContaining('Move to Branch'), expect.stringContaining('没有权限')])
    await page.click('move-results-retry')
    expect(saves().at(-1)).toEqual({ id: 2, edits: { parentId: 6 } })
  })

  it('say why not: at the end, in a search, and under another sort', async () => {
    await open()
    await focusRow(1)
    await press('ArrowUp', { altKey: true })
    expect(told()).toContain('Head office is already first at its level.')
    await page.type('filter-search', 'sales')
    await focusRow(5)
    await press('ArrowUp', { altKey: true })
    expect(told()).toContain('Clear the search to change the order.')
    await page.click('filter-clear')
    page.get('departments-grid').querySelector<HTMLElement>('[role=columnheader]')?.click()
    await quiet()
    await focusRow(5)
    await press('ArrowUp', { altKey: true })
    expect([saves(), told()]).toEqual([[], expect.stringContaining('The list is sorted differently. Sort by Order')])
  })

  it('make equal numbers different, and ask before many change', async () => {
    fake.departments = Array.from({ length: 14 }, (_, index) => department(index + 1, 0, `d${index + 1}`))
    await open()
    await focusRow(2)
    await press('ArrowUp', { altKey: true })
    expect(page.get('question').textContent).toContain('13 rows change')
    await page.click('question-cancel')
    expect(saves()).toEqual([])
  })
})

describe('a move of many among many', () => {
  it('looks through the tree a few times in all, not once for each row', async () => {
    const moved = 20
    let looked = 0
    fake.departments = [department(1, 0, 'From'), department(2, 0, 'Goal'), ...Array.from({ length: 300 }, (_, index) => department(index + 10, index < moved ? 1 : 2, `d${index}`))]
    await open()
    await select(10)
    for (let more = 1; more < moved; more++) await press('ArrowDown', { shiftKey: true })
    expect(page.get('move-count').textContent).toBe(`${moved} selected`)
    // Each look at a name of the tree: what is asked of all for each of them is seen by its square.
    const { useDepartmentTree } = await import('@renderer/workspace/stores/held-rows')
    const tree = useDepartmentTree()
    tree.put(
      tree.rows.map((row) => {
        const { name } = row
        return Object.defineProperty({ ...row }, 'name', { enumerable: true, get: () => ((looked += 1), name) })
      }),
    )
    await page.click('move-selected')
    expect(page.find('move-dialog')).not.toBeNull()
    looked = 0
    await chooseTarget('Goal')
    expect(looked).toBeLessThan(tree.rows.length * 12)
  })
})

describe('open branches', () => {
  it('are as they were left at the next start, and a search has its own', async () => {
    await open()
    await focusRow(2)
    await press('ArrowLeft')
    expect(names()).toEqual(['Head office', 'Research', 'Sales', 'Branch', 'Clients'])
    await page.type('filter-search', 'clients')
    expect(names()).toEqual(['Head office', 'Research', 'Clients', 'Branch', 'Clients'])
    await focusRow(6)
    await press('ArrowLeft')
    expect(names()).toEqual(['Head office', 'Research', 'Clients', 'Branch'])
    await page.click('filter-clear')
    expect(names()).toEqual(['Head office', 'Research', 'Sales', 'Branch', 'Clients'])
    await page.click('menu-sys-user-index')
    page.close()
    await open()
    expect(names()).toEqual(['Head office', 'Research', 'Sales', 'Branch', 'Clients'])
  })
})
