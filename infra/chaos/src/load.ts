/** Devices that send batches as an SDK would: the next one only once the last is acknowledged, the same one until then. */
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ledger, Outcome } from './ledger.ts'
import { clockOf, eventOf } from './payload.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

export interface Pace {
  /** Events a batch. */
  size: number
  /** Pause of a device after each acknowledged batch, in milliseconds. */
  pauseMs: number
}

export interface LoadOptions extends Pace {
  world: World
  ledger: Ledger
  run: string
  random: Random
  devices: number
}

export interface Load {
  /** Batches acknowledged so far. */
  readonly acknowledged: number
  /** Milliseconds since the last acknowledgement. */
  sinceAckMs(): number
  /** Answers of each status so far, 0 for none. */
  readonly answers: ReadonlyMap<number, number>
  /** For each request so far that was cut off, how. */
  readonly cuts: readonly string[]
  /** Lets every device finish its batch, trying for up to `patienceMs`. */
  stop(patienceMs: number): Promise<void>
}

const ANSWER_MS = 8_000
/** One event in so many batches is one that must be refused. */
const BAD_EVERY = 25

export function startLoad(options: LoadOptions): Load {
  const { ledger, devices } = options
  const agent = new Agent({ keepAlive: true, maxSockets: devices })
  const answers = new Map<number, number>()
  const cuts: string[] = []
  let [next, acknowledged, ackedAt, stopAt] = [1, 0, Date.now(), Number.POSITIVE_INFINITY]
  const state = { stopping: false }

  async function device(id: number): Promise<void> {
    for (let batch = 1; !state.stopping; batch++) {
      const [from, to] = [next, next + options.size - 1]
      next = to + 1
      ledger.attempt(id, from, to)
      const body = bodyOf(options, id, from, to, batch % BAD_EVERY === 0)
      while (!(await send(body, from, to)) && Date.now() < stopAt)
        await sleep(options.random.between(50, 300))
      if (!state.stopping) await sleep(options.pauseMs)
    }
  }

  /** True once the batch needs no further try. */
  async function send(body: string, from: number, to: number): Promise<boolean> {
    const answer = await post(agent, options.world, body)
    answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1)
    if (answer.cut) cuts.push(answer.cut)
    const refused = new Set(answer.rejected.map((index) => from + index))
    for (let n = from; n <= to; n++) ledger.settle(n, refused.has(n) ? 'refused' : outcomeOf(answer.status))
    if (answer.status !== 200) return false
    acknowledged++
    ackedAt = Date.now()
    return true
  }

  const running = Promise.all(Array.from({ length: devices }, (_, id) => device(id)))
  return {
    get acknowledged() {
      return acknowledged
    },
    sinceAckMs: () => Date.now() - ackedAt,
    answers,
    cuts,
    async stop(patienceMs) {
      state.stopping = true
      stopAt = Date.now() + patienceMs
      await running
      agent.destroy()
    },
  }
}

const outcomeOf = (status: number): Outcome =>
  status === 200
    ? 'acked'
    : status === UNSENT
      ? 'unsent'
      : status >= 400 && status < 500
        ? 'refused'
        : 'unknown'

/** An event without a name must be refused, and the others of its batch kept. */
function bodyOf({ run }: LoadOptions, device: number, from: number, to: number, bad: boolean): string {
  const now = Date.now()
  const batch = Array.from({ length: to - from + 1 }, (_, at) => eventOf(run, from + at, device, now))
  const nameless = bad ? batch.map((event, at) => (at === 0 ? { ...event, event: '' } : event)) : batch
  return JSON.stringify({ sentAt: new Date(clockOf(device, now)).toISOString(), batch: nameless })
}

interface Answer {
  /** 0 when none came, −1 when the connection was refused. */
  status: number
  rejected: number[]
  cut?: string
}
const UNSENT = -1

function post(agent: Agent, { ingest, writeKey }: World, body: string): Promise<Answer> {
  return new Promise((resolve) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${writeKey}`,
    }
    const began = performance.now()
    const options = { method: 'POST', agent, headers, timeout: ANSWER_MS }
    const sent = request(`${ingest.url}/v1/batch`, options, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => (text += part))
      answer.on('error', () => resolve({ status: 0, rejected: [], cut: 'in the middle of the answer' }))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, rejected: rejectedIn(text) }))
    })
    sent.on('timeout', () => sent.destroy())
    sent.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNREFUSED') return resolve({ status: UNSENT, rejected: [] })
      const [after, which] = [Math.round(performance.now() - began), sent.reusedSocket ? 'an old' : 'a new']
      resolve({ status: 0, rejected: [], cut: `${code} after ${after} ms on ${which} connection` })
    })
    sent.end(body)
  })
}

function rejectedIn(text: string): number[] {
  try {
    const { rejected } = JSON.parse(text) as { rejected?: { index: number }[] }
    return rejected?.map(({ index }) => index) ?? []
  } catch {
    return []
  }
}
