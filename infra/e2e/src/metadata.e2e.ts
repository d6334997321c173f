/** Metadata that is killed in the middle of a write, or away: nothing that was answered is lost, and collecting goes on. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { findPostgres, startPostgres } from '@firefly/metadata/testing/postgres'
import { expect, test } from 'vitest'
import { bearer, post, request, sendBatch } from './client.ts'
import { emptyFolder, launch, type Running } from './launch.ts'

interface Key {
  id: string
  token: string
}
const make = (server: Running, kind: string) =>
  post<Key>(server, '/v1/projects/default/keys', { kind }, bearer(server.secretKey))
const event = [{ type: 'track', event: 'Kept', anonymousId: 'a' }]
const sending = async (server: Running, writeKey: string): Promise<number> =>
  (await sendBatch({ ...server, writeKey }, event)).status

test('kill -9 in the middle of making keys loses none that was answered', async () => {
  const data = emptyFolder()
  const tokens: string[] = []
  for (let round = 0; round < 3; round++) {
    const server = await launch(data)
    const least = tokens.length + 5
    let killed: Promise<unknown> | undefined
    for (;;) {
      const made = await make(server, 'write').catch(() => undefined)
      if (made?.status !== 201) break
      tokens.push(made.body.token)
      // From now on it dies at any moment, most likely inside a write.
      if (tokens.length === least) killed = Promise.resolve().then(() => server.stop('SIGKILL'))
    }
    await killed
  }
  const server = await launch(data)
  // Once metadata answers, the directory has been read from it.
  const { body } = await request<{ keys: { id: string }[] }>(`${server.url}/v1/projects/default/keys`, {
    headers: bearer(server.secretKey),
  })
  expect(body.keys.length).toBeGreaterThanOrEqual(tokens.length + 2)
  await expect.poll(() => sending(server, tokens.at(-1) ?? ''), { timeout: 60_000 }).toBe(200)
  for (const token of tokens) expect(await sending(server, token)).toBe(200)
  await server.stop()
})

test('a start without metadata knows the keys of before, and says what it cannot do', async () => {
  const data = emptyFolder()
  const before = await launch(data)
  const { token } = (await make(before, 'write')).body
  const revoked = (await make(before, 'write')).body
  await request(`${before.url}/v1/projects/default/keys/${revoked.id}`, {
    method: 'DELETE',
    headers: bearer(before.secretKey),
  })
  expect(await before.stop()).toBe(0)

  const nowhere = mkdtempSync(`${tmpdir()}/firefly-nowhere-`)
  const after = await launch(data, {
    FIREFLY_METADATA_URL: `postgres://firefly@localhost/x?host=${nowhere}`,
    FIREFLY_LOG_LEVEL: 'fatal',
  })
  expect(await sending(after, token)).toBe(200)
  expect(await sending(after, after.writeKey)).toBe(200)
  expect(await sending(after, revoked.token)).toBe(401)
  const refused = await make(after, 'read')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await after.stop()).toBe(0)
  rmSync(nowhere, { recursive: true })
})

const postgres = findPostgres()
if ('missing' in postgres) {
  console.warn(`NOT RUN: several processes on one PostgreSQL — ${postgres.missing}`)
  test.skip(`several processes on one PostgreSQL (${postgres.missing})`, () => undefined)
} else
  test('processes on one PostgreSQL agree on keys within seconds, and collect on while it is down', async () => {
    const cluster = startPostgres(postgres.bin)
    const settings = { FIREFLY_METADATA_URL: cluster.url, FIREFLY_LOG_LEVEL: 'fatal' }
    const [one, other] = await Promise.all([launch(emptyFolder(), settings), launch(emptyFolder(), settings)])
    const { token, id } = (await make(one, 'write')).body
    await expect.poll(() => sending(other, token), { timeout: 60_000 }).toBe(200)
    expect(await sending(other, one.writeKey)).toBe(200)
    cluster.crash()
    expect(await sending(one, token)).toBe(200)
    expect(await sending(other, token)).toBe(200)
    cluster.start()
    const revoke = () =>
      request(`${other.url}/v1/projects/default/keys/${id}`, {
        method: 'DELETE',
        headers: bearer(other.secretKey),
      })
    await expect.poll(async () => (await revoke()).status, { timeout: 60_000 }).toBe(200)
    await expect.poll(() => sending(one, token), { timeout: 60_000 }).toBe(401)
    await Promise.all([one.stop(), other.stop()])
    cluster.stop()
  })
