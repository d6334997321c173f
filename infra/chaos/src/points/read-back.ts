/** What a log is worth after something happened to its appender: what it holds, whole or torn, and whether it takes more. */
import { openEventLog } from '@firefly/event-log/open'

export interface ReadBack {
  numbers: number[]
  torn: number
  /** Promises that did not hold. */
  broken: string[]
}

export async function readBack(folder: string): Promise<ReadBack> {
  try {
    const log = await openEventLog(`lmdb:${folder}`)
    const [numbers, values] = [[] as number[], [] as string[]]
    const subscription = await log.subscribe('look', async (partition) => {
      for (let from = 0; ; ) {
        const records = await partition.read({ from, maxBytes: 1_000_000, waitMs: 1 })
        if (records.length === 0) return
        for (const { value } of records) values.push(Buffer.from(value).toString())
        from = (records.at(-1)?.offset ?? from) + 1
      }
    })
    await subscription.done
    const goesOn = await log.append({ key: 'device', value: Buffer.from('after'), events: 1 })
    await log.close()
    for (const value of values) numbers.push(Number.parseInt(value, 10))
    const torn = values.filter(
      (value, at) => value.length !== 1_001 + (((numbers[at] ?? 0) * 37) % 3_000) || !value.endsWith('!'),
    ).length
    return {
      numbers,
      torn,
      broken: goesOn.outcome === 'appended' ? [] : ['the log takes records after a crash'],
    }
  } catch (error) {
    return { numbers: [], torn: 0, broken: [`the log opens after a crash: ${String(error)}`] }
  }
}
