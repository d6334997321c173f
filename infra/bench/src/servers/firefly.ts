/** Ours: judged event by event and durable in the LMDB log before it is answered. */
import { serveFirefly } from './serve-firefly.ts'

await serveFirefly()
