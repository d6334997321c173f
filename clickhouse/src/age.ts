/** Whether a server is new enough, told before anything is asked of it. */
import { toStoreError } from './errors.ts'
import { JOINS } from './settings.ts'
import type { Store } from './store.ts'

const OLDEST = '24.12'
export const UNKNOWN_SETTING = 115

/** Every question has a setting that older servers do not know. Rejects with what is expected. */
export async function refuseOld(store: Pick<Store, 'command'>): Promise<void> {
  try {
    await store.command(`SELECT 1 SETTINGS ${JOINS}`)
  } catch (error) {
    if (toStoreError(error).code !== UNKNOWN_SETTING) throw error
    throw new Error(`the ClickHouse server is too old: expected version ${OLDEST} or newer`, { cause: error })
  }
}
