/** The fields of a form as browsers write one (`a=1&b=%20`), at a part of what `URLSearchParams` costs for a long one; it stays the law. */

/** The first value of each name. */
export type Form = ReadonlyMap<string, string>

export const NO_FORM: Form = new Map()

export function readForm(text: string): Form {
  const form = new Map<string, string>()
  for (const field of text.split('&')) {
    if (field === '') continue
    const at = field.indexOf('=')
    const name = plain(at < 0 ? field : field.slice(0, at))
    if (!form.has(name)) form.set(name, at < 0 ? '' : plain(field.slice(at + 1)))
  }
  return form
}

/** The only ones in base64, which is what nearly all of them hold. */
const OF_BASE64 = [
  ['%2B', '+'],
  ['%2F', '/'],
  ['%3D', '='],
] as const

function plain(escaped: string): string {
  let text = escaped.replaceAll('+', ' ')
  for (const [escape, character] of OF_BASE64) text = text.replaceAll(escape, character)
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    // A percent sign that stands for itself, or bytes that are no UTF-8.
    return new URLSearchParams(`x=${escaped}`).get('x') ?? ''
  }
}
