import { Button, Group } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'

export interface LineProps<T> {
  /** Counted from 1, for whoever hears the page. */
  number: number
  value: T
  onChange: (value: T) => void
  onRemove: () => void
}

interface LinesFieldProps<T> {
  value: readonly T[]
  onChange: (lines: T[]) => void
  line: (props: LineProps<T>) => ReactNode
  /** What a new line begins with. */
  newLine: T
  addWord: string
  addSize?: 'sm'
  /** At so many there is no button for another. */
  linesMax?: number
}

/** Several of a kind, one below the other: each is changed and removed by itself, and one more is added at the end. */
export function LinesField<T>(props: LinesFieldProps<T>) {
  const {
    value,
    onChange,
    line: Line,
    newLine,
    addWord,
    addSize,
    linesMax = Number.POSITIVE_INFINITY,
  } = props
  return (
    <>
      {value.map((one, index) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be the same while they are written
          key={`${value.length} ${index}`}
          number={index + 1}
          value={one}
          onChange={(changed) => onChange(value.map((old, at) => (at === index ? changed : old)))}
          onRemove={() => onChange(value.filter((_, at) => at !== index))}
        />
      ))}
      {value.length < linesMax && (
        <Group>
          <Button
            variant="default"
            {...(addSize && { size: addSize })}
            leftSection={<IconPlus aria-hidden size={16} />}
            onClick={() => onChange([...value, newLine])}
          >
            {addWord}
          </Button>
        </Group>
      )}
    </>
  )
}
