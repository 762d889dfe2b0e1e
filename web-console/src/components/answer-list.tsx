import { Group, Progress, Stack, Text } from '@mantine/core'
import { IconAlertTriangleFilled, IconCircleCheck } from '@tabler/icons-react'
import type { CommandAnswerLine } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useClusterNames } from './orders/use-cluster-names.ts'

/** The answer of each cluster to an order, those that did not obey first. */
export function AnswerList({ lines, total }: { lines: readonly CommandAnswerLine[]; total: number }) {
  const { t } = useTranslation('shell')
  const nameOf = useClusterNames()
  const done = lines.filter(({ outcome }) => outcome === 'acknowledged').length
  const all = Math.max(total, lines.length)
  const sorted = lines.toSorted((a, b) => Number(isObeyed(a)) - Number(isObeyed(b)))
  return (
    <Stack gap="xs">
      <Text fw={500} role="status">
        {t('answers.count', { done, total: all })}
      </Text>
      <Progress
        value={all === 0 ? 0 : (100 * done) / all}
        aria-label={t('answers.count', { done, total: all })}
      />
      <Stack
        component="ul"
        gap={4}
        mah={260}
        style={{ overflow: 'auto', listStyle: 'none', padding: 0, margin: 0 }}
      >
        {sorted.map((line) => (
          <AnswerLine key={line.clusterId} line={line} name={nameOf(line.clusterId)} />
        ))}
      </Stack>
    </Stack>
  )
}

function isObeyed({ outcome }: CommandAnswerLine): boolean {
  return outcome === 'acknowledged'
}

function AnswerLine({ line, name }: { line: CommandAnswerLine; name: string }) {
  const { t } = useTranslation('shell')
  const Shape = isObeyed(line) ? IconCircleCheck : IconAlertTriangleFilled
  return (
    <Group component="li" gap="xs" wrap="nowrap">
      <Shape
        aria-hidden
        size={18}
        style={{ flex: 'none', color: isObeyed(line) ? 'var(--tl-health)' : 'var(--tl-fault)' }}
      />
      <Text size="sm" flex={1}>
        {name}
      </Text>
      <Text size="sm" c="dimmed" title={line.detail ?? undefined}>
        {t(`answers.${line.outcome}`)}
        {isObeyed(line) && ` ${t('answers.afterMs', { ms: Math.round(line.afterMs) })}`}
      </Text>
    </Group>
  )
}
