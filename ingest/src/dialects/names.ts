/** The names under which the same thing is stored, whoever's SDK saw it. */

const CANONICAL: ReadonlyMap<string, string> = new Map([
  ['$MPViewScreen', '$pageview'],
  ['$AppViewScreen', '$screen'],
  ['$WebPageLeave', '$pageleave'],
  ['$MPPageLeave', '$pageleave'],
  ['$AppPageLeave', '$pageleave'],
  ['$WebClick', '$click'],
  ['$MPClick', '$click'],
  ['$AppClick', '$click'],
  ['$WebExposure', '$exposure'],
  ['$MPExposure', '$exposure'],
  ['$AppExposure', '$exposure'],
  ['$WebElementExposure', '$exposure'],
  ['$MPElementExposure', '$exposure'],
  ['$AppElementExposure', '$exposure'],
  ['$AppStart', '$app_start'],
  ['$MPLaunch', '$app_start'],
  ['$MPShow', '$app_start'],
  ['$AppEnd', '$app_end'],
  ['$MPHide', '$app_end'],
  ['$SignUp', '$identify'],
])

/** `name` itself when nothing else is known for it. */
export const canonicalName = (name: string): string => CANONICAL.get(name) ?? name
