/** The name under which all processors of a Firefly share the log's partitions. */
export const GROUP = 'events'
