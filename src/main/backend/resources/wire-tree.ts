/** A node as the server nests it: a leaf has no `children` key in most trees, and `[]` in some. */
export interface WireNode<Node> {
  readonly children?: readonly Node[] | undefined
}

/** All nodes of a tree, each before those below it, in the server's order. */
export function flatten<Node extends WireNode<Node>>(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node) => [node, ...flatten(node.children ?? [])])
}
