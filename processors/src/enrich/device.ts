/** System and kind of device, in the words of our columns. */

export type DeviceType = 'desktop' | 'mobile' | 'tablet' | 'tv' | 'wearable' | 'console' | 'bot' | ''

const TYPES: Readonly<Record<string, DeviceType>> = {
  mobile: 'mobile',
  tablet: 'tablet',
  smarttv: 'tv',
  wearable: 'wearable',
  console: 'console',
}
const DESKTOPS =
  /^(?:Windows|Mac OS|Linux|Chromium OS|Ubuntu|Debian|Fedora|Mint|Gentoo|SUSE|CentOS|RedHat|Arch|UOS|Kylin|Deepin|Solaris|\w+BSD)$/i
/** HarmonyOS says what it runs on in the first place. */
const HARMONY_TYPES: Readonly<Record<string, DeviceType>> = {
  phone: 'mobile',
  tablet: 'tablet',
  pc: 'desktop',
  '2in1': 'desktop',
  tv: 'tv',
  wearable: 'wearable',
}

/** The parser names hand-held devices; a desktop is what runs a desktop's system. */
export function deviceTypeOf(userAgent: string, parsed: string | undefined, os: string): DeviceType {
  const harmony = /\((phone|tablet|pc|2in1|tv|wearable); ?(?:open)?harmony/i.exec(userAgent)?.[1]
  if (harmony) return HARMONY_TYPES[harmony.toLowerCase()] ?? ''
  if (parsed) return TYPES[parsed] ?? ''
  if (/^(?:iOS|Android)$/.test(os)) return 'mobile'
  return DESKTOPS.test(os) ? 'desktop' : ''
}

/**
 * OpenHarmony and HarmonyOS are one system to us; up to version 4 it names the Android beneath it, not its own version.
 * Apple's network library names the processor on a Mac only, and the parser takes all of it for iOS.
 */
export function systemOf(
  userAgent: string,
  name: string,
  version: string,
): { os: string; os_version: string } {
  const harmony = /(?:Open)?Harmony(?:OS)?(?:[ /]([\d.]+))?/i.exec(userAgent)
  if (harmony) return { os: 'HarmonyOS', os_version: harmony[1] ?? '' }
  if (/CFNetwork\/.*\((?:x86_64|i386)\)/.test(userAgent)) return { os: 'Mac OS', os_version: '' }
  if (/\bUOS\b/.test(userAgent)) return { os: 'UOS', os_version: '' }
  // Linux gives its processor (`i686`) where others give a version; the editions of Windows are words.
  return { os: name, os_version: name === 'Windows' || /^\d/.test(version) ? version : '' }
}
