/** SQL as a value: text comes from template literals of ours, everything else is a bound parameter. */

/** What may be bound. Objects are bound as JSON text: write `${json(value)}::jsonb`. */
export type Value = string | number | boolean | Date | null | readonly string[] | readonly number[]

const made = Symbol('made by sql')
/** A statement with `$1`, `$2`, … and their values. Made only by `sql`. */
export interface Statement {
  readonly [made]: true
  readonly text: string
  readonly values: readonly Value[]
}

/** `` sql`… WHERE id = ${id} AND ${condition}` ``: a hole is a value, or another piece of SQL. */
export function sql(text: TemplateStringsArray, ...holes: (Value | Statement)[]): Statement {
  const values: Value[] = []
  let whole = text[0] ?? ''
  holes.forEach((hole, at) => {
    whole += isStatement(hole) ? renumbered(hole, values) : `$${values.push(hole)}`
    whole += text[at + 1] ?? ''
  })
  return { [made]: true, text: whole, values }
}

/** An object or list as JSON, for a column of type `jsonb`. */
export const json = (value: object): string => JSON.stringify(value)

const isStatement = (hole: Value | Statement): hole is Statement =>
  typeof hole === 'object' && hole !== null && made in hole

/** The piece's own placeholders, counted on from those before it. */
function renumbered(piece: Statement, values: Value[]): string {
  const before = values.length
  values.push(...piece.values)
  return piece.text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + before}`)
}
