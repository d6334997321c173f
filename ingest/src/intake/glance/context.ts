/** What surrounds an event, at a glance. */
import { PLATFORMS } from '@firefly/protocol/names'
import { PARTS, TEXTS } from '../context-texts.ts'
import { passShort, passText, read } from './fields.ts'
import { type Bytes, isNull, nothing, plainText, UNSURE, value } from './scan.ts'
import { type Member, object, type Words, wordsOf } from './words.ts'

export interface SeenContext {
  /** The name of the library that wrote it; empty where it does not say so. */
  library: string
}

const PARTS_OF = Object.entries(PARTS)
const KEYS = wordsOf('sessionId', 'platform', ...TEXTS, ...PARTS_OF.map(([part]) => part))
const [SESSION, PLATFORM] = [0, 1]
const FIRST_PART = 2 + TEXTS.size
const PLATFORM_WORDS = wordsOf(...PLATFORMS)
const PART_WORDS = PARTS_OF.map(([, texts]) => wordsOf(...texts))
const LIBRARY = PARTS_OF.findIndex(([part]) => part === 'library')
const LIBRARY_NAME = PARTS['library']?.indexOf('name')
/** Of what is inside a context, which is inside an event. */
const LEVEL = 3

/** A context, or null. */
export const passContext = (bytes: Bytes, at: number, seen: SeenContext): number =>
  isNull(bytes, at) ? nothing(bytes, at) : object(bytes, at, KEYS, member, seen)

const member: Member<SeenContext> = (bytes, at, word, seen) => {
  if (word < 0) return value(bytes, at, LEVEL)
  // It may be a number as well, which may be too large to be one: that is for somebody else.
  if (word === SESSION) return passShort(bytes, at)
  if (word === PLATFORM) return passPlatform(bytes, at)
  return word < FIRST_PART ? passText(bytes, at) : passPart(bytes, at, word - FIRST_PART, seen)
}

function passPlatform(bytes: Bytes, at: number): number {
  if (isNull(bytes, at)) return nothing(bytes, at)
  const end = plainText(bytes, at)
  if (PLATFORM_WORDS.find(bytes, at + 1, end - 1) < 0) throw UNSURE
  return end
}

function passPart(bytes: Bytes, at: number, part: number, seen: SeenContext): number {
  if (isNull(bytes, at)) return nothing(bytes, at)
  return object(bytes, at, PART_WORDS[part] as Words, part === LIBRARY ? libraryMember : partMember, seen)
}

const partMember: Member<SeenContext> = (bytes, at, word) =>
  word < 0 ? value(bytes, at, LEVEL + 1) : passText(bytes, at)

const libraryMember: Member<SeenContext> = (bytes, at, word, seen) => {
  const end = partMember(bytes, at, word, seen)
  if (word === LIBRARY_NAME) seen.library = read(bytes, at, end)
  return end
}
