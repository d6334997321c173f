import { createFirefly } from '@firefly/node'

const firefly = createFirefly({
  writeKey: process.env.FIREFLY_WRITE_KEY ?? 'YOUR_WRITE_KEY',
  host: process.env.FIREFLY_HOST ?? 'http://127.0.0.1:7070',
})

firefly.identify({ userId: 'u-42', anonymousId: 'device-7', traits: { plan: 'gold' } })
firefly.track({ userId: 'u-42', event: 'Order Completed', properties: { total: 129.5 } })
firefly.increment({ userId: 'u-42', properties: { orders: 1 } })

await firefly.close()
