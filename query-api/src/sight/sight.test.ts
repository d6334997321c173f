/** What a key may not see is not told under another name. */
import { expect, test } from 'vitest'
import { refuseHidden } from './refuse.ts'
import { levelAsked, sightOf } from './sight.ts'

test('a group is as sensitive as every property that would tell which it is', () => {
  for (const name of ['$group', '$groups', '$group_company']) {
    const sight = sightOf(2, new Map([[name, 4]]))
    expect(levelAsked('$group', sight)).toBe(4)
    expect(levelAsked('size', sight)).toBeUndefined()
    const filters = [
      { property: '$group', source: 'group', groupType: 'company', operator: 'eq', value: 'acme' },
    ]
    expect(() => refuseHidden({ filters }, sight)).toThrow('this key sees values up to level 2')
  }
  expect(levelAsked('$group', sightOf(4, new Map([['$groups', 4]])))).toBeUndefined()
})
