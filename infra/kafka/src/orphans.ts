/** Processes that must not outlive the one that started them, however that one ends short of being killed. */
import type { ChildProcess } from 'node:child_process'

const children = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

export function leaveNoOrphan(child: ChildProcess): void {
  children.add(child)
  child.once('exit', () => children.delete(child))
}
