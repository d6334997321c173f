/** Looking into values that anybody may have sent. */

export type Bag = Record<string, unknown>

export const isObject = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `value` when it is an object, else an empty one. */
export const bagOf = (value: unknown): Bag => (isObject(value) ? value : {})

/** Text as it is, numbers and truth values as text; `undefined` for everything else and for what is empty. */
export function textIn(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A number as it is, and what is written in a text; `NaN` for everything else. */
export const numberIn = (value: unknown): number =>
  typeof value === 'number' ? value : Number(textIn(value))

/** The same object without the fields that are `undefined`. */
export function defined<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  const kept: Bag = {}
  for (const name in fields) if (fields[name] !== undefined) kept[name] = fields[name]
  return kept as never
}

/** Sets an own field, also where assigning would be taken for the object's prototype. */
export function put(into: Bag, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(into, name, { value, enumerable: true, configurable: true, writable: true })
  else into[name] = value
}

/** The words of some texts. */
export const wordsOf = (...texts: string[]): ReadonlySet<string> => new Set(texts.join(' ').split(/\s+/))
