import { expect, test } from 'vitest'
import { en } from '../../language/en.ts'
import { zh } from '../../language/zh.ts'
import { letterOf } from './letters.ts'
import { lineName, seriesName } from './names.ts'
import { newSeries } from './question.ts'

const views = { ...newSeries(), event: '$pageview', math: 'unique_users' as const }
const revenue = { ...newSeries(), event: 'Order Completed', math: 'sum' as const, property: 'total' }

test('a series is called by what it counts, in the language of the reader', () => {
  expect(seriesName(newSeries(), en)).toBe('Every event')
  expect(seriesName(views, en)).toBe('Page viewed · Unique people')
  expect(seriesName(views, zh)).toBe('浏览页面 · 独立用户数')
  expect(seriesName(revenue, en)).toBe('Order Completed · Sum of total')
})

test('a name that every object has is not mistaken for one of ours', () => {
  expect(seriesName({ ...newSeries(), event: 'constructor' }, en)).toBe('constructor')
})

test('a line finds its series by its letter, and its group where there is one', () => {
  expect([0, 1, 19].map(letterOf)).toEqual(['A', 'B', 'T'])
  expect(lineName([views, revenue], en)('B', undefined)).toBe('Order Completed · Sum of total')
  expect(lineName([views], en)('A', 'Chrome')).toBe('Chrome')
  expect(lineName([views], en)('A', null)).toBe('(none)')
  expect(lineName([views, revenue], en)('B', 'Chrome')).toBe('B · Chrome')
})
