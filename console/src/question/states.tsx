/** What stands in the place of an answer: not yet asked, on its way, failed, or nothing found. */
import { Button, Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ApiError } from '../api.ts'
import { useLanguage } from '../language/language.tsx'
import { AlertSign, FilterSign } from '../shell/icons.tsx'
import style from './states.module.css'

/** As tall as what will stand there, so that nothing jumps. */
export function Waiting({ height }: { height: string }) {
  const { words } = useLanguage()
  return (
    <div className={style['waiting']} style={{ height }} role="status" aria-label={words.question.asking}>
      {[55, 80, 40, 95, 65, 75, 50, 85].map((share) => (
        <Skeleton key={share} height={`${share}%`} radius="sm" />
      ))}
    </div>
  )
}

export function Incomplete({ height }: { height: string }) {
  const { words } = useLanguage()
  return (
    <Notice height={height} sign={<FilterSign size={28} />}>
      <p>{words.question.incomplete}</p>
    </Notice>
  )
}

export function Failed({
  failure,
  height,
  onAgain,
}: {
  failure: ApiError
  height: string
  onAgain: () => void
}) {
  const { words } = useLanguage()
  const { errors } = words
  const sentence =
    failure.failure === 'key' || failure.failure === 'forbidden' ? undefined : errors[failure.failure]
  return (
    <Notice height={height} sign={<AlertSign size={28} />} alarm>
      <h3>{errors.title}</h3>
      <p>{sentence}</p>
      {failure.message && <p className={style['detail']}>{failure.message}</p>}
      {failure.issues.length > 0 && (
        <ul>
          {failure.issues.map(({ path, message }) => (
            <li key={path + message}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
      <Button variant="default" onClick={onAgain}>
        {errors.retry}
      </Button>
    </Notice>
  )
}

export function NothingFound() {
  const { words } = useLanguage()
  return (
    <p className={style['nothing']} role="status">
      <strong>{words.question.empty}.</strong> {words.question.emptyHint}
    </p>
  )
}

interface NoticeProps {
  height: string
  sign: ReactNode
  alarm?: boolean
  children: ReactNode
}

function Notice({ height, sign, alarm = false, children }: NoticeProps) {
  return (
    <div
      className={style['notice']}
      style={{ minHeight: height }}
      role={alarm ? 'alert' : 'status'}
      data-alarm={alarm}
    >
      {sign}
      {children}
    </div>
  )
}
