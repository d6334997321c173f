/** Starting, stopping and being killed: keys and data stay, nothing accepted is lost, nothing is stored twice. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ask, drained, sendBatch } from './client.ts'
import { emptyFolder, launch, START } from './launch.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const all = { kind: 'trend' as const, from: '2026-01-01', to: '2026-01-31', series: [{ event: 'Kept' }] }
const events = (from: number, count: number): Record<string, unknown>[] =>
  Array.from({ length: count }, (_, n) => ({
    type: 'track',
    event: 'Kept',
    userId: `u${(from + n) % 7}`,
    messageId: `kept-${from + n}`,
    timestamp: '2026-01-15T12:00:00Z',
  }))

test('a second start keeps the data and the keys, and Ctrl-C drains and exits 0', async () => {
  const data = emptyFolder()
  const first = await launch(data, {}, START)
  await sendBatch(first, events(0, 100))
  expect(await first.stop('SIGINT')).toBe(0)

  const second = await launch(data)
  expect([second.writeKey, second.secretKey]).toEqual([first.writeKey, first.secretKey])
  await drained(second, 100)
  expect((await ask(second, all)).result.series[0]?.total).toBe(100)
  expect(await second.stop('SIGTERM')).toBe(0)
})

test.each(['the terminal', 'whoever started npm'] as const)(
  'under npm, Ctrl-C from %s drains and exits 0',
  async (from) => {
    const env = { ...process.env, FIREFLY_PORT: '0', FIREFLY_DATA: emptyFolder() }
    const npm = spawn('npm', ['start'], {
      cwd: ROOT,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(npm, 'exit')
    let printed = ''
    for await (const chunk of npm.stdout) if ((printed += String(chunk)).includes('Ctrl-C')) break
    // A terminal signals the whole process group; a supervisor only the process it knows.
    process.kill(from === 'the terminal' ? -(npm.pid ?? 0) : (npm.pid ?? 0), 'SIGINT')
    expect(await ended).toEqual([0, null])
  },
)

test('keys are random, long, and readable by their owner alone', async () => {
  const one = await launch()
  const other = await launch()
  expect(one.writeKey).not.toBe(other.writeKey)
  expect(Math.min(one.writeKey.length, one.secretKey.length)).toBeGreaterThan(20)
  expect(statSync(`${one.data}/keys.json`).mode & 0o777).toBe(0o600)
  await Promise.all([one.stop(), other.stop()])
})

test('keys and address given by settings are used, and not written down', async () => {
  const data = emptyFolder()
  const given = { FIREFLY_WRITE_KEY: 'given-write-key', FIREFLY_SECRET_KEY: 'given-secret-key' }
  const server = await launch(data, given)
  expect([server.writeKey, server.secretKey]).toEqual(['given-write-key', 'given-secret-key'])
  expect(readFileSync(`${data}/keys.json`, 'utf8')).not.toContain('given')
  expect((await sendBatch(server, events(0, 1))).status).toBe(200)
  await server.stop()
})

test('settings that cannot be used stop the start, all of them named at once', async () => {
  const bad = { FIREFLY_PORT: 'eighty', FIREFLY_WRITE_KEY: 'no spaces please', FIREFLY_LOG_URL: 'ftp://x' }
  const failure = await launch(emptyFolder(), bad).catch((error: Error) => error.message)
  expect(failure).toMatch(/FIREFLY_PORT: [^]*FIREFLY_WRITE_KEY: [^]*FIREFLY_LOG_URL: /)
})

test('kill -9 at any moment loses nothing that was acknowledged and stores nothing twice', async () => {
  const data = emptyFolder()
  let acknowledged = 0
  for (let round = 0; round < 5; round++) {
    const server = await launch(data)
    const dying = new Promise((resolve) => setTimeout(resolve, 300 + round * 150)).then(() =>
      server.stop('SIGKILL'),
    )
    for (let sent = acknowledged; ; sent += 50) {
      // What was sent and not acknowledged is sent again in the next round, as an SDK would.
      const answer = await sendBatch(server, events(sent, 50)).catch(() => undefined)
      if (answer?.status !== 200) break
      acknowledged = sent + 50
    }
    expect(await dying).toBe('SIGKILL')
  }
  const server = await launch(data)
  await sendBatch(server, events(acknowledged, 50))
  acknowledged += 50
  const totals = await drained(server)
  expect(totals.accepted).toBe(totals.stored + totals.duplicates + totals.quarantined)
  expect(totals).toMatchObject({ stored: acknowledged, quarantined: 0 })
  expect((await ask(server, all)).result.series[0]?.total).toBe(acknowledged)
  await server.stop()
})
