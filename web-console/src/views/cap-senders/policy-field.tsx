import { Button, Checkbox, Group, Input, Radio, Select, Stack, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { CapPolicyRow } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { EVENTS } from '../../components/emergency/event-looks.ts'
import { type LineProps, LinesField } from '../../components/lines-field.tsx'
import { NEW_POLICY, SEVERITIES, STATUSES, URGENCIES } from './sender-form.ts'

const POLICIES_MAX = 50

interface PolicyFieldProps {
  value: readonly CapPolicyRow[]
  onChange: (policies: CapPolicyRow[]) => void
}

/** What sounds by itself and what waits, line by line; the first line that fits decides. */
export function PolicyField({ value, onChange }: PolicyFieldProps) {
  const { t } = useTranslation('capSenders')
  return (
    <Input.Wrapper label={t('policies')} labelElement="div" description={t('policiesHint')}>
      <Stack gap="sm" mt="xs">
        <LinesField
          value={value}
          onChange={onChange}
          line={PolicyLine}
          newLine={NEW_POLICY}
          addWord={t('addPolicy')}
          addSize="sm"
          linesMax={POLICIES_MAX}
        />
      </Stack>
    </Input.Wrapper>
  )
}

function PolicyLine({ number, value: policy, onChange, onRemove }: LineProps<CapPolicyRow>) {
  const { t } = useTranslation('capSenders')
  const { t: emergency } = useTranslation('emergency')
  const put = (part: Partial<CapPolicyRow>) => onChange({ ...policy, ...part })
  return (
    <Stack className="tl-surface" p="sm" gap="sm" role="group" aria-label={t('policy', { count: number })}>
      <Group justify="space-between">
        <Text fw={500}>{t('policy', { count: number })}</Text>
        <Button
          variant="subtle"
          size="sm"
          leftSection={<IconTrash aria-hidden size={16} />}
          onClick={onRemove}
        >
          {t('removePolicy', { count: number })}
        </Button>
      </Group>
      <Ticks
        label={t('status')}
        all={STATUSES}
        value={policy.statuses}
        say={(status) => t(`statuses.${status}`)}
        onChange={(statuses) => put({ statuses })}
      />
      <Ticks
        label={t('severity')}
        all={SEVERITIES}
        value={policy.severities}
        say={(severity) => t(`severities.${severity}`)}
        onChange={(severities) => put({ severities })}
      />
      <Ticks
        label={t('urgency')}
        all={URGENCIES}
        value={policy.urgencies}
        say={(urgency) => t(`urgencies.${urgency}`)}
        onChange={(urgencies) => put({ urgencies })}
      />
      <Select
        label={t('soundsAs')}
        data={EVENTS.map((event) => ({ value: event, label: emergency(`event.${event}`) }))}
        value={policy.soundsAs}
        onChange={(chosen) => put({ soundsAs: EVENTS.find((event) => event === chosen) ?? policy.soundsAs })}
        allowDeselect={false}
      />
      <Radio.Group
        label={t('decision')}
        value={policy.decision}
        onChange={(choice) => put({ decision: choice === 'activate' ? 'activate' : 'wait' })}
      >
        <Stack gap="xs" pt="xs">
          <Radio size="md" value="wait" label={t('decisions.wait')} />
          <Radio size="md" value="activate" label={t('decisions.activate')} />
        </Stack>
      </Radio.Group>
    </Stack>
  )
}

interface TicksProps<Word extends string> {
  label: string
  all: readonly Word[]
  value: readonly Word[]
  say: (word: Word) => string
  onChange: (chosen: Word[]) => void
}

/** Any number of a few words. */
function Ticks<Word extends string>({ label, all, value, say, onChange }: TicksProps<Word>) {
  return (
    <Checkbox.Group
      label={label}
      value={[...value]}
      onChange={(chosen) => onChange(all.filter((word) => chosen.includes(word)))}
    >
      <Group gap="md" pt="xs">
        {all.map((word) => (
          <Checkbox key={word} value={word} label={say(word)} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}
