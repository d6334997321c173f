/** `npm run projects -- list | show | create | set`: tenants of a running Firefly. */
import { Command } from 'commander'
import { ask, type Target } from './ask.ts'
import { asking, run } from './asking.ts'

interface Project {
  id: string
  name: string
  timezone: string | null
  settings: Record<string, unknown>
}
type Given = Target & { name?: string; timezone?: string; settings?: string }

const program = new Command('npm run projects --').description(
  'Projects keep the events of one tenant apart from all others. Settings are JSON: origins, ip, retentionDays, eventsPerMinute, requestsPerMinute, ' +
    'sample, clock, block; docs/operating.md says what each does.',
)
const command = asking(program, process.env)
command('list', 'lists the projects this key may manage').action(async (target: Target) => {
  const { projects } = await ask<{ projects: Project[] }>('GET', '/v1/projects', target)
  console.log(projects.map(textOf).join('\n'))
})
command('show', 'shows one project')
  .argument('<id>')
  .action(async (id: string, target: Target) =>
    console.log(textOf(await ask<Project>('GET', pathOf(id), target))),
  )
changing(command('create', 'makes a project, with a write and a secret key').argument('<id>')).action(
  async (id: string, { host, key, ...given }: Given) => {
    const sent = { id, ...changeOf(given) }
    const made = await ask<Made>('POST', '/v1/projects', { host, key }, sent)
    console.log(textOf(made.project))
    for (const { kind, token, id: name } of made.keys) console.log(`${kind.padEnd(7)} ${token}   (${name})`)
    console.log('These tokens are shown this once; only their hashes are kept.')
  },
)
changing(command('set', 'changes a project; a setting that is null is taken back').argument('<id>')).action(
  async (id: string, { host, key, ...given }: Given) =>
    console.log(textOf(await ask<Project>('PATCH', pathOf(id), { host, key }, changeOf(given)))),
)

interface Made {
  project: Project
  keys: { id: string; kind: string; token: string }[]
}

function changing(one: Command): Command {
  return one
    .option('--name <name>', 'what people call it')
    .option('--timezone <zone>', 'IANA zone of its questions, such as Asia/Shanghai')
    .option('--settings <json>', `such as '{"ip":"truncate","eventsPerMinute":60000}'`)
}

const pathOf = (id: string): string => `/v1/projects/${encodeURIComponent(id)}`

const changeOf = ({ name, timezone, settings }: Omit<Given, keyof Target>): object => ({
  ...(name === undefined ? {} : { name }),
  ...(timezone === undefined ? {} : { timezone }),
  ...(settings === undefined ? {} : { settings: jsonIn(settings) }),
})

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`--settings is not JSON: ${text}`, { cause: error })
  }
}

function textOf({ id, name, timezone, settings }: Project): string {
  return `${id}  ${name}  ${timezone ?? '(zone of the process)'}  ${JSON.stringify(settings)}`
}

await run(program)
