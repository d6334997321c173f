/** `npm run keys -- list | create | rotate | revoke`: who may send to, and ask about, a project. */
import { Command } from 'commander'
import { ask, type Target } from './ask.ts'
import { asking, run } from './asking.ts'

interface Key {
  id: string
  kind: string
  hint: string
  label: string
  maySee: number
  debug: 'watch' | 'dry-run' | null
  createdAt: string
  revokedAt: string | null
}
type Given = Target & { project: string }

const program = new Command('npm run keys --').description(
  'A key is of one project: write sends events, read asks questions, secret does both, imports and manages. ' +
    'Tokens are shown once, when they are made; only their hashes are kept.',
)
const start = asking(program, process.env)
const command = (name: string, about: string): Command =>
  start(name, about).option('--project <id>', 'whose keys', 'default')

command('list', 'lists the keys of a project').action(async ({ project, ...target }: Given) => {
  const { keys } = await ask<{ keys: Key[] }>('GET', pathOf(project), target)
  console.log(keys.map(textOf).join('\n') || 'This project has no keys.')
})
command('create', 'makes a key')
  .argument('<kind>', 'write, read or secret')
  .option('--label <text>', 'what it is for')
  .option('--may-see <level>', 'the most sensitive level, 1 to 5, of values it may see unmasked')
  .option('--debug <mark>', 'watch: what it sends is shown at once; dry-run: shown and not stored')
  .action(
    async (
      kind: string,
      {
        project,
        label,
        maySee,
        debug,
        ...target
      }: Given & { label?: string; maySee?: string; debug?: string },
    ) => {
      const sent = {
        kind,
        ...(label === undefined ? {} : { label }),
        ...(maySee ? { maySee: Number(maySee) } : {}),
        ...(debug === undefined ? {} : { debug }),
      }
      const { token, ...key } = await ask<Key & { token: string }>('POST', pathOf(project), target, sent)
      console.log(`${token}\n${textOf(key)}`)
    },
  )
command('rotate', 'makes a key like another one, which stops working')
  .argument('<key>', 'the id of the old one')
  .option('--overlap <seconds>', 'how long the old one still works', '0')
  .action(async (id: string, { project, overlap, ...target }: Given & { overlap: string }) => {
    const sent = { overlapSeconds: Number(overlap) }
    const path = `${pathOf(project)}/${encodeURIComponent(id)}/rotate`
    const { token, key } = await ask<{ token: string; key: Key }>('POST', path, target, sent)
    console.log(`${token}\n${textOf(key)}`)
  })
command('revoke', 'makes a key stop working, everywhere within seconds')
  .argument('<key>', 'its id')
  .action(async (id: string, { project, ...target }: Given) =>
    console.log(textOf(await ask<Key>('DELETE', `${pathOf(project)}/${encodeURIComponent(id)}`, target))),
  )

const pathOf = (project: string): string => `/v1/projects/${encodeURIComponent(project)}/keys`

function textOf({ id, kind, hint, label, maySee, debug, createdAt, revokedAt }: Key): string {
  const state = revokedAt === null ? 'works' : `revoked ${revokedAt}`
  return `${id}  ${kind.padEnd(6)}  ${hint}…  sees up to level ${maySee}${debug ? `  debug ${debug}` : ''}  made ${createdAt}  ${state}  ${label}`
}

await run(program)
