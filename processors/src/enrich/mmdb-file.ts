/** For tests: writes small MMDB files, by the public description of the format. */
import { readAddress } from './address.ts'

type Value = string | number | Value[] | { [key: string]: Value }
/** A node's two sides: another node, an entry's offset in the data section, or nothing. */
type Side = Node | number | undefined
interface Node {
  sides: [Side, Side]
  number: number
}
const METADATA = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from('MaxMind.com')])

/** The content of an MMDB file that holds `networks` (CIDR, not overlapping) as one IPv6 tree. */
export function writeMmdb(networks: Record<string, Value>): Buffer {
  const nodes: Node[] = []
  const grow = (): Node => {
    const node: Node = { sides: [undefined, undefined], number: nodes.length }
    nodes.push(node)
    return node
  }
  const root = grow()
  const entries: Buffer[] = []
  let length = 0
  for (const [network, value] of Object.entries(networks)) {
    hang(root, bitsOf(network), length, grow)
    const entry = encode(value)
    entries.push(entry)
    length += entry.length
  }
  const tree = Buffer.concat(
    nodes.map(({ sides }) => Buffer.concat(sides.map((side) => record(side, nodes.length)))),
  )
  return Buffer.concat([tree, Buffer.alloc(16), ...entries, METADATA, encode(metadata(nodes.length))])
}

function hang(root: Node, bits: number[], offset: number, grow: () => Node): void {
  let node = root
  for (const bit of bits.slice(0, -1)) {
    const next = node.sides[bit as 0 | 1]
    node = typeof next === 'object' ? next : (node.sides[bit as 0 | 1] = grow())
  }
  node.sides[(bits.at(-1) ?? 0) as 0 | 1] = offset
}

/** IPv4 networks lie under ::/96. */
function bitsOf(network: string): number[] {
  const [address = '', length = ''] = network.split('/')
  const v4 = !address.includes(':')
  const groups = [...(readAddress(address) ?? [])].map((group, index) => (v4 && index === 5 ? 0 : group))
  const bits = groups.flatMap((group) => group.toString(2).padStart(16, '0').split('').map(Number))
  return bits.slice(0, Number(length) + (v4 ? 96 : 0))
}

function record(side: Side, nodes: number): Buffer {
  const bytes = Buffer.alloc(3)
  bytes.writeUIntBE(
    typeof side === 'object' ? side.number : side === undefined ? nodes : nodes + 16 + side,
    0,
    3,
  )
  return bytes
}

const metadata = (nodes: number): Value => ({
  binary_format_major_version: 2,
  binary_format_minor_version: 0,
  build_epoch: 0,
  database_type: 'Firefly-Test',
  description: { en: 'test' },
  ip_version: 6,
  languages: ['en'],
  node_count: nodes,
  record_size: 24,
})

const TYPES = { string: 2, number: 6, map: 7, list: 11 }

function encode(value: Value): Buffer {
  if (typeof value === 'string')
    return Buffer.concat([head(TYPES.string, Buffer.byteLength(value)), Buffer.from(value)])
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return Buffer.concat([head(TYPES.number, 4), bytes])
  }
  if (Array.isArray(value)) return Buffer.concat([head(TYPES.list, value.length), ...value.map(encode)])
  const pairs = Object.entries(value)
  return Buffer.concat([
    head(TYPES.map, pairs.length),
    ...pairs.flatMap(([key, one]) => [encode(key), encode(one)]),
  ])
}

/** A control byte with the type (or 0 and the type in the next byte) and sizes up to 28, or 29 and a byte more. */
function head(type: number, size: number): Buffer {
  const first = (type > 7 ? 0 : type) << 5
  const small = size < 29 ? [first | size] : [first | 29]
  return Buffer.from([...small, ...(type > 7 ? [type - 7] : []), ...(size < 29 ? [] : [size - 29])])
}
