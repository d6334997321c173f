/** One process a folder: a file that names its holder, and that outlives no holder. */
import { open, readFile, rename, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { MetadataError } from './errors.ts'

export interface Lock {
  release(): Promise<void>
}

/** Rejects as `unavailable` while another living process of this machine holds it. */
export async function lockFolder(path: string): Promise<Lock> {
  const file = `${path}.lock`
  const mine = await holderOf(process.pid)
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await create(file, mine)) return { release: () => rm(file, { force: true }) }
    const holder = await textOf(file)
    if (holder === mine || (await lives(holder)))
      throw new MetadataError('unavailable', undefined, `another process (${holder}) holds ${path}`)
    await putAside(file, holder)
  }
  throw new MetadataError('unavailable', undefined, `several processes want ${path} at once`)
}

async function create(file: string, text: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600)
    await handle.writeFile(text)
    await handle.close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Only the dead holder's file goes: a newer one, taken by mistake, is put back. */
async function putAside(file: string, holder: string): Promise<void> {
  const aside = `${file}.${process.pid}`
  await rename(file, aside).catch(() => undefined)
  const taken = await textOf(aside)
  if (taken !== '' && taken !== holder) await rename(aside, file)
  else await rm(aside, { force: true })
}

/** Host, process id, and when that process began, since ids are used again. */
async function holderOf(pid: number): Promise<string> {
  return `${hostname()} ${pid} ${await beginningOf(pid)}`
}

async function lives(holder: string): Promise<boolean> {
  const [, pid = ''] = holder.split(' ')
  if (!/^\d+$/.test(pid)) return false
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return holder === (await holderOf(Number(pid)))
}

/** Field 22 of /proc/PID/stat, after the name in brackets; empty where there is no /proc. */
async function beginningOf(pid: number): Promise<string> {
  const stat = await textOf(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '')
