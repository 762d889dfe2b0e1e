import { Box, Group, Text } from '@mantine/core'
import type { AuditEntry } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useAreas } from '../../api/queries.ts'
import { Say } from '../../components/say.tsx'
import { isKnownAct } from './acts.ts'
import { plainFacts } from './plain-facts.ts'

/** One act: when, who, what, to what and where; its facts on demand. */
export function AuditLine({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation('audit')
  const { data: areas = [] } = useAreas()
  const { act, at, operatorName, address, areaIds, subject, detail } = entry
  const names = areaIds.map((areaId) => areas.find((area) => area.areaId === areaId)?.name ?? areaId)
  const facts = plainFacts(detail)
  const what = isKnownAct(act) ? t(`act.${act}`) : t('unknownAct', { act })
  const title = facts.find(({ name }) => name === 'title' || name === 'name')?.value ?? subject
  return (
    <Box component="li" p="sm" style={{ borderBlockEnd: '1px solid var(--mantine-color-default-border)' }}>
      <Group justify="space-between" gap="xs">
        <Text>
          <Text span fw={500}>
            {operatorName}
          </Text>
          {' · '}
          {what}
          {title && ` · ${title}`}
        </Text>
        <Text size="sm" c="dimmed">
          <Say at={at} />
        </Text>
      </Group>
      <Text size="sm" c="dimmed">
        {[names.join(', '), address === 'local' ? t('local') : t('from', { address })]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      {facts.length > 0 && (
        <details>
          <summary>
            <Text span size="sm">
              {t('details')}
            </Text>
          </summary>
          {facts.map(({ name, value }) => (
            <Text key={name} size="sm" style={{ overflowWrap: 'anywhere' }}>
              {name}: {value}
            </Text>
          ))}
        </details>
      )}
    </Box>
  )
}
