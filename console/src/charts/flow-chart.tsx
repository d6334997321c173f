/** Paths as a picture: a column a step, a band for each way, as broad as sessions went it. */
import type { PathResult } from '@firefly/protocol/results'
import { useId } from 'react'
import { useLanguage } from '../language/language.tsx'
import { type Flow, flowOf, type PlacedLink, type PlacedNode } from './flow.ts'
import style from './flow-chart.module.css'

interface Props {
  result: PathResult
  /** What a node is called here. */
  nameOf: (name: string) => string
  label: string
}

const HEIGHT = 400
const GAP = 34
const COLUMN = 180
const NODE = 10
/** Below its node stands its name. */
const LABEL = 26

export function FlowChart({ result, nameOf, label }: Props) {
  const flow = flowOf(result, HEIGHT, GAP)
  const width = Math.max(1, flow.columns) * COLUMN
  return (
    <div className={style['scroll']} tabIndex={0} role="region" aria-label={label}>
      <svg
        className={style['flow']}
        viewBox={`0 0 ${width} ${HEIGHT + LABEL}`}
        width={width}
        height={HEIGHT + LABEL}
        role="img"
        aria-label={label}
      >
        <Links flow={flow} nameOf={nameOf} />
        {flow.nodes.map((node) => (
          <Node key={node.id} node={node} name={nameOf(node.name)} />
        ))}
      </svg>
    </div>
  )
}

function Links({ flow, nameOf }: { flow: Flow; nameOf: Props['nameOf'] }) {
  const { words, format } = useLanguage()
  return flow.links.map((link) => (
    <path key={`${link.source} ${link.target}`} className={style['link']} d={bandOf(link)}>
      <title>{words.path.way(nameOf(link.from.name), nameOf(link.to.name), format.number(link.count))}</title>
    </path>
  ))
}

function Node({ node, name }: { node: PlacedNode; name: string }) {
  const { words, format } = useLanguage()
  const [left, bottom] = [node.column * COLUMN, node.top + node.height]
  const clip = useId()
  return (
    <g>
      <title>{words.path.at(name, format.number(node.count), format.number(node.exits))}</title>
      <rect className={style['node']} x={left} y={node.top} width={NODE} height={Math.max(1, node.height)} />
      <clipPath id={clip}>
        <rect x={left} y={bottom} width={COLUMN - NODE} height={LABEL} />
      </clipPath>
      <text className={style['name']} x={left} y={bottom + 15} clipPath={`url(#${clip})`}>
        <tspan className={style['count']}>{format.compact(node.count)}</tspan> {name}
      </text>
    </g>
  )
}

/** From the right of one node to the left of the next, bent in the middle. */
function bandOf({ from, to, fromTop, toTop, height }: PlacedLink): string {
  const [left, right] = [from.column * COLUMN + NODE, to.column * COLUMN]
  const middle = (left + right) / 2
  const [fromEnd, toEnd] = [fromTop + Math.max(1, height), toTop + Math.max(1, height)]
  return `M${left},${fromTop} C${middle},${fromTop} ${middle},${toTop} ${right},${toTop} L${right},${toEnd} C${middle},${toEnd} ${middle},${fromEnd} ${left},${fromEnd} Z`
}
