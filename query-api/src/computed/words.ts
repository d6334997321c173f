/** The functions that computed properties are made of: what each takes, what it gives, and a sentence for the documents. */

/** `yes` is what holds or does not. A text that is no number is no number; a number is a text as it is written. */
export type Kind = 'text' | 'number' | 'yes'

export interface Function {
  about: string
  takes: readonly Kind[]
  /** So many more of the last kind may follow. */
  more?: number
  gives: Kind
}

export const FUNCTIONS = {
  lower: { about: 'in small letters', takes: ['text'], gives: 'text' },
  upper: { about: 'in capitals', takes: ['text'], gives: 'text' },
  concat: { about: 'one behind the other', takes: ['text', 'text'], more: 8, gives: 'text' },
  coalesce: { about: 'the first that is not empty', takes: ['text', 'text'], more: 8, gives: 'text' },
  extract: {
    about: 'what an RE2 pattern finds, its first group where it has one',
    takes: ['text', 'text'],
    gives: 'text',
  },
  host: { about: 'the host of an address', takes: ['text'], gives: 'text' },
  path: { about: 'the path of an address', takes: ['text'], gives: 'text' },
  parameter: { about: 'a parameter of an address, by its name', takes: ['text', 'text'], gives: 'text' },
  if: {
    about: 'the second where the first holds, else the third',
    takes: ['yes', 'text', 'text'],
    gives: 'text',
  },
  length: { about: 'letters of a text', takes: ['text'], gives: 'number' },
  number: { about: 'a text as a number', takes: ['text'], gives: 'number' },
  round: { about: 'to the nearest whole number, halves away from zero', takes: ['number'], gives: 'number' },
  floor: { about: 'to the whole number below', takes: ['number'], gives: 'number' },
  bucket: {
    about: 'the begin of the range of that width it lies in',
    takes: ['number', 'number'],
    gives: 'number',
  },
  contains: {
    about: 'whether a text has another in it, ignoring case',
    takes: ['text', 'text'],
    gives: 'yes',
  },
  starts: { about: 'whether a text begins so', takes: ['text', 'text'], gives: 'yes' },
  not: { about: 'whether it does not hold', takes: ['yes'], gives: 'yes' },
} as const satisfies Record<string, Function>
export type Word = keyof typeof FUNCTIONS
