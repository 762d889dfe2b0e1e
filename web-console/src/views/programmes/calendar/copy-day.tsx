import { Button, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AreaId, DayCopyAnswer, DayCopyOrder, LocalDate } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { DateField } from '../../../components/dates/date-field.tsx'
import { DatesField } from '../../../components/dates/dates-field.tsx'
import { Dialog } from '../../../components/dialogs/dialog.tsx'
import { DialogActs } from '../../../components/dialogs/dialog-acts.tsx'
import { FormProblem } from '../../../components/dialogs/form-problem.tsx'
import { toast } from '../../../components/toast.ts'

interface CopyDayProps {
  areaId: AreaId
  /** The day that is looked at: the first that is offered. */
  date: LocalDate
  today: LocalDate
}

/** "Sao chép ngày": everything of one day as drafts on other days. */
export function CopyDay(props: CopyDayProps) {
  const { t } = useTranslation('programmes')
  const [isOpen, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button variant="default" size="md" onClick={open}>
        {t('copyDay.open')}
      </Button>
      <Dialog opened={isOpen} onClose={close} title={t('copyDay.title')}>
        <CopyDayForm {...props} onDone={close} />
      </Dialog>
    </>
  )
}

function CopyDayForm({ areaId, date, today, onDone }: CopyDayProps & { onDone: () => void }) {
  const { t } = useTranslation('programmes')
  const client = useQueryClient()
  const [from, setFrom] = useState(date)
  const [to, setTo] = useState<LocalDate[]>([])
  const { mutate, isPending, error } = useMutation({
    mutationFn: (order: DayCopyOrder) => api.post<DayCopyAnswer>('/day-copies', order),
    onSuccess: ({ programmes }) => {
      toast(t('copyDay.done', { count: programmes.length }))
      void client.invalidateQueries({ queryKey: ['programmes'] })
      onDone()
    },
  })
  return (
    <Stack>
      <Text>{t('copyDay.text')}</Text>
      <FormProblem cause={error} />
      <DateField label={t('copyDay.from')} value={from} onChange={(next) => next !== null && setFrom(next)} />
      <DatesField
        label={t('copyDay.to')}
        value={to}
        onChange={(dates) => setTo(dates.slice(0, 31))}
        minDate={today}
      />
      <DialogActs onCancel={onDone}>
        <Button
          loading={isPending}
          disabled={to.length === 0}
          onClick={() => mutate({ areaId, from, to: to.filter((day) => day !== from) })}
        >
          {t('copyDay.confirm')}
        </Button>
      </DialogActs>
    </Stack>
  )
}
