/** Where an answer comes from: when it was asked, about which days, how long it took, what was read. */
import { ActionIcon } from '@mantine/core'
import type { QueryInput } from '@firefly/protocol/query'
import { useEffect, useState } from 'react'
import { useLanguage } from '../language/language.tsx'
import { AgainSign } from '../shell/icons.tsx'
import style from './receipt.module.css'
import type { Answered } from './use-answer.ts'

interface Props {
  answered: Answered<QueryInput> | undefined
  asking: boolean
  onAgain: () => void
}

export function Receipt({ answered, asking, onAgain }: Props) {
  const { words } = useLanguage()
  return (
    <div className={style['receipt']}>
      <p role="status">{asking || !answered ? <Waiting asking={asking} /> : <Facts answered={answered} />}</p>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={words.question.refresh}
        title={words.question.refresh}
        onClick={onAgain}
        disabled={asking || !answered}
      >
        <AgainSign size={16} />
      </ActionIcon>
    </div>
  )
}

function Waiting({ asking }: { asking: boolean }) {
  const { words } = useLanguage()
  return <span>{asking ? words.question.asking : ' '}</span>
}

function Facts({ answered: { answer, askedAt } }: { answered: Answered<QueryInput> }) {
  const { words, format } = useLanguage()
  const { question } = words
  const { elapsedMs, rowsRead, cached } = answer.meta
  const age = useAge(askedAt)
  const asked = question.asked(format.clock(askedAt))
  const facts = [
    age < 60 ? asked : `${asked} ${question.ago(format.ago(age))}`,
    question.took(format.milliseconds(elapsedMs)),
    question.rowsRead(rowsRead, format.number(rowsRead)),
    ...(cached ? [question.cached] : []),
  ]
  return (
    <>
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </>
  )
}

const LOOK_EVERY_MS = 30_000

/** Seconds since, looked at now and then. */
function useAge(since: Date): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, (now - since.getTime()) / 1_000)
}
