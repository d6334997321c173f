/** What events go through on their way to the store: our steps, with the operator's places, and the operator's own steps. */
import { loadOwnSteps } from '@firefly/processors/own-steps/load'
import { createOwnSteps, type RunOwnSteps } from '@firefly/processors/own-steps/run'
import { type EventsPipeline, openEventsPipeline, openPlaces } from '@firefly/processors/pipelines/events'
import type { Rules } from '@firefly/processors/rules'
import { type OnPlaces, watchPlaces } from '@firefly/processors/watch-places'
import type { Telemetry } from '@firefly/runtime/telemetry'
import type { StandaloneConfig } from '../config.ts'

export interface Processing {
  pipeline: EventsPipeline
  ownSteps: RunOwnSteps | undefined
  watch: { stop(): void }
}

type Settings = Pick<StandaloneConfig, 'stepFiles' | 'placesFile'>

/** Rejects, naming the file, when a step or the file of places cannot be used. */
export async function openProcessing(
  { stepFiles, placesFile }: Settings,
  rules: Rules,
  { log, count }: Telemetry,
): Promise<Processing> {
  const places = openPlaces(placesFile)
  const onPlaces: OnPlaces = (outcome) => {
    count('firefly_places_reloads_total', 'The file of places was read again', {
      ok: String(outcome.reloaded),
    })
    if (outcome.reloaded) log.info('the file of places was read again')
    else
      log.error({ detail: outcome.detail }, 'the file of places cannot be read; the one before stays in use')
  }
  const steps = await loadOwnSteps(stepFiles)
  return {
    pipeline: openEventsPipeline(rules, places),
    ownSteps: steps.length > 0 ? createOwnSteps(steps) : undefined,
    watch: placesFile === undefined ? { stop: () => undefined } : watchOrAsked(places, placesFile, onPlaces),
  }
}

/** By itself when the file changes, and when an operator asks for it. */
function watchOrAsked(
  places: ReturnType<typeof openPlaces>,
  file: string,
  onPlaces: OnPlaces,
): Processing['watch'] {
  const watch = watchPlaces(places, file, onPlaces)
  const reload = (): void => void watch.reload()
  process.on('SIGHUP', reload)
  return {
    stop() {
      watch.stop()
      process.off('SIGHUP', reload)
    },
  }
}
