import { Radio, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ProgrammeForm } from '../../model/programme-form.ts'
import { Section, type SectionProps } from './section.tsx'

const PRIORITIES = ['routine', 'priority'] as const

/** What it is called, and whether it goes before others. */
export function NameSection({ form, change }: SectionProps<ProgrammeForm>) {
  const { t } = useTranslation('programmes')
  const { t: word } = useTranslation('words')
  return (
    <Section title={t('name.title')}>
      <TextInput
        required
        label={t('name.name')}
        placeholder={t('name.placeholder')}
        maxLength={200}
        value={form.name}
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
      />
      <Radio.Group
        label={t('name.priority')}
        value={form.priority}
        onChange={(value) => change({ priority: value === 'priority' ? 'priority' : 'routine' })}
      >
        <Stack gap="xs" mt="xs">
          {PRIORITIES.map((value) => (
            <Radio
              key={value}
              value={value}
              label={word(`priority.${value}`)}
              description={t(`name.${value}Hint`)}
            />
          ))}
        </Stack>
      </Radio.Group>
    </Section>
  )
}
