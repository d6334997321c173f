import { expect, test } from 'vitest'
import { touchOf } from './campaign.ts'

test('a touch is what brought the visitor: UTM parameters and the host of another site', () => {
  const search = '?utm_source=news&utm_medium=mail&utm_campaign=may&utm_term=a+b&utm_content=%C3%BC&other=1'
  expect(touchOf(search, 'https://search.example/q?x', 'shop.example')).toEqual({
    utm_source: 'news',
    utm_medium: 'mail',
    utm_campaign: 'may',
    utm_term: 'a b',
    utm_content: 'ü',
    referrer_host: 'search.example',
  })
})

test('a direct visit, and one from the site itself, is no touch', () => {
  expect(touchOf('', '', 'shop.example')).toEqual({})
  expect(touchOf('?q=1', 'https://shop.example/cart', 'shop.example')).toEqual({})
  expect(touchOf('?utm_source=', 'about:blank', 'shop.example')).toEqual({})
})

test('a parameter of a megabyte is cut', () => {
  expect(touchOf(`?utm_source=${'x'.repeat(1_000_000)}`, '', 'shop.example').utm_source).toHaveLength(200)
})
