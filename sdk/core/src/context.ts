/** What surrounds an event, as `protocol` says of the wire; written out, so that a package of ours needs no validator for its types. */
import type { Platform as PlatformName } from '@firefly/protocol/names'

type Text = string | null | undefined
interface Open {
  [field: string]: unknown
}

/** Unknown fields are kept; known ones have the stated type. */
export interface Context extends Open {
  sessionId?: string | number | null | undefined
  page?: (Open & { url?: Text; path?: Text; title?: Text; referrer?: Text; search?: Text }) | null | undefined
  screen?: (Open & { name?: Text }) | null | undefined
  device?: (Open & { type?: Text; manufacturer?: Text; model?: Text }) | null | undefined
  os?: (Open & { name?: Text; version?: Text }) | null | undefined
  app?: (Open & { name?: Text; version?: Text }) | null | undefined
  network?: (Open & { carrier?: Text }) | null | undefined
  locale?: Text
  timezone?: Text
  userAgent?: Text
  campaign?:
    | (Open & { source?: Text; medium?: Text; name?: Text; term?: Text; content?: Text })
    | null
    | undefined
  library?: (Open & { name?: Text; version?: Text }) | null | undefined
  platform?: PlatformName | null | undefined
}
