/** A picture of paths: what lies in it is as large as there were sessions, and nothing lies over anything else. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { flowOf } from './flow.ts'

const HEIGHT = 400
const GAP = 8
const node = (step: number, name: string, count: number) => ({
  id: `${step}_${name}`,
  name,
  step,
  count,
  exits: 0,
})
const link = (source: string, target: string, count: number) => ({ source, target, count, medianSeconds: 1 })

/** Sessions that each go a few steps among three pages. */
const anyResult = fc
  .array(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 30,
  })
  .map((sessions) => {
    const [nodes, links] = [
      new Map<string, ReturnType<typeof node>>(),
      new Map<string, ReturnType<typeof link>>(),
    ]
    for (const session of sessions)
      session.forEach((name, at) => {
        const here = node(at + 1, name, 1)
        nodes.set(here.id, { ...here, count: (nodes.get(here.id)?.count ?? 0) + 1 })
        if (at === 0) return
        const way = link(`${at}_${session[at - 1]}`, here.id, 1)
        const key = `${way.source} ${way.target}`
        links.set(key, { ...way, count: (links.get(key)?.count ?? 0) + 1 })
      })
    return { nodes: [...nodes.values()], links: [...links.values()] }
  })

test('the most sessions are at the top, and a column that is full reaches from top to bottom', () => {
  const { nodes, columns } = flowOf({ nodes: [node(1, 'b', 1), node(1, 'a', 3)], links: [] }, HEIGHT, GAP)
  expect(columns).toBe(1)
  expect(nodes.map(({ name, top, height }) => [name, top, height])).toEqual([
    ['a', 0, 294],
    ['b', 302, 98],
  ])
})

test('nothing lies outside the picture or over another, and links stay inside their nodes', () => {
  const about = (value: number) => Math.round(value * 1e6) / 1e6
  fc.assert(
    fc.property(anyResult, (result) => {
      const { nodes, links } = flowOf(result, HEIGHT, GAP)
      expect(nodes).toHaveLength(result.nodes.length)
      expect(links).toHaveLength(result.links.length)
      for (const { id, top, height } of nodes) {
        expect(about(top + height)).toBeLessThanOrEqual(HEIGHT)
        const leaving = links.filter(({ source }) => source === id)
        for (const one of leaving) {
          expect(about(one.fromTop)).toBeGreaterThanOrEqual(about(top))
          expect(about(one.fromTop + one.height)).toBeLessThanOrEqual(about(top + height))
        }
        const edges = leaving.map(({ fromTop }) => about(fromTop))
        expect(new Set(edges).size).toBe(edges.length)
      }
    }),
  )
})

test('a link whose node was not among those told is left out, and nothing at all is an empty picture', () => {
  expect(flowOf({ nodes: [node(1, 'a', 1)], links: [link('1_a', '2_b', 1)] }, HEIGHT, GAP).links).toEqual([])
  expect(flowOf({ nodes: [], links: [] }, HEIGHT, GAP)).toEqual({ columns: 0, nodes: [], links: [] })
})
