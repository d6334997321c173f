import { expect, test } from 'vitest'
import { toCondition, withOperator } from './filters.ts'
import { OF_EVENT } from './whose.ts'
import { gapsOfFilters, messagesAt, pathText } from './issues.ts'

const filter = { property: 'total', whose: OF_EVENT, operator: 'eq' as const, values: ['12'] }

test('sizes are compared as numbers, everything else as it was typed', () => {
  expect(toCondition(filter)).toEqual({ property: 'total', operator: 'eq', value: '12' })
  expect(toCondition({ ...filter, operator: 'gte' })).toMatchObject({ value: 12 })
  expect(toCondition({ ...filter, operator: 'between', values: ['1', 'x'] })).toMatchObject({
    value: [1, 'x'],
  })
  expect(toCondition({ ...filter, operator: 'in', values: ['1', '2'] })).toMatchObject({ value: ['1', '2'] })
  expect(toCondition({ ...filter, operator: 'is_set' })).toEqual({ property: 'total', operator: 'is_set' })
})

test('a property of people or of a kind of groups is asked for as theirs, as of then or now', () => {
  const of = (source: 'user' | 'group', groupType: string, asOf: 'now' | 'event') =>
    toCondition({ ...filter, whose: { source, groupType, asOf } })
  const asked = { property: 'total', operator: 'eq', value: '12' }
  expect(of('user', '', 'now')).toEqual({ ...asked, source: 'user' })
  expect(of('user', '', 'event')).toEqual({ ...asked, source: 'user', asOf: 'event' })
  expect(of('group', '', 'now')).toEqual({ ...asked, source: 'group' })
  expect(of('group', 'company', 'event')).toEqual({
    ...asked,
    source: 'group',
    groupType: 'company',
    asOf: 'event',
  })
})

test('another operator keeps the values it can use', () => {
  const list = { ...filter, operator: 'in' as const, values: ['a', '', 'b', 'c'] }
  expect(withOperator(list, 'not_in').values).toEqual(['a', 'b', 'c'])
  expect(withOperator(list, 'between').values).toEqual(['a', 'b'])
  expect(withOperator(list, 'eq').values).toEqual(['a'])
  expect(withOperator(list, 'is_set').values).toEqual([])
})

test('a filter says which of its fields is still empty', () => {
  const half = { ...filter, operator: 'between' as const, values: ['1', ''] }
  expect(gapsOfFilters([filter, half, { ...filter, property: '' }], 'filters')).toEqual([
    { path: 'filters.1.value', missing: 'value' },
    { path: 'filters.2.property', missing: 'property' },
  ])
})

test('the words of the server stand beside the field they are about', () => {
  const issues = [
    { path: 'series.0.property', message: 'required' },
    { path: 'series.0.filters.1.value.2', message: 'too long' },
  ]
  expect(messagesAt(issues, 'series.0.property')).toEqual(['required'])
  expect(messagesAt(issues, 'series.0.filters.1.value')).toEqual([])
  expect(messagesAt(issues, 'series.0.filters.1.value', true)).toEqual(['too long'])
  expect(pathText(['series', 0, 'property'])).toBe('series.0.property')
  expect(pathText('series[0].property')).toBe('series.0.property')
})
