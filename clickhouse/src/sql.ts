/**
 * SQL as a value: a text with typed holes. What a user wrote can only ever become a bound parameter;
 * text itself comes from template literals in our source, and names pass an allow-list.
 */

/** ClickHouse types a parameter may be bound as. */
export type ParamType =
  | 'String'
  | 'Int64'
  | 'UInt32'
  | 'UInt64'
  | 'Float64'
  | 'Array(String)'
  | 'Array(Float64)'
  | 'Array(UInt32)'
  | 'Array(UInt64)'
  | 'Array(Int64)'
export type ParamValue = string | number | readonly string[] | readonly number[]

/** A ready statement: `{p0:String}` placeholders and their values. */
export interface Statement {
  sql: string
  params: Record<string, ParamValue>
  /** So quick that compiling any of it would take longer than it ever saves. */
  isBrief?: true
}

interface Param {
  type: ParamType
  value: ParamValue
}
const pieces = Symbol('pieces')
/** A piece of SQL. Made only by the functions of this file. */
export interface Sql {
  readonly [pieces]: readonly (string | Param)[]
}

const make = (list: readonly (string | Param)[]): Sql => ({ [pieces]: list })

/** `` sql`a = ${bind('String', x)}` ``: holes take other pieces of SQL, never plain strings. */
export function sql(text: TemplateStringsArray, ...holes: Sql[]): Sql {
  const list: (string | Param)[] = [text[0] ?? '']
  holes.forEach((hole, at) => list.push(...hole[pieces], text[at + 1] ?? ''))
  return make(list)
}

/** A bound parameter. */
export const bind = (type: ParamType, value: ParamValue): Sql => make([{ type, value }])

/** A name of ours (column, table, alias); anything but letters, digits and underscores is a programming error. */
export function name(identifier: string): Sql {
  if (!/^[a-z_][a-z0-9_]*$/i.test(identifier))
    throw new Error(`not an SQL name: ${JSON.stringify(identifier)}`)
  return make([`\`${identifier}\``])
}

/** A whole number of ours, written out: for places where ClickHouse takes no parameter. */
export function integer(value: number): Sql {
  if (!Number.isSafeInteger(value)) throw new Error(`not a whole number: ${value}`)
  return make([String(value)])
}

/** A whole number of the engine's own, as it tells 64-bit ones: in digits. */
export function natural(digits: string): Sql {
  if (!/^\d{1,20}$/.test(digits)) throw new Error(`not a whole number: ${JSON.stringify(digits)}`)
  return make([digits])
}

/** Any text where no parameter can be bound, as in a scan: told by its bytes, so that nothing in it is ever read as SQL. */
export const spelled = (text: string): Sql =>
  make([text === '' ? "''" : `char(${[...Buffer.from(text)].join(', ')})`])

/** Many of them, as an array of UInt64: as text, since such numbers are not exact in JSON. */
export const naturals = (digits: readonly string[]): Sql =>
  sql`arrayMap(digits -> toUInt64(digits), ${bind('Array(String)', digits)})`

/** Joins pieces: `join([a, b], ', ')`, `join(conditions, ' AND ')`. */
export function join(
  list: readonly Sql[],
  separator: ' ' | ', ' | ' AND ' | ' OR ' | ' + ' | ' LEFT JOIN ' | '\nUNION ALL\n',
): Sql {
  return make(list.flatMap((piece, at) => (at === 0 ? piece[pieces] : [separator, ...piece[pieces]])))
}

/** Numbers the parameters and gives the text. Equal parameters share one placeholder. */
export function statement(piece: Sql): Statement {
  const params: Record<string, ParamValue> = {}
  const seen = new Map<string, string>()
  const text = piece[pieces].map((part) => {
    if (typeof part === 'string') return part
    const identity = `${part.type} ${JSON.stringify(part.value)}`
    const placeholder = seen.get(identity) ?? `p${seen.size}`
    seen.set(identity, placeholder)
    params[placeholder] = part.value
    return `{${placeholder}:${part.type}}`
  })
  return { sql: text.join(''), params }
}

/** A statement that reads next to nothing, as those that are asked before every question. */
export const brief = (piece: Sql): Statement => ({ ...statement(piece), isBrief: true })
