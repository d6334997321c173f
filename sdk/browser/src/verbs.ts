/** The names of what a page may call. */

/** Before the script has loaded. */
export const QUEUED_VERBS = [
  'init',
  'track',
  'page',
  'screen',
  'identify',
  'alias',
  'group',
  'reset',
  'register',
  'unregister',
  'time',
  'flush',
  'optIn',
  'optOut',
] as const

/** Once it has, of the core and of all; in one text, which is less to download than a list. */
export const CORE_VERBS = 'track page identify reset flush anonymousId userId sessionId stop'
export const VERBS =
  'track page identify reset flush optIn optOut consent anonymousId userId sessionId use stop screen alias group set setOnce increment append unset register unregister time'
