/** What an event says of properties, by their names, as it is kept. */
import type { ChangeKind } from '@firefly/clickhouse/tables/user-changes'
import type { ArrivedRow } from '../chunk.ts'

export function* valuesSaid(
  { properties }: Pick<ArrivedRow, 'properties'>,
  said: Record<string, unknown> | null | undefined,
  kind: ChangeKind,
): Generator<[name: string, value: string]> {
  for (const name of Object.keys(said ?? {})) {
    // What the project's plan keeps back, or keeps as a hash, is so here too.
    const text = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (text === undefined || name === '') continue
    yield [name, kind === 'unset' ? '' : kind === 'append' ? listOf(said?.[name], text) : text]
  }
}

/** A list adds each of its values. A text that was masked is a text, whatever was sent. */
function listOf(sent: unknown, text: string): string {
  if (Array.isArray(sent) && text.startsWith('[')) return text
  return typeof sent !== 'string' && text === JSON.stringify(sent) ? `[${text}]` : JSON.stringify([text])
}
