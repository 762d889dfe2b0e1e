import { Alert, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ClusterAnswer, EnrolmentCodeAnswer } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { Dialog } from '../../../components/dialogs/dialog.tsx'
import { FormProblem } from '../../../components/dialogs/form-problem.tsx'
import { EnrolmentSheet } from './enrolment-sheet.tsx'

const HOUR_MINUTES = 60
const DAY_MINUTES = 24 * HOUR_MINUTES

interface EnrolmentDialogProps {
  cluster: ClusterAnswer
  onClose: () => void
}

/** A one-time code with which a board becomes this cluster. A click beside it does not lose the code. */
export function EnrolmentDialog({ cluster: { clusterId, name, device }, onClose }: EnrolmentDialogProps) {
  const { t } = useTranslation('places')
  const { t: common } = useTranslation('common')
  const [validMinutes, setValidMinutes] = useState(DAY_MINUTES)
  const issue = useMutation({
    mutationFn: () => api.post<EnrolmentCodeAnswer>('/enrolment-codes', { clusterId, validMinutes }),
  })
  return (
    <Dialog onClose={onClose} size="lg" closeOnClickOutside={false} title={t('enrol.title', { name })}>
      <Stack>
        {device && (
          <Alert color="amber" variant="light" icon={<IconAlertTriangle aria-hidden />}>
            {t('enrol.replaces')}
          </Alert>
        )}
        <FormProblem cause={issue.error} />
        {issue.data ? (
          <EnrolmentSheet issued={issue.data} name={name} />
        ) : (
          <>
            <Text>{t('enrol.text')}</Text>
            <Stack gap={4}>
              <Text fw={500}>{t('enrol.valid')}</Text>
              <SegmentedControl
                size="md"
                aria-label={t('enrol.valid')}
                value={String(validMinutes)}
                onChange={(minutes) => setValidMinutes(Number(minutes))}
                data={[
                  { value: String(HOUR_MINUTES), label: t('enrol.hours', { count: 1 }) },
                  { value: String(DAY_MINUTES), label: t('enrol.hours', { count: 24 }) },
                  { value: String(7 * DAY_MINUTES), label: t('enrol.days', { count: 7 }) },
                ]}
              />
            </Stack>
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('close')}
          </Button>
          {!issue.data && (
            <Button loading={issue.isPending} onClick={() => issue.mutate()}>
              {t('enrol.create')}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  )
}
