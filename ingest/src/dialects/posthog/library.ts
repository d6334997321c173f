/** Which of PostHog's libraries wrote an event, and on what platform that one runs. */
import type { Platform } from '@firefly/protocol/names'
import type { Context } from '@firefly/protocol/wire'
import { type Bag, textIn } from '../object.ts'

/** `name/version` of the newer protocol's header, for events whose properties do not say. */
export function libraryOf(properties: Bag, told: string | undefined): Context['library'] {
  const [name, version] = told?.split('/', 2) ?? []
  return {
    name: named(textIn(properties['$lib']) ?? name),
    version: textIn(properties['$lib_version']) ?? version,
  }
}

/** The dialect is always in the name. */
function named(lib: string | undefined): string {
  if (lib === undefined || lib === 'posthog') return 'posthog'
  if (lib === 'web' || lib === 'js') return 'posthog-js'
  return lib.startsWith('posthog') ? lib : `posthog-${lib}`
}

/** `undefined` for browsers, where the user agent says more. */
export function platformOf(properties: Bag): Platform | undefined {
  const lib = textIn(properties['$lib']) ?? ''
  if (lib === 'posthog-android') return 'android'
  if (lib === 'posthog-ios') return 'ios'
  if (/react-native|flutter/.test(lib)) return mobile(textIn(properties['$os']))
  if (lib === 'web' || lib === 'js' || lib === '') return undefined
  return 'server'
}

function mobile(os: string | undefined): Platform | undefined {
  if (os === 'Android') return 'android'
  return os === 'iOS' || os === 'iPadOS' ? 'ios' : undefined
}
