/** The import itself: read → map → send a few batches at a time → remember what is acknowledged. */
import { type Batch, emptyBatch, isFull } from './batch.ts'
import { isEvent, type Mapping, mapRow, type Mapped, passEvent } from './mapping.ts'
import type { Reporter } from './progress.ts'
import type { FileRow, Source } from './read.ts'
import { sendBatch, type Target } from './send.ts'
import type { State } from './state.ts'
import type { Summary } from './summary.ts'

export interface ImportOptions {
  source: Source
  mapping: Mapping
  target: Target
  state: State
  /** Rows that may be wrong before the import gives up. */
  maxErrors: number
  reporter: Reporter
  save: (state: State) => Promise<void>
  /** Told of each wrong row, by its line in the file. */
  onError: (line: number, reason: string) => void
}

const AT_ONCE = 4
/** So many reasons are told apart in the summary; a reason may quote what a file says. */
const MOST_REASONS = 50

export class TooManyErrors extends Error {
  override readonly name = 'TooManyErrors'
}

/** Resolves when every row is acknowledged or refused. Rejects with `SendError` or `TooManyErrors`; then the state says how far it came. */
export async function runImport(options: ImportOptions): Promise<Summary> {
  const summary: Summary = { read: 0, skipped: 0, sent: 0, accepted: 0, rejected: new Map() }
  const open: Promise<void>[] = []
  // Batches fly side by side but are acknowledged in order: the state never runs ahead of the first open one.
  let saved = Promise.resolve()
  try {
    for await (const batch of batches(options, summary)) {
      saved = acknowledge(saved, send(batch, options, summary), batch.end, options)
      open.push(saved)
      if (open.length >= AT_ONCE) await open.shift()
      report(options, summary)
    }
  } finally {
    // What is on its way is worth waiting for, also when something else failed: its acknowledgement is remembered.
    await Promise.allSettled(open)
    options.reporter.end()
  }
  await saved
  return summary
}

/** Remembers a batch once it and all before it are taken. Nobody may be there yet to hear of a failure: it waits for them. */
function acknowledge(
  before: Promise<void>,
  sending: Promise<void>,
  end: number,
  { state, save }: ImportOptions,
): Promise<void> {
  const saved = before.then(() => sending).then(() => save({ ...state, rows: end }))
  for (const promise of [sending, saved]) promise.catch(() => undefined)
  return saved
}

async function* batches(options: ImportOptions, summary: Summary): AsyncGenerator<Batch> {
  let batch = emptyBatch()
  for await (const one of options.source.rows) {
    summary.read++
    if (one.number <= options.state.rows) {
      summary.skipped++
      continue
    }
    add(one, batch, options, summary)
    batch.end = one.number
    if (!isFull(batch)) continue
    yield batch
    batch = emptyBatch()
  }
  if (batch.end > 0) yield batch
}

function add(one: FileRow, batch: Batch, options: ImportOptions, summary: Summary): void {
  const mapped = eventOf(one, options)
  if (!mapped.ok) return refuse(one.line, mapped.reason, options, summary)
  const text = JSON.stringify(mapped.event)
  batch.events.push(text)
  batch.lines.push(one.line)
  batch.size += text.length
}

function eventOf({ number, row, fault }: FileRow, { state, source, mapping }: ImportOptions): Mapped {
  if (!row) return { ok: false, reason: fault ?? 'the row cannot be read' }
  const name = `${state.file}-${number}`
  return source.format === 'ndjson' && isEvent(row) ? passEvent(row, name) : mapRow(row, mapping, name)
}

async function send(batch: Batch, options: ImportOptions, summary: Summary): Promise<void> {
  if (batch.events.length === 0) return
  const rejected = await sendBatch(batch.events, options.target)
  summary.sent += batch.events.length
  summary.accepted += batch.events.length - rejected.length
  for (const { index, code, message } of rejected)
    refuse(batch.lines[index] ?? 0, `${code}: ${message}`, options, summary)
}

function refuse(
  line: number,
  reason: string,
  { onError, maxErrors }: ImportOptions,
  { rejected }: Summary,
): void {
  const kind = reason.replace(/".*?"/g, '…')
  const known = rejected.has(kind) || rejected.size < MOST_REASONS ? kind : 'other reasons'
  rejected.set(known, (rejected.get(known) ?? 0) + 1)
  onError(line, reason)
  const errors = [...rejected.values()].reduce((sum, count) => sum + count, 0)
  if (errors > maxErrors)
    throw new TooManyErrors(`more than ${maxErrors} rows are wrong; check the mapping, or raise --max-errors`)
}

const report = ({ reporter, source }: ImportOptions, { read }: Summary): void =>
  reporter.report({ rows: read, bytesRead: source.bytesRead(), totalBytes: source.totalBytes })
