/** What stands over a table of numbers: its name, and a way to take them along. */
import { Button } from '@mantine/core'
import { useLanguage } from '../language/language.tsx'
import { SaveSign } from '../shell/icons.tsx'
import style from './table.module.css'

interface Props {
  title: string
  note?: string
  onDownload: () => void
}

export function TableHead({ title, note, onDownload }: Props) {
  const { words } = useLanguage()
  return (
    <div className={style['head']}>
      <h2>{title}</h2>
      {note && <span>{note}</span>}
      <Button variant="subtle" size="compact-sm" leftSection={<SaveSign size={14} />} onClick={onDownload}>
        {words.question.download}
      </Button>
    </div>
  )
}
