/** Starts the whole product with an empty folder on a free port, for the console to be looked at. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'

export interface Standalone {
  url: string
  writeKey: string
  secretKey: string
  stop: () => Promise<void>
}

const MAIN = fileURLToPath(new URL('../../../infra/standalone/dist/main.js', import.meta.url))
const APP = fileURLToPath(new URL('../../dist/app/index.html', import.meta.url))

/** Why it cannot be started; undefined when it can. */
export const missingPart = (): string | undefined => [MAIN, APP].find((file) => !existsSync(file))

export async function startStandalone(): Promise<Standalone> {
  const data = mkdtempSync(`${tmpdir()}/firefly-console-`)
  const keys = { writeKey: `fw_${crypto.randomUUID()}`, secretKey: `fs_${crypto.randomUUID()}` }
  const env = {
    ...process.env,
    FIREFLY_PORT: '0',
    FIREFLY_DATA: data,
    FIREFLY_WRITE_KEY: keys.writeKey,
    FIREFLY_SECRET_KEY: keys.secretKey,
  }
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  let printed = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const address = /Console\s+(http:\/\/[^/]+)\//.exec(printed)?.[1]
      if (address) resolve(address)
    })
    void ended.then(([code]) => reject(new Error(`ended with ${code} before it was ready`)))
  })
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
  return { url, ...keys, stop }
}

/** A `track` where no other type is said. */
export interface SentEvent {
  type?: 'group'
  event?: string
  anonymousId: string
  timestamp: string
  properties?: Record<string, unknown>
  groupType?: string
  groupId?: string
  traits?: object
}

/** Sends events as a server would, and waits until they can be asked for. */
export async function send(server: Standalone, events: readonly SentEvent[]): Promise<void> {
  const batch = events.map((event) => ({ type: 'track', messageId: crypto.randomUUID(), ...event }))
  const before = await storedBy(server)
  const deadline = Date.now() + 60_000
  let answer = await call(server, '/v1/import', 'POST', { batch })
  // A machine that does other work as well may be too slow for a moment, and says so.
  while (answer.status === 503 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    answer = await call(server, '/v1/import', 'POST', { batch })
  }
  if (!answer.ok) throw new Error(`import: ${answer.status} ${await answer.text()}`)
  while ((await storedBy(server)) < before + events.length) {
    if (Date.now() > deadline) throw new Error('the events were not stored within 60 s')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function storedBy(server: Standalone): Promise<number> {
  const { stored } = (await (await call(server, '/v1/status')).json()) as { stored: number }
  return stored
}

/** With the secret key. */
export const call = (server: Standalone, path: string, method = 'GET', body?: object): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${server.secretKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
