/** A beacon given a `FormData` sends its fields in parts (RFC 7578); files among them are not looked at. */

import type { Form } from './form.ts'

const MOST_PARTS = 100

/** The first line is the boundary that the header names too, and a part follows at once. */
export const isMultipart = (text: string): boolean =>
  text.startsWith('--') && /^--[^\r\n]+\r\ncontent-/i.test(text)

/** The fields; what has no name is left out. */
export function readMultipart(text: string): Form {
  const boundary = text.slice(0, text.indexOf('\r\n'))
  const form = new Map<string, string>()
  for (const part of text.split(boundary, MOST_PARTS).slice(1)) {
    const end = part.indexOf('\r\n\r\n')
    const name = /^content-disposition:\s*form-data;.*?\bname="([^"]*)"/im.exec(part.slice(0, end))?.[1]
    if (end >= 0 && name !== undefined && !form.has(name))
      form.set(name, part.slice(end + 4).replace(/\r\n$/, ''))
  }
  return form
}
