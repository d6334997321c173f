/** One event in full, in a drawer. */
import type { LiveEvent } from '@firefly/protocol/live'
import { Button, Drawer } from '@mantine/core'
import { useLanguage } from '../../language/language.tsx'
import { eventName, propertyName } from '../../question/catalogue.ts'
import style from './details.module.css'

interface Props {
  event: LiveEvent | undefined
  onClose: () => void
  onPerson: (distinctId: string) => void
}

export function Details({ event, onClose, onPerson }: Props) {
  const { words } = useLanguage()
  return (
    <Drawer
      opened={event !== undefined}
      onClose={onClose}
      position="right"
      size="30rem"
      title={event ? eventName(event.event, words) : words.live.details}
      closeButtonProps={{ 'aria-label': words.live.close }}
      classNames={{ title: style['title'] ?? '' }}
    >
      {event && (
        <Facts
          event={event}
          onPerson={() => {
            onPerson(event.distinctId)
            onClose()
          }}
        />
      )}
    </Drawer>
  )
}

function Facts({ event, onPerson }: { event: LiveEvent; onPerson: () => void }) {
  const { words, format } = useLanguage()
  const { live, names } = words
  const facts: [string, string][] = [
    [live.columns.event, event.event],
    [live.columns.time, format.moment(new Date(event.time))],
    [live.received, format.moment(new Date(event.receivedAt))],
    [live.columns.person, event.distinctId],
    [live.session, event.sessionId],
    [live.platform, event.platform],
    [live.columns.page, event.pathname],
    [names.properties.$browser, event.browser],
    [names.properties.$os, event.os],
    [names.properties.$country, event.country],
    [live.message, event.messageId],
  ]
  const properties = Object.entries(event.properties).toSorted(([a], [b]) => a.localeCompare(b))
  return (
    <>
      <List facts={facts.filter(([, value]) => value !== '')} />
      <Button variant="light" size="compact-sm" onClick={onPerson}>
        {live.showPerson}
      </Button>
      <h3 className={style['heading']}>{live.properties}</h3>
      {properties.length === 0 ? (
        <p className={style['none']}>{live.noProperties}</p>
      ) : (
        <List facts={properties.map(([name, value]) => [propertyName(name, words), value])} />
      )}
    </>
  )
}

const List = ({ facts }: { facts: readonly (readonly [string, string])[] }) => (
  <dl className={style['list']}>
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
