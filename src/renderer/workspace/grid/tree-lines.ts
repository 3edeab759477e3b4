/** Where a row stands in its tree, as assistive technology is told. */
export interface TreePlace {
  /** From 1. */
  readonly level: number
  /** Among its siblings, from 1. */
  readonly position: number
  readonly setSize: number
  readonly hasChildren: boolean
  readonly isExpanded: boolean
}

export interface TreeRow {
  readonly id: number
  readonly parentId: number
}

export interface TreeLine<Row extends TreeRow> extends TreePlace {
  readonly row: Row
}

export interface TreeChoices<Row extends TreeRow> {
  readonly collapsed: ReadonlySet<number>
  /** What is searched for; null shows all. Rows that match stay, and those above them; nothing of the way there is collapsed. */
  readonly matches: ((row: Row) => boolean) | null
  /** Those that were closed since it is searched for; they stay so until the search ends. */
  readonly closed?: ReadonlySet<number>
}

/**
 * A tree as the lines on screen, siblings in the order of `rows`. No row gets lost: one whose parent is not there stands at
 * the top, and of a circle (which the server lets happen) the first row does.
 */
export function treeLines<Row extends TreeRow>(rows: readonly Row[], { collapsed, matches, closed }: TreeChoices<Row>): TreeLine<Row>[] {
  const shown = matches ? withAncestors(rows, matches) : rows
  const below = childrenOf(shown)
  const placed = new Set<number>()

  function lines(siblings: readonly Row[], level: number): TreeLine<Row>[] {
    for (const { id } of siblings) placed.add(id)
    return siblings.flatMap((row, index) => {
      const children = (below.get(row.id) ?? []).filter(({ id }) => !placed.has(id))
      const hasChildren = children.length > 0
      const isExpanded = hasChildren && !(matches === null ? collapsed : closed)?.has(row.id)
      const line = { row, level, position: index + 1, setSize: siblings.length, hasChildren, isExpanded }
      const inner = lines(children, level + 1)
      return isExpanded ? [line, ...inner] : [line]
    })
  }

  return lines(topOf(shown), 1)
}

/** How many rows stand right below each. */
export function childCounts(rows: readonly TreeRow[]): ReadonlyMap<number, number> {
  return new Map([...childrenOf(rows)].map(([id, children]) => [id, children.length]))
}

/** These rows and all below them. */
export function branchOf(rows: readonly TreeRow[], ...tops: readonly number[]): ReadonlySet<number> {
  const below = childrenOf(rows)
  const branch = new Set<number>()
  const open = [...tops]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (branch.has(next)) continue
    branch.add(next)
    open.push(...(below.get(next) ?? []).map((child) => child.id))
  }
  return branch
}

/** Of these rows those that do not come along with another of them anyway, in the order of all. */
export function branchTops<Row extends TreeRow>(rows: readonly Row[], ids: ReadonlySet<number>): Row[] {
  const parents = new Map(rows.map(({ id, parentId }) => [id, parentId]))
  return rows.filter(({ id, parentId }) => {
    if (!ids.has(id)) return false
    const passed = new Set([id])
    for (let above: number | undefined = parentId; above !== undefined && !passed.has(above); above = parents.get(above)) {
      if (ids.has(above)) return false
      passed.add(above)
    }
    return true
  })
}

function childrenOf<Row extends TreeRow>(rows: readonly Row[]): Map<number, Row[]> {
  const below = new Map<number, Row[]>()
  for (const row of rows) {
    const siblings = below.get(row.parentId)
    // Added to, not copied: many departments below one would take for ever.
    if (siblings) siblings.push(row)
    else below.set(row.parentId, [row])
  }
  return below
}

/** The rows that stand at the top: those without a parent among the others, and the first of each circle. */
function topOf<Row extends TreeRow>(rows: readonly Row[]): Row[] {
  const parents = new Map(rows.map(({ id, parentId }) => [id, parentId]))
  const settled = new Set<number>()
  return rows.filter((row) => {
    if (!parents.has(row.parentId)) return true
    const way = new Set<number>()
    let above: number | undefined = row.id
    while (above !== undefined && parents.has(above) && !settled.has(above) && !way.has(above)) {
      way.add(above)
      above = parents.get(above)
    }
    // It hangs below a circle, of which another row is the first.
    if (above !== undefined && way.has(above) && above !== row.id) return false
    for (const id of way) settled.add(id)
    return above === row.id && way.has(above)
  })
}

function withAncestors<Row extends TreeRow>(rows: readonly Row[], matches: (row: Row) => boolean): readonly Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const kept = new Set<number>()
  for (const row of rows.filter(matches)) {
    for (let above: Row | undefined = row; above && !kept.has(above.id); above = byId.get(above.parentId)) kept.add(above.id)
  }
  return rows.filter(({ id }) => kept.has(id))
}
