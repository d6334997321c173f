/** The options of `npm run chaos`. */
import { Command, InvalidArgumentError } from 'commander'
import type { Mode } from './world.ts'

/** What can be named on the command line. */
export interface Named {
  name: string
  about: string
  times: number
  modes: readonly Mode[]
}

export interface ChaosOptions<Known> {
  chosen: Known[]
  mode: Mode | undefined
  seed: number
  times: number | undefined
  json: string | undefined
}

const SEEDS = 2 ** 31

export function readOptions<Known extends Named>(
  argv: string[],
  known: readonly Known[],
): ChaosOptions<Known> {
  const list = known.map(
    ({ name, about, times, modes }) => `  ${name.padEnd(30)} ${about} (${times}×; ${modes.join(', ')})`,
  )
  const program = new Command('npm run chaos --')
    .description('Breaks a running Firefly and compares what was acknowledged with what is stored.')
    .argument('[faults...]', 'which faults; all of them when none is named')
    .option('--mode <mode>', 'standalone or kafka; both when it is not given', modeOf)
    .option('--seed <n>', 'repeats the run that printed it', wholeNumber, Math.floor(Math.random() * SEEDS))
    .option('--times <n>', 'how often each fault is inflicted; see the list for what is usual', wholeNumber)
    .option('--json <file>', 'where the report goes as JSON as well')
    .addHelpText('after', `\nFaults:\n${list.join('\n')}`)
    .parse(argv, { from: 'user' })
  const chosen = program.args.length === 0 ? [...known] : program.args.map((name) => named(name, known))
  return { ...program.opts<Omit<ChaosOptions<Known>, 'chosen'>>(), chosen }
}

function named<Known extends Named>(name: string, known: readonly Known[]): Known {
  const fault = known.find((one) => one.name === name)
  if (fault) return fault
  console.error(
    `There is no fault ${JSON.stringify(name)}; expected one of ${known.map((one) => one.name).join(', ')}.`,
  )
  process.exit(2)
}

function modeOf(text: string): Mode {
  if (text === 'standalone' || text === 'kafka') return text
  throw new InvalidArgumentError('expected standalone or kafka')
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 0) return number
  throw new InvalidArgumentError('expected a whole number')
}
