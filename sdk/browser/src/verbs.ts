/** The names of the verbs that a page may call before the script has loaded. */
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
