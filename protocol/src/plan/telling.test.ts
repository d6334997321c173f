/** What a property tells of another one is as sensitive as that. */
import { expect, test } from 'vitest'
import { withTelling } from './telling.ts'

const levelsWith = (property: string, level: number): Map<string, number> =>
  withTelling(new Map([[property, level]]))

test('a hidden path is hidden in every address that has it, and in what is remembered of it', () => {
  const levels = levelsWith('$pathname', 4)
  for (const name of ['$url', '$referrer', '$previous_pathname', '$initial_referrer', '$session_entry_url'])
    expect([name, levels.get(name)]).toEqual([name, 4])
  for (const name of ['$host', '$title', '$utm_source']) expect(levels.has(name)).toBe(false)
})

test('an address that is hidden leaves its parts as they are, and a level above stays', () => {
  expect(levelsWith('$url', 4).has('$pathname')).toBe(false)
  const both = withTelling(
    new Map([
      ['$pathname', 2],
      ['$url', 5],
    ]),
  )
  expect([both.get('$url'), both.get('$referrer'), both.get('$pathname')]).toEqual([5, 5, 2])
})

test('a hidden place hides the address of the network, and a property of one’s own nothing but itself', () => {
  expect([...levelsWith('$city', 3)]).toEqual([
    ['$city', 3],
    ['$ip', 3],
  ])
  expect([...levelsWith('phone', 5)]).toEqual([['phone', 5]])
})
