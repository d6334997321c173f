/** Says `let` for `const` in a bundle: one word where there were two is less to download. It takes the same room, so that source maps stay true. */
export const letForConst = {
  name: 'let-for-const',
  renderChunk(code) {
    const starts = constantsOf(this.parse(code))
    let [text, from] = ['', 0]
    for (const start of starts.toSorted((a, b) => a - b)) {
      text += `${code.slice(from, start)}let  `
      from = start + 'const'.length
    }
    return { code: text + code.slice(from), map: null }
  },
}

/** Where declarations of constants begin. */
function constantsOf(node) {
  if (typeof node !== 'object' || node === null) return []
  const inner = Object.values(node).flatMap(constantsOf)
  return node.type === 'VariableDeclaration' && node.kind === 'const' ? [node.start, ...inner] : inner
}
