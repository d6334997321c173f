/** One word to filter passing events by. */
import { TextInput } from '@mantine/core'

interface Props {
  label: string
  hint: string
  value: string
  maxLength: number
  onChange: (value: string) => void
}

export function FilterInput({ label, hint, value, maxLength, onChange }: Props) {
  return (
    <TextInput
      aria-label={label}
      placeholder={`${label}: ${hint}`}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      maxLength={maxLength}
    />
  )
}
