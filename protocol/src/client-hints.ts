/** User agent client hints: those of `navigator.userAgentData`, and its high-entropy values, that tell more than a user agent does. */

export interface ClientHints {
  fullVersionList?: readonly { brand: string; version: string }[]
  mobile?: boolean
  platform?: string
  platformVersion?: string
  model?: string
}
