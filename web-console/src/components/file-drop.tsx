import { Button, type ButtonProps, Group, Stack, Text } from '@mantine/core'
import { type ChangeEvent, type DragEvent, type ReactNode, useRef, useState } from 'react'

interface FileDropProps {
  icon: ReactNode
  words: { drop: string; dropHere: string; choose: string; hint: string }
  /** What the picker offers first, as `accept` of HTML. Whatever is dropped comes through. */
  accept: string
  isMultiple?: boolean
  chooseVariant?: NonNullable<ButtonProps['variant']>
  onFiles: (files: File[]) => void
  /** Other ways to give the same, beside the button. */
  beside?: ReactNode
  children?: ReactNode
}

/** Files by the picker, or dropped. */
export function FileDrop({ icon, words, onFiles, beside, children, ...picker }: FileDropProps) {
  const [isOver, setIsOver] = useState(false)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    onFiles([...event.dataTransfer.files])
  }
  return (
    <Stack
      align="center"
      gap="xs"
      p="lg"
      className="tl-surface"
      style={{ borderStyle: 'dashed', borderWidth: 2, ...(isOver && { borderColor: 'var(--tl-health)' }) }}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
    >
      {icon}
      <Text visibleFrom="sm">{isOver ? words.dropHere : words.drop}</Text>
      <Group justify="center" gap="xs">
        <FileButton label={words.choose} onFiles={onFiles} {...picker} />
        {beside}
      </Group>
      <Text size="sm" c="dimmed" ta="center">
        {words.hint}
      </Text>
      {children}
    </Stack>
  )
}

interface FileButtonProps extends Pick<FileDropProps, 'accept' | 'isMultiple' | 'chooseVariant' | 'onFiles'> {
  label: string
}

function FileButton({
  label,
  accept,
  isMultiple = false,
  chooseVariant = 'filled',
  onFiles,
}: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  const onPicked = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(currentTarget.files ?? [])])
    // The same file chosen again is a change only after this.
    currentTarget.value = ''
  }
  return (
    <>
      <Button variant={chooseVariant} size="md" onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        multiple={isMultiple}
        accept={accept}
        hidden
        aria-label={label}
        onChange={onPicked}
      />
    </>
  )
}
