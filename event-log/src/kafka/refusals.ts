/** What a broker's refusal means for a worker. */

const typeOf = (error: unknown): string => (error as { type?: string } | null)?.type ?? ''

/** Another member may hold the partition by now: the group has moved on without us, or is about to. */
export const isFenced = (error: unknown): boolean =>
  ['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'REBALANCE_IN_PROGRESS', 'FENCED_INSTANCE_ID'].includes(
    typeOf(error),
  )

/** The topic is being made, or its leaders are being chosen. */
export const isNotThereYet = (error: unknown): boolean =>
  ['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE'].includes(typeOf(error))

/** The offset lies before the oldest record kept, or beyond the newest. */
export const isOutOfRange = (error: unknown): boolean =>
  typeOf(error) === 'OFFSET_OUT_OF_RANGE' || (error as Error | null)?.name === 'KafkaJSOffsetOutOfRange'
