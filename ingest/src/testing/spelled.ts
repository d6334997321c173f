/** For tests: JSON as others may write it, with blanks, escapes and keys that come twice, and bytes that were changed on the way. */
import fc from 'fast-check'

const BLANKS = ['', '', '', '', ' ', '\n', '\t\r ']
const chances = fc.array(fc.nat(99), { minLength: 1, maxLength: 40 })

/** The JSON text of a value, and nothing for what has none. */
export const spelled = (value: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc.tuple(value, chances).map(([one, numbers]) => {
    let at = 0
    return spell(one, () => numbers[at++ % numbers.length] as number) ?? 'null'
  })

type Chance = () => number

function spell(value: unknown, chance: Chance): string | undefined {
  const blank = (): string => BLANKS[chance() % BLANKS.length] as string
  const around = (text: string): string => blank() + text + blank()
  if (typeof value === 'string') return around(text(value, chance))
  if (Array.isArray(value)) return around(`[${value.map((one) => spell(one, chance) ?? 'null').join(',')}]`)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).flatMap(([key, one]) => {
    const spelt = spell(one, chance)
    if (spelt === undefined) return []
    const name = around(text(key, chance))
    const again = chance() < 50 ? spelt : 'null'
    return chance() < 1 ? [`${name}:${spelt}`, `${name}:${again}`] : [`${name}:${spelt}`]
  })
  return around(`{${entries.join(',')}}`)
}

function text(value: string, chance: Chance): string {
  if (chance() >= 1) return JSON.stringify(value)
  const units = Array.from({ length: value.length }, (_, at) => value.charCodeAt(at))
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')}"`
}

/** The same bytes, with a few put in the place of others, taken out or added. */
export const corrupted = (text: fc.Arbitrary<string>): fc.Arbitrary<Buffer> =>
  fc.tuple(text, fc.array(fc.tuple(fc.nat(), byte, fc.nat(2)), { maxLength: 2 })).map(([whole, changes]) =>
    changes.reduce((bytes, [place, value, less]) => {
      const at = place % (bytes.length + 1)
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([value]), bytes.subarray(at + less)])
    }, Buffer.from(whole)),
  )

const byte = fc.oneof(
  fc.constantFrom(...Buffer.from('"\\{}[],:0-1.eE+ntfu \n\0')),
  fc.integer({ min: 0, max: 255 }),
)
