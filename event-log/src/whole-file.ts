/** Small files that are there whole or not at all, whenever the process or the machine ends. */
import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Replaces what is there; the owner alone may read it. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const unfinished = await written(file, text)
  await rename(unfinished, file)
  await remember(dirname(file))
}

/** False when there is one already, which then stays: of several processes that make it at once, one does. */
export async function writeOnce(file: string, text: string): Promise<boolean> {
  const unfinished = await written(file, text)
  try {
    await link(unfinished, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  } finally {
    await rm(unfinished)
  }
  await remember(dirname(file))
  return true
}

async function written(file: string, text: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true })
  const unfinished = `${file}.${process.pid}`
  const handle = await open(unfinished, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.datasync()
  } finally {
    await handle.close()
  }
  return unfinished
}

/** A name in a folder is as durable as the folder. */
async function remember(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
