/** Forms are read as the platform reads them. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readForm } from './form.ts'

const piece = fc.oneof(
  fc.string(),
  fc.constantFrom('%', '%2', '%2B', '%2b', '%252B', '%E4%B8%AD', '%ff', '+', '&', '=', '==', '中', '\ud800'),
)
/** A body is bytes: what is no UTF-8 has become a replacement character. */
const text = fc.array(piece).map((pieces) => Buffer.from(pieces.join('')).toString())

test('every text has the fields that URLSearchParams finds in it', () => {
  fc.assert(
    fc.property(text, (form) => {
      // It takes a question mark in front for the beginning of an address.
      const law = new URLSearchParams(`?${form}`)
      const names = [...new Set(law.keys())]
      expect([...readForm(form)]).toEqual(names.map((name) => [name, law.get(name)]))
    }),
    { numRuns: 2_000 },
  )
})
