/** From numbers and steps to nodes with names and ids, and links between them. */
import type { PathResult } from '@firefly/protocol/query/path'
import type { Names } from './names.ts'
import type { PathRow } from './sql.ts'

type Link = PathRow['links'][number]

/** Ties by step and name, so that the answer is stable. */
export function shapePath({ links, nodes }: PathRow, names: Names, limit: number): PathResult {
  const nameOf = (node: string): string => names.get(node) ?? ''
  const order = (one: Link, other: Link): number =>
    Number(other[3]) - Number(one[3]) ||
    Number(one[0]) - Number(other[0]) ||
    byBytes(nameOf(one[1]), nameOf(other[1])) ||
    byBytes(nameOf(one[2]), nameOf(other[2]))
  const shown = links.toSorted(order).slice(0, limit)
  const ends = new Set(
    shown.flatMap(([step, node, next]) => [`${step} ${node}`, `${Number(step) + 1} ${next}`]),
  )
  return {
    nodes: nodes
      .filter(([step, node]) => ends.has(`${step} ${node}`))
      .map(([step, node, sessions, exits]) => ({
        id: idOf(step, nameOf(node)),
        name: nameOf(node),
        step: Number(step),
        count: Number(sessions),
        exits: Number(exits),
      }))
      .toSorted(
        (one, other) => one.step - other.step || other.count - one.count || byBytes(one.name, other.name),
      ),
    links: shown.map(([step, node, next, sessions, seconds]) => ({
      source: idOf(step, nameOf(node)),
      target: idOf(Number(step) + 1, nameOf(next)),
      count: Number(sessions),
      medianSeconds: seconds,
    })),
  }
}

const idOf = (step: number | string, name: string): string => `${step}_${name}`
const byBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other))
