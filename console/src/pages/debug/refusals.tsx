/** What was turned away from the project in the last days, and why. */
import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '../../language/language.tsx'
import { useAccess } from '../../shell/access.tsx'
import list from '../live/table.module.css'
import style from './refusals.module.css'
import { byReason, type TurnedAway } from './turned-away.ts'

const DAYS = 7
const EVERY_MS = 5_000

export function Refusals() {
  const { words, format } = useLanguage()
  const { refusals } = words
  const { api } = useAccess()
  const { data, error } = useQuery({
    queryKey: ['refusals', DAYS],
    queryFn: ({ signal }) => api.refusals(DAYS, signal),
    refetchInterval: EVERY_MS,
  })
  const lines = byReason(data ?? [])
  return (
    <section className={style['section']} aria-label={refusals.title}>
      <h2>{refusals.title}</h2>
      <p>{refusals.about(format.number(DAYS))}</p>
      {lines.length > 0 ? (
        <Table lines={lines} />
      ) : (
        <p className={style['none']} role="status">
          {error ? refusals.unknown : data ? refusals.none : words.question.loading}
        </p>
      )}
    </section>
  )
}

function Table({ lines }: { lines: readonly TurnedAway[] }) {
  const { words, format } = useLanguage()
  const { refusals, debug } = words
  return (
    <div className={list['frame']}>
      <table className={`${list['table']} ${style['table']}`}>
        <thead>
          <tr>
            <th scope="col">{debug.columns.verdict}</th>
            <th scope="col">{refusals.columns.why}</th>
            <th scope="col">{refusals.columns.count}</th>
            <th scope="col">{refusals.columns.last}</th>
            <th scope="col">{debug.columns.dialect}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.verdict} ${line.code} ${line.dialect}`} className={style['row']}>
              <td>{debug.verdicts[line.verdict]}</td>
              <td className={style['why']}>
                <Why line={line} />
              </td>
              <td className={style['count']}>
                {line.verdict === 'refused'
                  ? refusals.requests(line.count, format.number(line.count))
                  : refusals.events(line.count, format.number(line.count))}
              </td>
              <td>
                <time dateTime={line.lastAt}>{format.moment(new Date(line.lastAt))}</time>
              </td>
              <td>{line.dialect}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The server's words where it has any; of what the project does not want, ours. */
function Why({ line: { code, message } }: { line: TurnedAway }) {
  const { debug } = useLanguage().words
  const unwanted = Object.entries(debug.unwanted).find(([reason]) => reason === code)?.[1]
  return (
    <>
      {message || unwanted} <code>{code}</code>
    </>
  )
}
