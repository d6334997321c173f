import { expect, test } from 'vitest'
import { type Choice, foundIn } from './search.ts'

const choices: Choice[] = [
  { value: '$pageview', label: 'Page viewed', group: 'a' },
  { value: 'Homepage Seen', label: 'Homepage Seen', group: 'b' },
  { value: 'Page Printed', label: 'Page Printed', group: 'b' },
]
const names = (search: string): string[] =>
  foundIn(choices, search).groups.flatMap(([, members]) => members.map(({ value }) => value))

test('a name is found by its beginning, by a part, and by what it is called in code', () => {
  expect(names('print')).toEqual(['Page Printed'])
  expect(names('$PAGE')).toEqual(['$pageview'])
  expect(names('zzz')).toEqual([])
})

test('names that begin with the search come before those that only hold it', () => {
  expect(names('page')).toEqual(['$pageview', 'Page Printed', 'Homepage Seen'])
})

test('without a search the list keeps its order and its groups', () => {
  expect(foundIn(choices, ' ').groups.map(([group, members]) => [group, members.length])).toEqual([
    ['a', 1],
    ['b', 2],
  ])
})

test('of a thousand choices a hundred are shown, and it is said that there are more', () => {
  const many = Array.from({ length: 1_000 }, (_, index) => ({ value: `${index}`, label: `event ${index}` }))
  const { groups, more } = foundIn(many, 'event')
  expect(groups[0]?.[1]).toHaveLength(100)
  expect(more).toBe(true)
})
