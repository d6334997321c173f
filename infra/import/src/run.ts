/** The import itself: read → map → send a few batches at a time → remember what is acknowledged. */
import { type Mapping, mapRow } from './mapping.ts'
import type { Reporter } from './progress.ts'
import type { FileRow, Source } from './read.ts'
import { sendBatch, type Target } from './send.ts'
import type { State } from './state.ts'

export interface ImportOptions {
  source: Source
  mapping: Mapping
  target: Target
  state: State
  /** Rows that may be wrong before the import gives up. */
  maxErrors: number
  reporter: Reporter
  save: (state: State) => Promise<void>
  /** Told of each wrong row, by its number. */
  onError: (row: number, reason: string) => void
}

export interface Summary {
  read: number
  skipped: number
  sent: number
  accepted: number
  rejected: Map<string, number>
}

interface Batch {
  events: object[]
  /** Row of each event, and the last row that the batch covers. */
  rows: number[]
  end: number
}

const BATCH_EVENTS = 1_000
const AT_ONCE = 4

export class TooManyErrors extends Error {
  override readonly name = 'TooManyErrors'
}

export async function runImport(options: ImportOptions): Promise<Summary> {
  const summary: Summary = { read: 0, skipped: options.state.rows, sent: 0, accepted: 0, rejected: new Map() }
  const flying: Promise<void>[] = []
  // Batches fly side by side but are acknowledged in order: the state never runs ahead of the first open one.
  let saved = Promise.resolve()
  for await (const batch of batches(options, summary)) {
    const sending = send(batch, options, summary)
    saved = Promise.all([saved, sending]).then(() => options.save({ ...options.state, rows: batch.end }))
    saved.catch(() => undefined)
    flying.push(sending)
    if (flying.length >= AT_ONCE) await flying.shift()
    report(options, summary)
  }
  await saved
  options.reporter.end()
  return summary
}

async function* batches(options: ImportOptions, summary: Summary): AsyncGenerator<Batch> {
  let batch: Batch = { events: [], rows: [], end: 0 }
  for await (const one of options.source.rows) {
    summary.read++
    if (one.number <= options.state.rows) continue
    add(one, batch, options, summary)
    batch.end = one.number
    if (batch.events.length < BATCH_EVENTS) continue
    yield batch
    batch = { events: [], rows: [], end: one.number }
  }
  if (batch.end > 0) yield batch
}

function add({ number, row }: FileRow, batch: Batch, options: ImportOptions, summary: Summary): void {
  const mapped = row ? mapRow(row, options.mapping, `${options.state.file}-${number}`) : NO_ROW
  if (!mapped.ok) return refuse(number, mapped.reason, options, summary)
  batch.events.push(mapped.event)
  batch.rows.push(number)
}
const NO_ROW = { ok: false, reason: 'the line is no JSON object' } as const

async function send({ events, rows }: Batch, options: ImportOptions, summary: Summary): Promise<void> {
  if (events.length === 0) return
  const rejected = await sendBatch(events, options.target)
  summary.sent += events.length
  summary.accepted += events.length - rejected.length
  for (const { index, code, message } of rejected)
    refuse(rows[index] ?? 0, `${code}: ${message}`, options, summary)
}

function refuse(
  row: number,
  reason: string,
  { onError, maxErrors }: ImportOptions,
  { rejected }: Summary,
): void {
  const kind = reason.replace(/".*?"/g, '…')
  rejected.set(kind, (rejected.get(kind) ?? 0) + 1)
  onError(row, reason)
  const errors = [...rejected.values()].reduce((sum, count) => sum + count, 0)
  if (errors > maxErrors)
    throw new TooManyErrors(`more than ${maxErrors} rows are wrong; check the mapping, or raise --max-errors`)
}

const report = ({ reporter, source }: ImportOptions, { read }: Summary): void =>
  reporter.report({ rows: read, bytesRead: source.bytesRead(), totalBytes: source.totalBytes })
