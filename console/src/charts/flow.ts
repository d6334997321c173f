/** Where the nodes and links of a path lie in a picture: a column a step, as tall as there were sessions. */
import type { PathResult } from '@firefly/protocol/results'

type Node = PathResult['nodes'][number]
type Link = PathResult['links'][number]

export interface PlacedNode extends Node {
  /** Its column, from 0. */
  column: number
  top: number
  height: number
}

export interface PlacedLink extends Link {
  from: PlacedNode
  to: PlacedNode
  /** Of its upper edge where it leaves and where it arrives. */
  fromTop: number
  toTop: number
  height: number
}

export interface Flow {
  columns: number
  nodes: PlacedNode[]
  links: PlacedLink[]
}

/** All in the unit of `height`; `gap` lies between two nodes of a column. The most sessions are at the top. */
export function flowOf({ nodes, links }: PathResult, height: number, gap: number): Flow {
  const steps = [...new Set(nodes.map(({ step }) => step))].toSorted((a, b) => a - b)
  const columns = steps.map((step) => nodes.filter((node) => node.step === step))
  const scale = Math.min(...columns.map((column) => scaleOf(column, height, gap)))
  const placed = columns.flatMap((column, at) => stack(column, at, scale, gap))
  return { columns: columns.length, nodes: placed, links: placeLinks(links, placed, scale) }
}

/** So much height for each session that the column just fits. */
function scaleOf(column: readonly Node[], height: number, gap: number): number {
  const total = column.reduce((sum, { count }) => sum + count, 0)
  return total > 0 ? Math.max(0, height - gap * (column.length - 1)) / total : Number.POSITIVE_INFINITY
}

function stack(column: readonly Node[], at: number, scale: number, gap: number): PlacedNode[] {
  let top = 0
  return column
    .toSorted((a, b) => b.count - a.count)
    .map((node) => {
      const placed = { ...node, column: at, top, height: node.count * scale }
      top += placed.height + gap
      return placed
    })
}

/** At each node its links lie in the order of the nodes at their other ends, so that few cross. */
function placeLinks(links: readonly Link[], nodes: readonly PlacedNode[], scale: number): PlacedLink[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const placed = links.flatMap((link) => {
    const [from, to] = [byId.get(link.source), byId.get(link.target)]
    return from && to ? [{ ...link, from, to, fromTop: 0, toTop: 0, height: link.count * scale }] : []
  })
  const [left, right] = [new Map<string, number>(), new Map<string, number>()]
  for (const link of placed.toSorted((a, b) => a.to.top - b.to.top))
    link.fromTop = taken(left, link.from, link.height)
  for (const link of placed.toSorted((a, b) => a.from.top - b.from.top))
    link.toTop = taken(right, link.to, link.height)
  return placed
}

/** Where the next link of `node` begins. */
function taken(used: Map<string, number>, { id, top }: PlacedNode, height: number): number {
  const before = used.get(id) ?? 0
  used.set(id, before + height)
  return top + before
}
