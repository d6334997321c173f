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

/** Once it has. */
export const VERBS = [
  'track',
  'page',
  'screen',
  'identify',
  'alias',
  'group',
  'set',
  'setOnce',
  'increment',
  'append',
  'unset',
  'reset',
  'register',
  'unregister',
  'time',
  'flush',
  'optIn',
  'optOut',
  'consent',
  'anonymousId',
  'userId',
  'sessionId',
  'use',
  'stop',
] as const
