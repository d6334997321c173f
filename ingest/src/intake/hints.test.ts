/** What browsers say of themselves in `Sec-CH-UA…`, and nothing of what is no such header. */
import { expect, test } from 'vitest'
import { hintsOf } from './hints.ts'

test('what Chrome says of an Android phone is read', () => {
  const headers = {
    'sec-ch-ua': '"Not/A)Brand";v="8", "Chromium";v="126", "Google Chrome";v="126"',
    'sec-ch-ua-full-version-list':
      '"Not/A)Brand";v="8.0.0.0", "Chromium";v="126.0.6478.71", "Google Chrome";v="126.0.6478.71"',
    'sec-ch-ua-mobile': '?1',
    'sec-ch-ua-platform': '"Android"',
    'sec-ch-ua-platform-version': '"14.0.0"',
    'sec-ch-ua-model': '"Pixel \\"8\\""',
  }
  expect(hintsOf(headers)).toEqual({
    fullVersionList: [
      { brand: 'Not/A)Brand', version: '8.0.0.0' },
      { brand: 'Chromium', version: '126.0.6478.71' },
      { brand: 'Google Chrome', version: '126.0.6478.71' },
    ],
    mobile: true,
    platform: 'Android',
    platformVersion: '14.0.0',
    model: 'Pixel "8"',
  })
})

test('a browser that says nothing, and a header that is none, give nothing', () => {
  expect(hintsOf({ 'user-agent': 'Mozilla/5.0' })).toBeUndefined()
  expect(
    hintsOf({ 'sec-ch-ua-platform': 'Android', 'sec-ch-ua-mobile': '1', 'sec-ch-ua-model': '""' }),
  ).toBeUndefined()
})
