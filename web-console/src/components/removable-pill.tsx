import { Pill, type PillProps } from '@mantine/core'

interface RemovablePillProps extends Omit<PillProps, 'withRemoveButton' | 'removeButtonProps'> {
  /** What the cross is called: "Bỏ giờ 05:30". */
  removeLabel: string
  onRemove: () => void
}

/** One of several chosen things with a cross; unlike the library's, the cross is reached by Tab and read out. */
export function RemovablePill({ removeLabel, ...props }: RemovablePillProps) {
  return (
    <Pill
      withRemoveButton
      removeButtonProps={{ 'aria-label': removeLabel, 'aria-hidden': false, tabIndex: 0 }}
      {...props}
    />
  )
}
