import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { BulletinAnswer, Page } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../api/client.ts'
import { keys } from '../../../../api/keys.ts'
import { ListenButton } from '../../../../components/bulletin/listen-button.tsx'
import { ErrorState } from '../../../../components/page/error-state.tsx'
import { useTimes } from '../../../../i18n/use-times.ts'

const FOUND_MAX = 8
const TYPING_MS = 250

/** What the field and its buttons are called, for what is looked for. */
interface SearchWords {
  search: string
  take: string
  takeTitle: (title: string) => string
}

interface BulletinSearchProps {
  words: SearchWords
  onAdd: (bulletin: BulletinAnswer) => void
  isOpenFirst: boolean
}

type TakingProps = Pick<BulletinSearchProps, 'words' | 'onAdd'>

/** Approved bulletins, searched without marks, newest first; each is added by its button. */
export function BulletinSearch({ words, onAdd, isOpenFirst }: BulletinSearchProps) {
  const { t } = useTranslation('programmes')
  const [text, setText] = useState('')
  const [isOpen, setIsOpen] = useState(isOpenFirst)
  const [wanted] = useDebouncedValue(text.trim(), TYPING_MS)
  return (
    <Stack gap="xs">
      <TextInput
        type="search"
        label={words.search}
        placeholder={t('playlist.searchPlaceholder')}
        leftSection={<IconSearch aria-hidden size={18} />}
        value={text}
        maxLength={100}
        onFocus={() => setIsOpen(true)}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      {isOpen && <FoundBulletins text={wanted} words={words} onAdd={onAdd} />}
    </Stack>
  )
}

function FoundBulletins({ text, ...taking }: TakingProps & { text: string }) {
  const { t } = useTranslation('programmes')
  const query = { text, state: 'approved', count: FOUND_MAX }
  const { data, error, refetch } = useQuery({
    queryKey: keys.bulletins(query),
    queryFn: ({ signal }) => api.get<Page<BulletinAnswer>>('/bulletins', { query, signal }),
    placeholderData: keepPreviousData,
  })
  if (!data && error) return <ErrorState cause={error} onRetry={() => void refetch()} />
  if (!data) return null
  if (data.items.length === 0) return <Text c="dimmed">{t('playlist.nothingFound')}</Text>
  return (
    <Stack component="ul" gap={4} m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('playlist.found')}>
      {data.items.map((bulletin) => (
        <FoundBulletin key={bulletin.bulletinId} bulletin={bulletin} {...taking} />
      ))}
    </Stack>
  )
}

function FoundBulletin({ bulletin, words, onAdd }: TakingProps & { bulletin: BulletinAnswer }) {
  const { t: word } = useTranslation('words')
  const times = useTimes()
  const { bulletinId, title, media, category } = bulletin
  return (
    <Group component="li" wrap="nowrap" gap="xs">
      <ListenButton bulletinId={bulletinId} title={title} />
      <Stack gap={0} flex={1} miw={0}>
        <Text>{title}</Text>
        <Text size="sm" c="dimmed">
          {word(`category.${category}`)} · {times.duration(media.durationMs)}
        </Text>
      </Stack>
      <Button
        variant="light"
        style={{ flex: 'none' }}
        leftSection={<IconPlus aria-hidden size={16} />}
        aria-label={words.takeTitle(title)}
        onClick={() => onAdd(bulletin)}
      >
        {words.take}
      </Button>
    </Group>
  )
}
