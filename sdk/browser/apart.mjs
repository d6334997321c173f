/**
 * Gathers what only starts later in the one function that starts it, and keeps that function apart. An engine skips a function
 * declaration it meets, once; what is folded into arrow functions, as minifiers like to, it reads whole, and again at each level
 * on the way down. `gather` comes before all that minifies, `release` after.
 */
import MagicString from 'magic-string'
import { parseAst } from 'rollup/parseAst'

/** The call that is given the function that starts all the rest. */
const LAUNCH = 'launch'
/** Stands for that function meanwhile: a method of a global is what no minifier folds, nor makes an arrow function of. */
const HELD = '__HELD__'
/** Names that minifiers do not give. */
const FREE = ['$_', '_$', '$$']

export const gather = {
  name: 'gather',
  renderChunk(code) {
    const statements = bodyOf(this.parse(code))
    const call = statements.find(({ expression }) => expression?.callee?.name === LAUNCH)?.expression
    if (!call) return null
    const [given] = call.arguments
    const whole = statements.find(({ id }) => id?.name === given.name)
    const { start, end } = whole.body
    const text = new MagicString(code)
    text.update(given.start, given.end, `${HELD}.run`).update(whole.start, whole.id.end, `${HELD} = { run`)
    // Far from the call, or it would be folded into it: in the end it is a declaration, which may stand anywhere.
    const [first] = statements.filter(({ directive }) => !directive)
    if (whole !== first) text.move(whole.start, whole.end, first.start)
    // In a block of its own its names hide none from what is gathered before it.
    text.appendLeft(start, '{').appendLeft(end, '}}\n')
    for (const later of laterThan(whole, statements))
      text.move(later.start, later.end, start).appendLeft(later.end, '\n')
    return { code: text.toString(), map: text.generateMap({ hires: true }) }
  },
}

export const release = {
  name: 'release',
  renderChunk(code) {
    const nodes = nodesOf(this.parse(code))
    const statement = nodes.find(({ expression }) => expression?.left?.name === HELD)
    if (!statement) return code.includes(HELD) ? this.error(`${HELD} is no statement any more`) : null
    const [{ value }] = statement.expression.right.properties
    const name = FREE.find((each) => !code.includes(each))
    const text = new MagicString(code)
    for (const { type, object, start, end } of nodes)
      if (type === 'MemberExpression' && object.name === HELD) text.update(start, end, name)
    text.update(statement.start, value.start, `function ${name}`).remove(value.end, statement.end)
    return { code: text.toString(), map: text.generateMap({ hires: true }) }
  },
}

/** How many characters of a script an engine does not skip when it meets them. */
export const readAtStart = (code) =>
  bodyOf(parseAst(code))
    .filter(({ type }) => type === 'FunctionDeclaration')
    .reduce((sum, { start, end }) => sum - (end - start), code.length)

/** The statements of a script that is one function, called at once. */
const bodyOf = ({ body: [{ expression }] }) => (expression.argument ?? expression).callee.body.body

/** Declarations that nobody needs but `whole` and one another. */
function laterThan(whole, statements) {
  const declared = new Map(statements.flatMap((each) => namesOf(each).map((name) => [name, each])))
  const needed = new Set([whole])
  const need = (statement) => {
    if (!statement || needed.has(statement)) return
    needed.add(statement)
    for (const { type, name } of nodesOf(statement)) if (type === 'Identifier') need(declared.get(name))
  }
  for (const each of statements) if (namesOf(each).length === 0) need(each)
  return statements.filter((each) => !needed.has(each))
}

/** What a statement declares: nothing when it does something. */
const namesOf = ({ id, declarations = [] }) =>
  id ? [id.name] : declarations.flatMap(({ id: { name } }) => (name ? [name] : []))

/** All nodes, but the names of properties. */
function nodesOf(node) {
  if (typeof node !== 'object' || node === null) return []
  const { type, computed } = node
  const named = { MemberExpression: 'property', Property: 'key' }[computed ? '' : type]
  const inner = Object.entries(node).flatMap(([key, value]) => (key === named ? [] : nodesOf(value)))
  return type ? [node, ...inner] : inner
}
