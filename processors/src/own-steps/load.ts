/** Loads the modules that a setting names; one that cannot be used stops the start and is named. */
import { pathToFileURL } from 'node:url'
import type { OwnStep } from './step.ts'

/** Rejects with a message that names the file and what was expected of it. */
export async function loadOwnSteps(files: readonly string[]): Promise<OwnStep[]> {
  const steps: OwnStep[] = []
  for (const file of files) {
    const step = await load(file)
    if (steps.some(({ name }) => name === step.name))
      throw new Error(`${file}: another step is called ${JSON.stringify(step.name)} already`)
    steps.push(step)
  }
  return steps
}

async function load(file: string): Promise<OwnStep> {
  const module = (await import(pathToFileURL(file).href).catch((cause: unknown) => {
    throw new Error(`${file} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  })) as { default?: Partial<OwnStep> }
  const step = module.default
  if (typeof step?.name !== 'string' || step.name === '' || typeof step.run !== 'function')
    throw new Error(`${file}: expected a default export { name: 'what it does', run(event) { … } }`)
  return step as OwnStep
}
