/**
 * Keeps large functions where they are: folded into their only caller, as minifiers like to, they are read again at each level on the way
 * down to them, and a page starts slower for a few bytes less: of `firefly.js` reading took 1.3 times and running 2.3 times as long
 * (`node sdk/browser/start.mjs`, both in one run), for 47 bytes.
 */
const LARGE = 600

export const keepApart = {
  name: 'keep-apart',
  renderChunk(code) {
    const nodes = nodesOf(this.parse(code))
    const large = new Set(nodes.flatMap(largeName))
    const calls = nodes.filter(({ type, callee }) => type === 'CallExpression' && large.has(callee.name))
    let [text, from] = ['', 0]
    for (const { start } of calls.toSorted((a, b) => a.start - b.start)) {
      text += `${code.slice(from, start)}/*@__NOINLINE__*/`
      from = start
    }
    return { code: text + code.slice(from), map: null }
  },
}

/** The name of a large function. */
function largeName({ type, id, init, start, end }) {
  const isLarge = (from, to) => to - from >= LARGE
  if (type === 'FunctionDeclaration' && isLarge(start, end)) return [id.name]
  if (type === 'VariableDeclarator' && /Function/.test(init?.type) && isLarge(init.start, init.end))
    return [id.name]
  return []
}

function nodesOf(node) {
  if (typeof node !== 'object' || node === null) return []
  const inner = Object.values(node).flatMap(nodesOf)
  return typeof node.type === 'string' ? [node, ...inner] : inner
}
