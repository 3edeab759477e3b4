import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTickHistory, type TickAct } from '@renderer/workspace/ui/tick-history'
import { applyChange, type CheckMode, setChecks, toggleCheck } from '@renderer/workspace/ui/tree-checks'
import { indexTree } from '@renderer/workspace/ui/tree-model'
import { seed } from '../../../../support/seed'

const size = 12
const tree = indexTree(Array.from({ length: size }, (_, at) => ({ id: at + 1, parentId: at < 3 ? null : 1 + Math.floor((at - 3) / 3), label: String(at + 1) })))

type Stroke =
  | { readonly kind: 'toggle'; readonly place: number; readonly mode: CheckMode }
  | { readonly kind: 'all'; readonly places: readonly number[]; readonly isOn: boolean }
  | { readonly kind: 'scope'; readonly scope: number }
const strokes: fc.Arbitrary<readonly Stroke[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('toggle' as const), place: fc.nat(size - 1), mode: fc.constantFrom<CheckMode>('strict', 'linked', 'branch') }),
    fc.record({ kind: fc.constant('all' as const), places: fc.uniqueArray(fc.nat(size - 1)), isOn: fc.boolean() }),
    fc.record({ kind: fc.constant('scope' as const), scope: fc.nat(4) }),
  ),
  { maxLength: 20 },
)

interface State {
  readonly ids: ReadonlySet<number>
  readonly scope: number
}

function actOf({ ids, scope }: State, stroke: Stroke): TickAct {
  if (stroke.kind === 'scope') return [{ kind: 'value', field: 'scope', before: scope, after: stroke.scope }]
  const change = stroke.kind === 'toggle' ? toggleCheck(tree, ids, stroke.place, stroke.mode) : setChecks(tree, ids, stroke.places, stroke.isOn, 'linked')
  return [{ kind: 'ids', field: 'menus', ...change }]
}
function done(state: State, act: TickAct): State {
  return act.reduce((now, step) => (step.kind === 'value' ? { ...now, scope: step.after as number } : { ...now, ids: new Set(applyChange([...now.ids], step)) }), state)
}

describe('the history of ticks', () => {
  it(`undoes exactly: every state comes back in turn, and comes again by redo (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: size })), strokes, (first, all) => {
        const history = createTickHistory()
        let state: State = { ids: new Set(first), scope: 0 }
        const states = [state]
        for (const stroke of all) {
          const act = actOf(state, stroke)
          history.note(act)
          const next = done(state, act)
          if (act.some((step) => (step.kind === 'ids' ? step.added.length + step.removed.length > 0 : step.before !== step.after))) states.push(next)
          state = next
        }
        for (const before of states.slice(0, -1).reverse()) expect((state = done(state, history.undo() ?? []))).toEqual(before)
        expect([history.undo(), history.canUndo.value]).toEqual([null, false])
        for (const after of states.slice(1)) expect((state = done(state, history.redo() ?? []))).toEqual(after)
        expect([history.redo(), history.canRedo.value]).toEqual([null, false])
      }),
      { seed },
    )
  })

  it('forgets what was undone once something new is done', () => {
    const history = createTickHistory()
    history.note([{ kind: 'ids', field: 'menus', added: [1], removed: [] }])
    history.undo()
    history.note([{ kind: 'ids', field: 'menus', added: [2], removed: [] }])
    expect(history.redo()).toBeNull()
    expect(history.undo()).toEqual([{ kind: 'ids', field: 'menus', added: [], removed: [2] }])
  })

  it('keeps nothing of an act that changed nothing', () => {
    const history = createTickHistory()
    history.note([{ kind: 'ids', field: 'menus', added: [], removed: [] }])
    expect(history.canUndo.value).toBe(false)
  })

  it('leaves what a merge has brought where it is', () => {
    const history = createTickHistory()
    history.note([{ kind: 'ids', field: 'menus', added: [1, 2], removed: [3] }])
    // Somebody else has put 9 in meanwhile.
    expect([...done({ ids: new Set([1, 2, 9]), scope: 0 }, history.undo() ?? []).ids].sort()).toEqual([3, 9])
  })
})
