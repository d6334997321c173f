/** For tests: what is known of a person, told slowly, one word after the other. */

export interface Word {
  person: string
  name: string
  kind: 'set' | 'set_once' | 'increment' | 'append' | 'unset' | 'delete'
  /** As text; what is added for `append`. */
  value: string
  /** Unix milliseconds. */
  time: number
}

/** Undefined where nothing is known; `until` is the last moment whose words count. Words come in the order of arrival. */
export function knownOf(
  words: readonly Word[],
  person: string,
  name: string,
  until = Infinity,
): string | undefined {
  let known: unknown
  for (const word of words.toSorted((a, b) => a.time - b.time)) {
    if (word.person !== person || word.time > until) continue
    if (word.kind === 'delete') known = undefined
    if (word.name !== name) continue
    if (word.kind === 'set') known = word.value
    if (word.kind === 'set_once') known ??= word.value
    if (word.kind === 'unset') known = undefined
    if (word.kind === 'increment') known = String(numberIn(known) + numberIn(word.value))
    if (word.kind === 'append')
      known = [...(Array.isArray(known) ? known : known === undefined ? [] : [known]), word.value]
  }
  const text = Array.isArray(known) ? JSON.stringify(known) : (known as string | undefined)
  return text === '' ? undefined : text
}

const numberIn = (value: unknown): number => (/^-?\d+(\.\d+)?$/.test(String(value)) ? Number(value) : 0)
