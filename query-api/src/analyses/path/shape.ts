/** From names and steps to nodes with ids, and links between them. */
import type { PathResult } from '@firefly/protocol/query/path'
import type { PathRow } from './sql.ts'

export const shapePath = ({ links, nodes }: PathRow): PathResult => ({
  nodes: nodes.map(([step, name, sessions, exits]) => ({
    id: idOf(step, name),
    name,
    step: Number(step),
    count: Number(sessions),
    exits: Number(exits),
  })),
  links: links.map(([step, name, next, sessions, seconds]) => ({
    source: idOf(step, name),
    target: idOf(Number(step) + 1, next),
    count: Number(sessions),
    medianSeconds: seconds,
  })),
})

const idOf = (step: number | string, name: string): string => `${step}_${name}`
