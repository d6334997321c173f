/** Up to which size of its text no event can be too large, however it is written anew. */
import { MAX_EVENT_BYTES } from '@firefly/protocol/limits'

/** `1e20`, which is the worst, becomes five times as long and a little more; a route adds its type. */
export const SMALL_BYTES = MAX_EVENT_BYTES / 8
