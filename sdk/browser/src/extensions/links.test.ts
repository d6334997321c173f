import { expect, test } from 'vitest'
import { kindOf } from './links.ts'

const linkTo = (href: string, isDownload = false): ReturnType<typeof kindOf> => {
  const { protocol, hostname, pathname } = new URL(href, 'https://shop.example/')
  return kindOf({ protocol, hostname, pathname, isDownload }, 'shop.example')
}

test('a link to a file, or one marked as a download, is a download wherever it leads', () => {
  expect(linkTo('/prices.PDF?v=2')).toBe('$download')
  expect(linkTo('https://cdn.example/app.apk')).toBe('$download')
  expect(linkTo('/report', true)).toBe('$download')
  expect(linkTo('blob:https://shop.example/1', true)).toBe('$download')
})

test('a link to another host leads out; one within the site, to mail or to a script, is neither', () => {
  expect(linkTo('https://other.example/')).toBe('$outbound_link')
  expect(linkTo('/cart')).toBe(undefined)
  expect(linkTo('mailto:a@b.example')).toBe(undefined)
  // oxlint-disable-next-line no-script-url -- what a page may hold.
  expect(linkTo('javascript:void 0')).toBe(undefined)
})
