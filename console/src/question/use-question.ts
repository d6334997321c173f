/** A question that is being written, kept in the address so that it can be shared. */
import { useEffect, useRef, useState } from 'react'
import { type Page, replacePlace, usePlace } from '../place.ts'

interface Written<Question> {
  question: Question
  change: (part: Partial<Question>) => void
  /** The question in the address: what is asked. */
  asked: string
  /** The question on the screen is still on its way into the address. */
  settling: boolean
}

/** Browsers allow only so many changes of the address, and nobody wants an answer to half a word. */
const PAUSE_MS = 350

export function useQuestion<Question>(
  page: Page,
  read: (search: string) => Question,
  write: (question: Question) => string,
): Written<Question> {
  const place = usePlace()
  const isHere = place.page === page
  const here = isHere ? place.search : ''
  const [question, setQuestion] = useState(() => read(here))
  const text = write(question)
  const settled = useRef(here)

  useEffect(() => {
    // Somebody went back, or opened another link: the address leads.
    if (isHere && here !== settled.current) {
      settled.current = here
      setQuestion(read(here))
    }
  }, [here, isHere, read])

  useEffect(() => {
    // While the next page is being fetched, this one is still there, out of sight: the address is no longer its own.
    if (!isHere || text === here) return undefined
    const settle = (): void => {
      settled.current = text
      replacePlace({ page, search: here }, { page, search: text })
    }
    // The first address is written at once: it is the question the page opens with.
    const timer = setTimeout(settle, here === '' ? 0 : PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, here, isHere, page])

  const change = (part: Partial<Question>): void => setQuestion((before) => ({ ...before, ...part }))
  return { question, change, asked: here, settling: text !== here }
}
