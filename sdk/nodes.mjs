/** The nodes of a syntax tree, for what looks through a bundle. */

/** All nodes, but the names of properties. */
export function nodesOf(node) {
  if (typeof node !== 'object' || node === null) return []
  const { type, computed } = node
  const named = { MemberExpression: 'property', Property: 'key' }[computed ? '' : type]
  const inner = Object.entries(node).flatMap(([key, value]) => (key === named ? [] : nodesOf(value)))
  return type ? [node, ...inner] : inner
}
