import { expect, test } from 'vitest'
import { en } from './en.ts'
import { zh } from './zh.ts'

/** Every sentence by its path; functions are called with plain arguments. */
function sentences(node: object, path = ''): [string, string][] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    const here = path ? `${path}.${key}` : key
    if (typeof value === 'function') return [[here, String(value(2, '2', '3'))]]
    if (typeof value === 'object' && value !== null) return sentences(value, here)
    return [[here, String(value)]]
  })
}

test('every language says everything, and nothing more', () => {
  expect(sentences(zh).map(([path]) => path)).toEqual(sentences(en).map(([path]) => path))
})

test('no sentence is empty or left unfinished', () => {
  const poor = [...sentences(en), ...sentences(zh)].filter(([, text]) => /^\s*$|undefined|TODO/.test(text))
  expect(poor).toEqual([])
})

test('no Chinese sentence was left in English', () => {
  const latin = sentences(zh).filter(([, text]) => !/\p{Script=Han}/u.test(text))
  // These hold nothing but what their caller hands in.
  expect(latin.map(([path]) => path)).toEqual(['question.ago', 'chart.at'])
})

test('a number and its noun agree', () => {
  expect(en.status.stored(1, '1')).toBe('1 event stored')
  expect(en.status.stored(0, '0')).toBe('0 events stored')
})
