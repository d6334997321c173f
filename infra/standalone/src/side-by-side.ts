/** How many questions run side by side, so that whatever else a process does finds room beside them. */

/** What libuv has when nobody says otherwise; `npm start` says more. */
const USUAL_THREADS = 4
/** For the insert that is under way, and for files, `fdatasync` and names that are looked up. */
const KEPT_FREE = 2

/**
 * Each statement of the in-process engine takes one of libuv's threads while it runs, and so does everything else that
 * waits: were all of them taken by questions, nothing could be written and no batch be acknowledged.
 */
export function questionsAtOnce(
  wanted: number,
  clickhouseUrl: string,
  threads = process.env['UV_THREADPOOL_SIZE'],
): number {
  if (!clickhouseUrl.startsWith('chdb:')) return wanted
  return Math.max(1, Math.min(wanted, (Number(threads) || USUAL_THREADS) - KEPT_FREE))
}
