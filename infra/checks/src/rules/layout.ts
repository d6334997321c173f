/** No drawers, no barrels, mains that fit on a screen. */
import type { WorkspacePackage } from '../packages.ts'

const DRAWER = /(^|\/)(utils?|helpers?|common|misc|lib)(\/|\.tsx?$)/
const BARREL = /(^|\/)index\.tsx?$/
const MAIN = /(^|\/)main\.tsx?$/
const LONGEST_MAIN = 50

export const layoutFaults = ({ folder, files }: WorkspacePackage): string[] =>
  files.flatMap(({ path, lines }) => {
    const faults: string[] = []
    if (DRAWER.test(path)) faults.push('a drawer: name it after what is in it')
    if (BARREL.test(path)) faults.push('a barrel: list the doors in package.json instead')
    if (MAIN.test(path) && lines > LONGEST_MAIN)
      faults.push(`${lines} lines: a main has at most ${LONGEST_MAIN}`)
    return faults.map((fault) => `${folder}/${path}:1: ${fault}`)
  })
