/** The command line of `npm run import`. */
import { EVENT_TYPES, type EventType } from '@firefly/protocol/names'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { Mapping } from './mapping.ts'

export interface Options extends Mapping {
  host: string
  key?: string
  state?: string
  maxErrors: number
}

const list = (value: string): string[] => value.split(',').map((column) => column.trim())
const whole = (value: string): number => {
  if (/^\d+$/.test(value)) return Number(value)
  throw new InvalidArgumentError('expected a whole number')
}
const zone = (value: string): string => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone
  } catch {
    throw new InvalidArgumentError('expected an IANA time zone such as Asia/Shanghai')
  }
}
const address = (value: string): string => {
  if (/^https?:/.test(value) && URL.canParse(value)) return value.replace(/\/+$/, '')
  throw new InvalidArgumentError('expected an address such as http://127.0.0.1:7070')
}
const instant = (value: string): string => {
  if (!Number.isNaN(Date.parse(value))) return value
  throw new InvalidArgumentError('expected a date and time such as 1999-09-28T07:00:00Z')
}

export function readOptions(
  args: string[],
  environment: NodeJS.ProcessEnv,
): { files: string[]; options: Options } {
  const command = new Command('npm run import --')
    .description(
      'Brings history into Firefly from a CSV or NDJSON file, plain or gzip. Run again, it goes on; nothing is stored twice.',
    )
    .argument('<file...>', 'the file, or several that have the same columns')
    .addOption(new Option('--type <type>', 'type of every event').choices(EVENT_TYPES).default('track'))
    .option('--event <column>', 'column with the name of the event')
    .addOption(new Option('--event-name <name>', 'one name for every event').conflicts('event'))
    .option('--user <column>', 'column with the user id')
    .option('--anonymous <column>', 'column with the device’s own id')
    .option('--time <column>', 'column with the time: ISO 8601, or Unix seconds or milliseconds')
    .addOption(
      new Option('--time-base <time>', 'for logs that hold only an order: the time of second 0')
        .argParser(instant)
        .conflicts('time'),
    )
    .option('--time-offset-seconds <column>', 'and the column with the seconds after it')
    .option('--timezone <zone>', 'zone of times that name none', zone, 'UTC')
    .option('--message-id <column>', 'column with an id of the event (made from file and row otherwise)')
    .option('--property <columns>', 'columns that become properties (default: all not used above)', list)
    .addOption(
      new Option('--all-properties', 'also the columns used above become properties').conflicts('property'),
    )
    .option('--number <columns>', 'columns whose values are numbers', list, [])
    .option(
      '--host <url>',
      'where Firefly is (default from FIREFLY_HOST and FIREFLY_PORT)',
      address,
      hostOf(environment),
    )
    .option('--key <key>', 'the secret key (default: FIREFLY_SECRET_KEY, or keys.json of the data folder)')
    .option('--state <file>', 'where to remember what is acknowledged (default: in the data folder)')
    .option('--max-errors <n>', 'wrong rows that are passed over before giving up', whole, 1_000)
    .addHelpText('after', EXAMPLES)
    .parse(args, { from: 'user' })
  const options = command.opts<Options & { type: EventType }>()
  if ((options.timeBase === undefined) !== (options.timeOffsetSeconds === undefined))
    command.error('error: --time-base and --time-offset-seconds are only of use together')
  if (options.state !== undefined && command.args.length > 1)
    command.error('error: --state is for one file; several keep theirs in the data folder')
  return { files: command.args, options }
}

/** A server that listens everywhere is reached here under its own address. */
function hostOf({ FIREFLY_HOST: host, FIREFLY_PORT: port }: NodeJS.ProcessEnv): string {
  const name = !host || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port || '7070'}`
}

const EXAMPLES = `
Examples:
  npm run import -- events.csv.gz --event event --user user_id --time ts
  npm run import -- views.csv --type page --user user_id --time-base 1999-09-28T07:00:00Z --time-offset-seconds seq
  npm run import -- export.ndjson          (lines that are events already pass as they are)
`
