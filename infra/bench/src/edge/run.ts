/** Sends good batches at a stated rate beside each attack: how much of the rate is answered, how late, and what the server holds. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startContestant } from '../contestant.ts'
import { SETTLE_SECONDS } from '../ingest/compete.ts'
import { BASELINE } from '../ingest/requests.ts'
import { type Measured, measure } from '../load.ts'
import { pinSender } from '../pin.ts'
import { aligned } from '../table.ts'
import { ATTACKS, type Attack } from './attacks.ts'

export interface EdgeOptions {
  /** Of each attack. */
  seconds: number
  connections: number
  /** The share of what the server could take alone that is sent beside each attack. */
  share: number
}

const ATTACKER = fileURLToPath(new URL('./attacker.js', import.meta.url))
const MIB = 2 ** 20
/** By then the hot path is compiled. */
const WARM_REQUESTS = 15_000

export async function benchEdge(attacks: readonly Attack[], options: EdgeOptions): Promise<string> {
  const { seconds, connections, share } = options
  const pinning = pinSender()
  const server = await startContestant('firefly', pinning.server)
  const { path, headers, body, events } = BASELINE
  const load = { url: `${server.origin}${path}`, headers, body, seconds, connections }
  await measure({ ...load, requests: WARM_REQUESTS })
  const full = (await measure({ ...load, seconds: 3 })).requestsPerSecond
  const rate = Math.floor(full * share)
  const good = (): Promise<Measured> => measure({ ...load, settle: SETTLE_SECONDS, overallRate: rate })
  const lines: string[][] = []
  for (const attack of attacks) {
    console.error(`attacking: ${attack.title} …`)
    const before = (await server.cost()).heldBytes / MIB
    const alone = await good()
    const [attacked, told] = await beside(attack, server.origin, good)
    const after = (await server.cost()).heldBytes / MIB
    const memory = `${Math.round(before)} → ${Math.round(after)}`
    lines.push([attack.title, ...figuresOf(alone, rate), ...figuresOf(attacked, rate), memory, told])
  }
  await server.stop()
  pinning.release()
  const head = [
    'alone, then beside',
    'answered',
    'p99 ms',
    'failed',
    'answered',
    'p99 ms',
    'failed',
    'MB',
    '',
  ]
  return `${pinning.told}; ${rate * events} events/s sent (${share * 100} % of what it takes alone), ${seconds} s each\n\n${aligned([head, ...lines])}`
}

const figuresOf = ({ requestsPerSecond, p99, failed }: Measured, rate: number): string[] => [
  `${((requestsPerSecond / rate) * 100).toFixed(1)} %`,
  String(p99),
  String(failed),
]

/** What `work` resolves with, and what the attack tells of itself. */
async function beside<Result>(
  { title }: Attack,
  origin: string,
  work: () => Promise<Result>,
): Promise<[Result, string]> {
  const attacker = fork(ATTACKER, [origin, title], { stdio: 'inherit' })
  await once(attacker, 'message')
  try {
    const result = await work()
    const answered = once(attacker, 'message') as Promise<[string]>
    attacker.send('end')
    return [result, (await answered)[0]]
  } finally {
    attacker.kill()
  }
}

export const attacksNamed = (text: string): readonly Attack[] =>
  ATTACKS.filter(({ title }) => title.includes(text))
