import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangleFilled, IconArrowsMove, IconEqual, IconPencil, IconPlus } from '@tabler/icons-react'
import type { TreeImportLine } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLanguage } from '../../i18n/index.ts'

const SHOWN_FIRST = 100

const SHAPES = {
  add: IconPlus,
  change: IconPencil,
  move: IconArrowsMove,
  same: IconEqual,
  refuse: IconAlertTriangleFilled,
}

interface ImportLinesProps {
  title: string
  hint?: string
  lines: readonly TreeImportLine[]
}

/** Rows of the file and what becomes of each, in sentences; nothing where there are none. */
export function ImportLines({ title, hint, lines }: ImportLinesProps) {
  const { t: common } = useTranslation('common')
  const [shown, setShown] = useState(SHOWN_FIRST)
  if (lines.length === 0) return null
  return (
    <Stack component="section" gap="xs" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      {hint && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
      <Stack component="ul" className="tl-surface" gap={0} p={0} m={0} style={{ listStyle: 'none' }}>
        {lines.slice(0, shown).map((line, index) => (
          <ImportLine key={`${line.row} ${line.kind}`} line={line} isFirst={index === 0} />
        ))}
      </Stack>
      {lines.length > shown && (
        <Group justify="center">
          <Button variant="default" onClick={() => setShown(shown + SHOWN_FIRST)}>
            {common('more')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function ImportLine({ line, isFirst }: { line: TreeImportLine; isFirst: boolean }) {
  const { t } = useTranslation('imports')
  const { row, kind, act, name, sentences } = line
  const language = currentLanguage()
  const Shape = SHAPES[act]
  return (
    <Group
      component="li"
      gap="sm"
      p="sm"
      wrap="nowrap"
      align="flex-start"
      style={{ ...(!isFirst && { borderTop: '1px solid var(--tl-line)' }) }}
    >
      <Shape
        aria-hidden
        size={20}
        style={{ flex: 'none', marginTop: 3, color: act === 'refuse' ? 'var(--tl-fault)' : 'inherit' }}
      />
      <Stack gap={0} flex={1} miw={0}>
        <Text>
          <Text span c="dimmed">
            {t(`act.${act}`)} {t(`kind.${kind}`)}
          </Text>{' '}
          <Text span fw={500}>
            {name}
          </Text>
        </Text>
        {sentences.map((sentence) => (
          <Text size="sm" key={sentence.vi}>
            {sentence[language]}
          </Text>
        ))}
      </Stack>
      <Text size="sm" c="dimmed" style={{ flex: 'none' }}>
        {t('row', { row })}
      </Text>
    </Group>
  )
}
