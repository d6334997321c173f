/** The least a server can do: node:http, the body read and thrown away. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { reportTo } from './report.ts'

const server = createServer((request, response) => {
  request.on('data', () => undefined)
  request.on('end', () => {
    response.setHeader('content-type', 'application/json')
    response.end('{"accepted":20,"rejected":[]}')
  })
})
server.listen(0, '127.0.0.1', () => reportTo((server.address() as AddressInfo).port))
