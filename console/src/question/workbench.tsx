/** The shape of a page that asks: a title, what applies to the whole question, the question, the answer. */
import { UnstyledButton } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useLanguage } from '../language/language.tsx'
import { DownSign, UpSign } from '../shell/icons.tsx'
import { ShareButton } from './share-button.tsx'
import style from './workbench.module.css'

interface Props {
  title: string
  about: string
  /** Something is still missing: on a narrow screen the question lies open then. */
  incomplete: boolean
  toolbar: ReactNode
  builder: ReactNode
  children: ReactNode
}

export function Workbench({ title, about, incomplete, toolbar, builder, children }: Props) {
  const { words } = useLanguage()
  const [open, setOpen] = useState(incomplete)
  return (
    <div className={style['page']}>
      <div className={style['head']}>
        <div>
          <h1>{title}</h1>
          <p>{about}</p>
        </div>
        <ShareButton />
      </div>
      <section className={style['builder']} aria-label={words.question.builder}>
        <UnstyledButton className={style['edit']} aria-expanded={open} onClick={() => setOpen(!open)}>
          {words.question.edit}
          {open ? <UpSign size={16} /> : <DownSign size={16} />}
        </UnstyledButton>
        <div className={style['parts']} data-open={open}>
          {builder}
        </div>
      </section>
      <section className={style['answer']} aria-label={words.question.answer}>
        <div className={style['toolbar']}>{toolbar}</div>
        {children}
      </section>
    </div>
  )
}

/** One part of the question under a heading. */
export function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <div className={style['part']}>
      <h2>{title}</h2>
      {hint && <p>{hint}</p>}
      {children}
    </div>
  )
}

/** A framed piece of the answer. */
export function Panel({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <section className={style['panel']} aria-label={label}>
      {children}
    </section>
  )
}
