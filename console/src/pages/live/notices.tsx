/** What the list does not show: events that wait, and events that were let go. */
import { Button } from '@mantine/core'
import { useLanguage } from '../../language/language.tsx'
import { type LiveList, MOST_EVENTS } from './list.ts'
import style from './notices.module.css'

interface Props {
  list: LiveList
  onResume: () => void
}

export function LiveNotices({ list, onResume }: Props) {
  const { words, format } = useLanguage()
  const { live } = words
  const waiting = list.waiting.length
  return (
    <>
      {waiting > 0 && (
        <div className={style['notice']} role="status">
          {list.overflowed
            ? live.waitingFull(format.number(MOST_EVENTS))
            : live.waiting(waiting, format.number(waiting))}
          <Button size="compact-sm" variant="light" onClick={onResume}>
            {live.resume}
          </Button>
        </div>
      )}
      {list.dropped > 0 && (
        <div className={style['notice']} role="status">
          {live.dropped(list.dropped, format.number(list.dropped))}
        </div>
      )}
    </>
  )
}
