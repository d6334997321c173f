import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { sendSteadily } from './steady.ts'

async function sentTo(listener: RequestListener, overallRate: number, connections: number, settle?: number) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/batch?a=1`
  const measured = await sendSteadily({
    url,
    body: '{"批":1}',
    headers: {},
    seconds: 0.3,
    connections,
    overallRate,
    ...(settle !== undefined && { settle }),
  })
  server.close()
  return measured
}

test('as many requests are sent as the rate says, and each is whole', async () => {
  const bodies = new Set<string>()
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      bodies.add(`${request.url} ${Buffer.concat(chunks).toString()}`)
      response.end('{}')
    })
  }
  expect(await sentTo(listener, 200, 4)).toMatchObject({ answered: 60, failed: 0, requestsPerSecond: 200 })
  expect([...bodies]).toEqual(['/v1/batch?a=1 {"批":1}'])
})

test('what is refused or cut off is failed, and the others are sent all the same', async () => {
  let count = 0
  const listener: RequestListener = (request, response) => {
    count++
    request.resume()
    if (count % 10 === 0) request.socket.destroy()
    else response.writeHead(count % 10 === 5 ? 503 : 200, { 'content-length': 0 }).end()
  }
  expect(await sentTo(listener, 100, 2)).toMatchObject({ answered: 24, failed: 6 })
})

test('a request that waits for those before it is late', async () => {
  const listener: RequestListener = (request, response) => {
    request.resume()
    setTimeout(() => response.end(), 20)
  }
  // One connection takes 50 a second at most, and 100 are to be sent: the last of 30 is 300 ms late.
  expect((await sentTo(listener, 100, 1)).p99).toBeGreaterThanOrEqual(290)
})

test('what is sent before the sender has settled counts for nothing', async () => {
  let count = 0
  const listener: RequestListener = (request, response) => {
    request.resume()
    // The first 20 come 200 ms late.
    setTimeout(() => response.end(), ++count <= 20 ? 200 : 0)
  }
  expect(await sentTo(listener, 100, 40, 0.2)).toMatchObject({
    answered: 30,
    failed: 0,
    requestsPerSecond: 100,
  })
})
