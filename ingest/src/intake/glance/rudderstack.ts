/**
 * Puts what RudderStack has elsewhere into its native place, right where the bytes are: names are written over, and what goes
 * becomes blanks, so that nothing moves. `dialects/rudderstack/translate.ts` does the same with parsed events, and a property
 * test compares the two.
 */
import { afterBlanks, beforeBlanks, loaded, plainEnd } from './json.ts'
import { bitOf, EVENT, has, hasEmpty, partOf, type Shape, textAt } from './shapes.ts'
import { finderOf } from './words.ts'

const bytes = loaded
const [NO, BLANK, COMMA] = [-1, 0x20, 0x2c]
const [event, MARK] = [EVENT, bitOf(EVENT, 'originalTimestamp')]
const findDirect = finderOf(['$direct'])

/** Whether RudderStack wrote the event that was passed over last. */
export const isRudders = (): boolean => (event.seen & MARK) !== 0

/** Makes that event a native one; false where it is not certain how. Which device a header names is for the caller. */
export function makeNative(): boolean {
  const asExpected =
    has(EVENT, 'originalTimestamp') &&
    !has(EVENT, 'timestamp') &&
    ['timestamp', 'anonymousId', 'context'].every((name) => !hasEmpty(EVENT, name))
  if (!asExpected) return false
  const key = EVENT.keys[EVENT.at['originalTimestamp'] as number] as number
  overwrite(key, key + '"originalTimestamp"'.length, '"timestamp"')
  const context = partOf(EVENT, 'context')
  return context === undefined || (moveTraits(context) && comeFromNowhere(context))
}

/** Those of a user belong to the event that identifies them; every other event only repeats them. */
function moveTraits(context: Shape): boolean {
  if (hasEmpty(context, 'traits')) return false
  const isIdentify = textAt(EVENT, 'type') === 'identify'
  if (!has(context, 'traits')) return !isIdentify || has(EVENT, 'traits')
  if (isIdentify) return false
  const key = context.at['traits'] as number
  remove(context.keys[key] as number, context.to[key] as number)
  return true
}

/** `$direct` is their word for it. */
function comeFromNowhere(context: Shape): boolean {
  const page = partOf(context, 'page')
  if (!page || !has(page, 'referrer')) return true
  const key = page.at['referrer'] as number
  const [from, to] = [page.from[key] as number, page.to[key] as number]
  if (plainEnd(from) !== to) return false
  if (findDirect(from, to) !== NO) overwrite(from - 1, to + 1, '""')
  return true
}

/** A key with its value, and the comma behind it, or else the one before. */
function remove(key: number, end: number): void {
  const next = afterBlanks(end)
  if (bytes[next] === COMMA) return overwrite(key, next + 1, '')
  const before = beforeBlanks(key)
  overwrite(bytes[before] === COMMA ? before : key, end, '')
}

function overwrite(from: number, to: number, text: string): void {
  for (let at = from; at < to; at++) bytes[at] = at - from < text.length ? text.charCodeAt(at - from) : BLANK
}
