/** The request every contestant gets: a batch of 20 events of about 330 bytes, as an SDK would send it. */

export const EVENTS_A_BATCH = 20

/** Events carry no `messageId`, so that the same body sent again is new events and not duplicates. */
export function makeBatch(event = 'Product Viewed', count = EVENTS_A_BATCH): string {
  const batch = Array.from({ length: count }, (_, n) => ({
    type: 'track',
    event,
    anonymousId: '018f3c1e-7b1a-7c33-9d1f-0c8f8d1a2b3c',
    timestamp: new Date(Date.now() - n * 1000).toISOString(),
    properties: {
      trace: '018f3c1e-7b1a-7c33-9d1f-0c8f8d1a2b4d',
      productId: `sku-${n}`,
      category: 'savings',
      price: 129.5 + n,
      currency: 'CNY',
      position: n,
      list: 'recommended for you',
    },
    context: { sessionId: 's-1769860800000' },
  }))
  const context = {
    platform: 'h5',
    locale: 'zh-CN',
    page: { url: 'https://bank.example/products?utm_source=wx' },
  }
  return JSON.stringify({ context, batch })
}
