import { expect, test } from 'vitest'
import { countOf, linesOf, put, readCart, totalOf } from './cart.ts'
import { PRODUCTS } from './products.ts'
import { readRoute } from './route.ts'

test('a cart adds up, to the cent', () => {
  const cart = put(put(put({}, 'jar-of-fireflies', 1), 'jar-of-fireflies', 2), 'paper-moon', 1)
  expect(countOf(cart)).toBe(4)
  expect(totalOf(cart)).toBe(137.5)
})

test('what is taken out is gone, and never owed', () => {
  const cart = put(put({}, 'paper-moon', 1), 'paper-moon', -1)
  expect(linesOf(cart)).toEqual([])
  expect(put({}, 'paper-moon', -1)).toEqual({})
})

test('a cart from another day, or a broken one, opens as far as it can be read', () => {
  expect(readCart('{"paper-moon":2,"sold-out":1,"reading-heron":-1}')).toEqual({ 'paper-moon': 2 })
  for (const broken of [null, '', '[', 'null', '7']) expect(readCart(broken)).toEqual({})
})

test('every address of the shop shows a page', () => {
  expect(readRoute('/demo/')).toEqual({ page: 'shop' })
  expect(readRoute('/demo/cart')).toEqual({ page: 'cart' })
  for (const { id } of PRODUCTS) expect(readRoute(`/demo/lamps/${id}`)).toEqual({ page: 'product', id })
  expect(readRoute('/demo/lamps/unknown')).toEqual({ page: 'shop' })
  expect(readRoute('/demo/nowhere/at/all')).toEqual({ page: 'shop' })
})
