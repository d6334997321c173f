/**
 * One seed for every property test of a run, so that a green run is green again: `FIREFLY_SEED=random npm test`
 * explores, and prints what to give `FIREFLY_SEED` to see the same histories once more.
 */
import { configureGlobal, readConfigureGlobal } from 'fast-check'

const DEFAULT_SEED = 20_260_101

const asked = process.env['FIREFLY_SEED']
const seed =
  asked === 'random'
    ? Math.floor(Math.random() * 2 ** 31)
    : asked === undefined
      ? DEFAULT_SEED
      : Number(asked)
if (!Number.isSafeInteger(seed))
  throw new Error(`FIREFLY_SEED: expected a whole number or "random", not ${asked}`)
if (asked === 'random') console.info(`FIREFLY_SEED=${seed}`)

configureGlobal({ ...readConfigureGlobal(), seed })
