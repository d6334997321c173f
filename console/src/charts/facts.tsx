/** The great numbers of an answer, each under its name. */
import style from './facts.module.css'

interface Fact {
  name: string
  value: string
  note?: string
}

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={style['facts']}>
      {facts.map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {note && <dd className={style['note']}>{note}</dd>}
        </div>
      ))}
    </dl>
  )
}
