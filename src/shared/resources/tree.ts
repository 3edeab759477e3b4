import { ROOT_ID } from './field-rules'

interface TreeRow {
  readonly id: number
  readonly parentId: number
}

/**
 * Why a record may not hang under this parent, as the last part of a locale key; null when it may. The server looks only
 * for a record that is its own parent: any longer circle, and a parent that is gone, "succeed" there, and the whole
 * branch appears nowhere any more.
 *
 * @param id the record that moves; null for a new one.
 */
export function parentFault(rows: readonly TreeRow[], id: number | null, parentId: number): PlaceFault | null {
  return parentFaultIn(parentsOf(rows), id, parentId)
}

export type PlaceFault = 'parentGone' | 'parentBelow'

/** Each record's parent: for who asks about many places. */
export function parentsOf(rows: readonly TreeRow[]): ReadonlyMap<number, number> {
  return new Map(rows.map((row) => [row.id, row.parentId]))
}

/** As `parentFault`. */
export function parentFaultIn(parents: ReadonlyMap<number, number>, id: number | null, parentId: number): PlaceFault | null {
  if (parentId === ROOT_ID) return null
  if (parentId !== id && !parents.has(parentId)) return 'parentGone'
  // The way up is as long as the tree is deep; a circle that is there already must not make it endless.
  const passed = new Set<number>()
  for (let above: number | undefined = parentId; above !== undefined && !passed.has(above); above = parents.get(above)) {
    if (above === id) return 'parentBelow'
    passed.add(above)
  }
  return null
}
