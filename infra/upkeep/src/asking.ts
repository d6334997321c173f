/** What every command takes that asks a running Firefly. */
import { Command, Option } from 'commander'

export const asking =
  (program: Command, environment: NodeJS.ProcessEnv) =>
  (name: string, about: string): Command =>
    targeted(program.command(name).description(about), environment)

/** A command that is a program of its own. */
export const alone = (name: string, about: string, environment: NodeJS.ProcessEnv): Command =>
  targeted(new Command(`npm run ${name} --`).description(about), environment)

const targeted = (command: Command, { FIREFLY_HOST, FIREFLY_PORT }: NodeJS.ProcessEnv): Command =>
  command
    .option(
      '--host <url>',
      'where Firefly is',
      `http://${FIREFLY_HOST || '127.0.0.1'}:${FIREFLY_PORT || '7070'}`,
    )
    .addOption(new Option('--key <key>', 'the secret key').env('FIREFLY_SECRET_KEY'))

/** Runs a program of commands; what goes wrong is one sentence and exit code 2. */
export async function run(program: Command): Promise<void> {
  try {
    await program.parseAsync()
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 2
  }
}
