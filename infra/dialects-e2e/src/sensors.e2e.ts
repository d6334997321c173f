/** Sensors' wire from outside, written from its description: what a page, an app and a server send can be asked for. */
import { gzipSync } from 'node:zlib'
import { launch, type Running } from '@firefly/e2e/launch'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { counts, peopleOn } from './asked.ts'

let server: Running
beforeAll(async () => {
  // The name by which SDKs know their project may stay.
  server = await launch(undefined, { FIREFLY_WRITE_KEY: 'shop' })
})
afterAll(async () => {
  await server?.stop('SIGKILL')
})

const event = (more: object): object => ({
  time: Date.now() - 1_000,
  _flush_time: Date.now(),
  _track_id: Math.floor(Math.random() * 1e9),
  lib: { $lib: 'js', $lib_version: '1.26.9' },
  ...more,
})
const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64')
const page = {
  $url: 'https://shop.example/a?utm_source=wx',
  $url_path: '/a',
  $title: '商品',
  $browser: 'Chrome',
}

async function send(form: string): Promise<[number, string]> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const response = await fetch(`${server.url}/sa?project=shop`, { method: 'POST', body: form, headers })
  return [response.status, await response.text()]
}

test('a visitor looks, signs up and buys, and is one person throughout', async () => {
  const view = event({
    type: 'track',
    event: '$pageview',
    distinct_id: 'c-1',
    anonymous_id: 'c-1',
    properties: page,
  })
  const image = await fetch(`${server.url}/sa.gif?project=shop&data=${encodeURIComponent(base64(view))}`)
  expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/gif'])
  const user = { distinct_id: 'u-1', login_id: 'u-1', anonymous_id: 'c-1' }
  const rest = [
    event({ type: 'track_signup', event: '$SignUp', original_id: 'c-1', ...user, properties: page }),
    event({ type: 'track', event: 'BuyGoods', ...user, properties: { ...page, price: 9.5 } }),
    event({ type: 'track', event: '$WebClick', ...user, properties: { ...page, $element_content: '购买' } }),
    event({ type: 'profile_set', ...user, properties: { level: 'gold' } }),
  ]
  expect(await send(`data_list=${encodeURIComponent(base64(rest))}`)).toEqual([200, ''])
  const packed = gzipSync(JSON.stringify(rest)).toString('base64')
  expect(await send(`gzip=1&data_list=${encodeURIComponent(packed)}`)).toEqual([200, ''])
  const seen = { $pathname: '/a', $utm_source: 'wx', $browser: 'Chrome', $platform: 'web' }
  const names = ['$pageview', '$identify', 'BuyGoods', '$click']
  // Sent twice, stored once.
  await expect
    .poll(() => counts(server, names, seen), { timeout: 60_000, interval: 250 })
    .toEqual({ $pageview: 1, $identify: 1, BuyGoods: 1, $click: 1 })
  expect(await peopleOn(server, '/a')).toBe(1)
})

test('a mini-program, an app and a server are told apart', async () => {
  const from = ($lib: string): object =>
    event({ type: 'track', event: 'Seen', distinct_id: $lib, lib: { $lib } })
  const list = ['MiniProgram', 'Android', 'java'].map(from)
  expect(await send(`data_list=${encodeURIComponent(base64(list))}`)).toEqual([200, ''])
  for (const platform of ['wechat', 'android', 'server'])
    await expect
      .poll(() => counts(server, ['Seen'], { $platform: platform }), { timeout: 60_000, interval: 250 })
      .toEqual({ Seen: 1 })
})

test('what is counted of it is told by dialect', async () => {
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  expect(metrics).toMatch(/firefly_ingest_events_accepted_total\{[^}]*dialect="sensors"[^}]*\} \d+/)
})
