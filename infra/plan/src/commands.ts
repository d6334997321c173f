/** The commands, what they take, and what their exit codes say: 0 all is well, 1 it is not, 2 it could not be found out. */
import { writeFile } from 'node:fs/promises'
import { differenceOf } from '@firefly/protocol/plan/difference'
import { type Plan, readPlan } from '@firefly/protocol/plan'
import { ask, type Target } from '@firefly/upkeep/ask'
import { Command, Option } from 'commander'
import { loadPlan, savePlan } from './file.ts'
import { compared, type Seen, type Violation } from './practice.ts'
import { changesText, checkedText, practiceText } from './text.ts'
import { typesOf } from './types.ts'

type To = Pick<Target, 'key'> & { against?: string; host: string }
interface Stored {
  version: number
  plan: unknown
}

export function plan({ FIREFLY_HOST, FIREFLY_PORT }: NodeJS.ProcessEnv): Command {
  const here = `http://${FIREFLY_HOST || '127.0.0.1'}:${FIREFLY_PORT || '7070'}`
  const program = new Command('npm run plan --').description('The tracking plan as a file, in YAML or JSON.')
  const key = (): Option => new Option('--key <key>', 'the secret key').env('FIREFLY_SECRET_KEY')
  const remote = (name: string, about: string): Command =>
    program.command(name).description(about).option('--host <url>', 'where Firefly is', here).addOption(key())

  program
    .command('check <file>')
    .description('is the file a plan, and do the events of a running Firefly follow it?')
    .option('--against <url>', 'a running Firefly')
    .option('--days <n>', 'violations of so many days', '7')
    .addOption(key())
    .action(check)
  remote('diff <file>', 'what would change for a running Firefly; 1 when senders would break by it').action(
    diff,
  )
  remote('push <file>', 'makes the file the plan').action(push)
  remote('pull <file>', 'writes the plan into a file').action(pull)
  program
    .command('types <file>')
    .description('types for the SDK: names and properties of events, held by the compiler')
    .requiredOption('--out <file>', 'where to write them, such as events.ts')
    .action(async (file: string, { out }: { out: string }) => {
      await writeFile(out, typesOf(await loadPlan(file)))
      console.log(`${out} holds the plan for the compiler.`)
    })
  return program
}

async function check(file: string, { against, days, key }: To & { days: string }): Promise<void> {
  const planned = await loadPlan(file)
  console.log(checkedText(file, planned))
  if (against === undefined) return
  const at = { host: against.replace(/\/$/, ''), key }
  const { events } = await ask<{ events: Seen[] }>('GET', '/v1/catalog/events?limit=1000', at)
  const path = `/v1/plan/violations?limit=1000&days=${encodeURIComponent(days)}`
  const { violations } = await ask<{ violations: Violation[] }>('GET', path, at)
  const found = compared(planned, events, violations)
  console.log(practiceText(found, against))
  if (found.unplanned.length + found.blocked.length + found.violations.length > 0) process.exitCode = 1
}

async function diff(file: string, at: Target): Promise<void> {
  const changes = differenceOf((await stored(at)).plan, await loadPlan(file))
  console.log(changesText(changes))
  if (changes.some(({ breaking }) => breaking)) process.exitCode = 1
}

/** Sent with the version it was compared with, so that nobody else's change is lost. */
async function push(file: string, at: Target): Promise<void> {
  const planned = await loadPlan(file)
  const before = await stored(at)
  const changes = differenceOf(before.plan, planned)
  console.log(changesText(changes))
  if (changes.length === 0 && before.version > 0) return
  const { version } = await ask<Stored>('PUT', `/v1/plan?after=${before.version}`, at, planned)
  console.log(`It is version ${version} now.`)
}

async function pull(file: string, at: Target): Promise<void> {
  const { version, plan } = await stored(at)
  await savePlan(file, plan)
  console.log(
    version === 0 ? `There is no plan yet; ${file} is an empty one.` : `${file} is version ${version}.`,
  )
}

async function stored(at: Target): Promise<{ version: number; plan: Plan }> {
  const { version, plan } = await ask<Stored>('GET', '/v1/plan', at)
  const read = readPlan(plan)
  if (read.ok) return { version, plan: read.plan }
  throw new Error(`${at.host} has a plan that this release does not understand`)
}
