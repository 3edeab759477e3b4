import { describe, expect, it } from 'vitest'
import { createWorkingCopy } from '@renderer/workspace/records/working-copy'

// Of a set what was put in and taken out counts (docs/offline.md, "Sets").
const row = { id: 7, scope: 1, menus: [1, 2, 3] }
const open = () => createWorkingCopy<typeof row, 'scope' | 'menus'>(row, ['scope', 'menus'], ['menus'])

describe('a form with a set', () => {
  it('keeps what was put in and taken out when somebody else’s row comes, and asks nothing', () => {
    const form = open()
    form.set('menus', [1, 2, 9])
    const { clashes, taken } = form.rebase({ ...row, menus: [2, 3, 4] })
    expect([form.value('menus'), form.edits.value, form.clashes.value, clashes, taken]).toEqual([[2, 4, 9], { menus: [2, 4, 9] }, {}, [], ['menus']])
    // Done there by somebody else: nothing is left of it.
    form.rebase({ ...row, menus: [2, 4, 9] })
    expect(form.isDirty.value).toBe(false)
  })

  it('asks about other fields as ever', () => {
    const form = open()
    form.set('scope', 4)
    form.set('menus', [1])
    form.rebase({ ...row, scope: 2, menus: [1, 2, 3, 4] })
    expect([form.clashes.value, form.value('menus')]).toEqual([{ scope: 1 }, [1, 4]])
  })

  it('keeps what was ticked after Save on the new row, in a field that was sent and in one that was not', () => {
    const form = open()
    form.set('menus', [1, 2, 3, 5])
    form.beginSave()
    form.set('menus', [2, 3, 5, 6])
    form.settleSaved({ ...row, menus: [1, 2, 3, 5, 8] })
    expect([form.value('menus'), form.clashes.value]).toEqual([[2, 3, 5, 6, 8], {}])

    const scoped = open()
    scoped.set('scope', 4)
    scoped.beginSave()
    scoped.set('menus', [1, 2])
    scoped.settleSaved({ ...row, scope: 4, menus: [1, 2, 3, 8] })
    expect([scoped.value('menus'), scoped.clashes.value]).toEqual([[1, 2, 8], {}])
  })

  it('put back to what it was while its save is on the way is a wish of its own', () => {
    const form = open()
    form.set('menus', [1, 2, 3, 5])
    form.beginSave()
    form.set('menus', [1, 2, 3])
    form.settleSaved({ ...row, menus: [1, 2, 3, 5, 8] })
    expect(form.value('menus')).toEqual([1, 2, 3, 8])
  })

  it('takes a draft up again on the row of today, under what was typed since', () => {
    const form = open()
    form.rebase({ ...row, menus: [1, 3, 4] })
    form.set('menus', [1, 3, 4, 7])
    form.restore(row, { menus: [1, 2, 9] })
    expect(form.value('menus')).toEqual([1, 4, 7, 9])
  })
})
