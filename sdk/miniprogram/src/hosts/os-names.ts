/** Hosts that tell a platform and a version where others tell both in one. */
import type { Host } from '../host.ts'

const NAMES: Record<string, string> = {
  ios: 'iOS',
  android: 'Android',
  ohos: 'HarmonyOS',
  windows: 'Windows',
  mac: 'macOS',
}

/** A host whose platform becomes the name of its system. */
export const withOsNames = (host: Host): Host => ({
  ...host,
  surroundings() {
    const { os, ...rest } = host.surroundings()
    const name = os?.name || ''
    return { ...rest, os: { ...os, name: NAMES[name.toLowerCase()] || name } }
  },
})
