/** Records of many devices, as ingest would append them; the same for the same number, so that two runs compare. */
import { encodeRecord } from '@firefly/protocol/record'

export const BATCH = 20
const NAMES = ['Product Viewed', 'Product Added', 'Search', 'Order Completed']
const AGENTS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN',
  'Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.6478.71 Mobile Safari/537.36 AlipayClient/10.6.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
]
const BEGAN = Date.UTC(2026, 0, 5)
const DEVICES = 5_000

/** The body of batch `number`: 20 events of about 360 bytes with ids of their own. */
export function bodyOf(number: number): string {
  const device = `018f3c1e-7b1a-7c33-9d1f-${hex(number % DEVICES, 12)}`
  const batch = Array.from({ length: BATCH }, (_, place) => ({
    type: 'track',
    event: NAMES[(number + place) % NAMES.length],
    messageId: `018f3c1e-7b1a-7c33-${hex(place, 4)}-${hex(number, 12)}`,
    anonymousId: device,
    timestamp: new Date(BEGAN + number * 50 - place * 700).toISOString(),
    properties: {
      productId: `sku-${(number * 7 + place) % 900}`,
      category: 'savings',
      price: 129.5 + ((number + place) % 300),
      currency: 'CNY',
      position: place,
      list: 'recommended for you',
    },
    context: { sessionId: `s-${number % DEVICES}` },
  }))
  const page = {
    url: `https://bank.example/products/${number % 40}?utm_source=wx`,
    title: `Product ${number % 40}`,
  }
  return JSON.stringify({ context: { platform: 'h5', locale: 'zh-CN', page }, batch })
}

/** The record of batch `number`. */
export const recordOf = (number: number): Uint8Array =>
  encodeRecord(
    {
      project: 'bench',
      batchId: `b${number}`,
      receivedAt: BEGAN + number * 50,
      shape: 'batch',
      events: BATCH,
      ip: `${20 + (number % 180)}.${number % 251}.7.${number % 249}`,
      userAgent: AGENTS[number % AGENTS.length] as string,
    },
    Buffer.from(bodyOf(number)),
  )

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
