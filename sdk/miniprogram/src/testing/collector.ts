/** A collector without a network: keeps what it is sent, in the mood that a test wants. */
export interface Sent {
  type: string
  event?: string
  messageId: string
  anonymousId: string
  userId?: string
  previousId?: string
  properties?: Record<string, unknown>
  context?: Record<string, unknown>
}

export interface Wire {
  writeKey: string
  context: Record<string, unknown>
  batch: Sent[]
}

export interface Collector {
  /** 0 is a network that is not there. */
  status: number
  bodies: Wire[]
  /** Events of accepted batches, each with the context around it. */
  readonly events: Sent[]
  readonly names: string[]
  take: (body: string) => { status: number; body: string }
}

export function createCollector(): Collector {
  const bodies: Wire[] = []
  const events = (): Sent[] =>
    bodies.flatMap(({ batch, context }) =>
      batch.map((event) => ({ ...event, context: { ...context, ...event.context } })),
    )
  return {
    status: 200,
    bodies,
    get events() {
      return events()
    },
    get names() {
      return events().map(({ event, type }) => event ?? type)
    },
    take(body) {
      const wire = JSON.parse(body) as Wire
      if (this.status === 200) bodies.push(wire)
      return { status: this.status, body: JSON.stringify({ accepted: wire.batch.length, rejected: [] }) }
    },
  }
}
