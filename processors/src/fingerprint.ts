/** A 64-bit name of an event: what ClickHouse computes as `xxHash64(concat(project, '\n', message_id))`. */
import xxhash from 'xxhash-wasm'

export type Fingerprint = (project: string, messageId: string) => bigint

export async function createFingerprint(): Promise<Fingerprint> {
  const { h64 } = await xxhash()
  return (project, messageId) => h64(`${project}\n${messageId}`)
}
