/** Versions of SDKs that are years apart tell the same story in different forms: what is kept is the same. */
import { afterEach, expect, test } from 'vitest'
import { type Door, openDoor } from '../testing/door.ts'
import { recording, replay } from '../testing/recordings.ts'
import { textIn } from './object.ts'

const GRANT = { project: 'p', kind: 'write' as const, key: 'test', maySee: 5 }
let door: Door
afterEach(() => door.app.close())

/** What, by whom, and whom or what it joins; unidentified devices are all called stranger. */
async function story(name: string): Promise<string[]> {
  door = await openDoor({ keys: { find: (token) => (token === 'wk_test' ? GRANT : undefined) } })
  await replay(door.app, recording(name))
  return door.events().map(({ type, event, userId, previousId, groupId }) => {
    const who = textIn(userId) ?? 'stranger'
    return [event ?? type, who, previousId, groupId].flatMap((part) => textIn(part) ?? []).join(' ')
  })
}
const sorted = (told: readonly string[]): string[] => told.toSorted((a, b) => (a < b ? -1 : 1))

for (const version of ['1.100.0', '1.150.0', '1.260.0', '1.320.0', '1.400.0'])
  test(`posthog-js ${version}: a stranger looks, becomes a user, joins a group, clicks and leaves`, async () => {
    const user = `v-ph${version.split('.')[1]}`
    const told = await story(`posthog_${version}`)
    // How a person first came is told once or twice, and errors by the newer ones alone.
    const telling = told.filter((line) => !/^\$(?:set_once|exception) /.test(line))
    expect(sorted(telling)).toEqual(
      sorted([
        `${user} Viewed stranger`,
        `identify ${user}`,
        `page ${user}`,
        `alias ${user} ${user}-old`,
        `group ${user} c1`,
        `$set ${user}`,
        `${user} Bought ${user}`,
        `${user} Beacon ${user}`,
        `$click ${user}`,
        `$pageleave ${user}`,
      ]),
    )
    const identified = door.events().find(({ type }) => type === 'identify')
    expect(identified).toMatchObject({
      anonymousId: expect.stringMatching(/^01/),
      traits: { email: 'x' },
      context: { library: { name: 'posthog-js', version } },
    })
  })

const STORIES: Record<string, string[]> = {
  'node_posthog_1.3.0': ['N1 u', 'identify u', 'alias u x'],
  'node_posthog_2.6.0': ['N2 u', 'identify u', 'alias u x', '$feature_flag_called u'],
  'node_posthog_3.6.3': ['group $c_k k', 'N3 u', '$feature_flag_called u'],
  'node_posthog_4.18.0': ['N4 u', '$feature_flag_called u'],
  'node_segment_1.3.0': ['A1 u', 'alias u p', 'group u g', 'screen u'],
  'node_segment_2.2.1': ['A2 stranger', 'identify u'],
  'node_segment_classic_6.2.0': ['AC u', 'page stranger'],
  'python_segment_2.4.0': [
    'PySeg pysg1',
    'identify pysg1',
    'page pysg1',
    'screen pysg1',
    'group pysg1 g1',
    'alias pysg1 old',
  ],
  'java_segment_3.5.2': ['JavaSeg javasg1', 'identify javasg1'],
  'go_segment_3.0.0': ['GoSeg gosg1', 'identify gosg1', 'page gosg1'],
  'rust_segment_0.2.6': ['RsSeg rssg1'],
  'python_posthog_7.91.1': [
    'PyPH pyph1',
    '$set pyph1',
    'alias pyph-old pyph1',
    'group 15b5742c-0319-4614-b9cd-7dc8dad900c0 c1',
    '$feature_flag_called pyph1',
  ],
  'go_posthog_1.5.2': ['GoPH goph1', 'identify goph1', 'alias goph1 goold', 'group $company_c1 c1'],
  'java_posthog_1.2.0': ['JavaPH javaph1', 'identify javaph1', 'alias javaph1 javaold'],
  'java_posthog_server_2.3.3': ['KtPH ktph1', 'identify ktph1'],
  'rust_posthog_0.30.0': ['RsPH rsph1'],
  'python_rudder_2.1.9': ['PyRud pyrs1', 'identify pyrs1'],
  'java_rudder_3.0.0': ['JavaRud javars1'],
  'node_rudder_1.1.4': ['R1 u', 'identify u', 'page u'],
  'node_rudder_2.1.9': ['R2 u', 'alias u z', 'screen u'],
}
for (const [name, expected] of Object.entries(STORIES))
  test(`${name} is understood`, async () => {
    expect(await story(name)).toEqual(expected)
  })

for (const [way, user] of [
  ['', 'plain'],
  ['_beacon', 'beacon'],
] as const)
  test(`RudderStack's older web SDK${way && ', as a beacon'}: one device throughout`, async () => {
    expect(sorted(await story(`rudder_2.52.21${way}`))).toEqual(
      sorted([
        'page stranger',
        `${user} Viewed stranger`,
        `identify ${user}`,
        `group ${user} g`,
        `alias n2 ${user}`,
        `${user} Bought ${user}`,
      ]),
    )
    expect(new Set(door.events().map(({ anonymousId }) => anonymousId)).size).toBe(1)
  })
