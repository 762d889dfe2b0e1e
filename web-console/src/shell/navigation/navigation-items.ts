import {
  IconAlertOctagon,
  IconBroadcast,
  IconCalendarWeek,
  IconChecklist,
  IconDatabaseExport,
  IconFileImport,
  IconHistory,
  IconListCheck,
  IconMap2,
  IconMicrophone,
  IconRss,
  IconUserCircle,
  IconUsers,
  IconVolume,
} from '@tabler/icons-react'
import { EVERYWHERE, mayDo, type Permission } from '@tieng-lang/protocol/browser'
import { maySomewhere, useSession } from '../../session/session-context.ts'

/** Each page with the rights of which one is needed somewhere; none = anyone who is signed in. */
const ITEMS = [
  { to: '/', word: 'overview', Icon: IconBroadcast, needs: [] },
  { to: '/ban-tin', word: 'bulletins', Icon: IconVolume, needs: [] },
  { to: '/lich-phat', word: 'calendar', Icon: IconCalendarWeek, needs: [] },
  { to: '/phat-truc-tiep', word: 'live', Icon: IconMicrophone, needs: ['live.speak'] },
  { to: '/duyet', word: 'review', Icon: IconChecklist, needs: ['bulletin.review', 'programme.review'] },
  { to: '/nhat-ky-phat', word: 'playouts', Icon: IconListCheck, needs: [] },
  { to: '/dia-ban', word: 'places', Icon: IconMap2, needs: [] },
  {
    to: '/loi-khan-cap',
    word: 'emergencyMessages',
    Icon: IconAlertOctagon,
    needs: ['emergency.raise', 'bulletin.review'],
  },
  { to: '/nhap-csv', word: 'imports', Icon: IconFileImport, needs: ['tree.write'] },
  { to: '/tai-khoan', word: 'accounts', Icon: IconUsers, needs: ['people.write'] },
  { to: '/he-thong-canh-bao', word: 'capSenders', Icon: IconRss, needs: ['people.write'] },
  { to: '/nhat-ky-he-thong', word: 'audit', Icon: IconHistory, needs: ['audit.read'] },
  { to: '/sao-luu', word: 'backups', Icon: IconDatabaseExport, needs: ['backup.make'] },
  { to: '/phien', word: 'mySessions', Icon: IconUserCircle, needs: [] },
] as const satisfies readonly { to: string; word: string; Icon: unknown; needs: readonly Permission[] }[]

export type NavigationItem = (typeof ITEMS)[number]

/** The whole server is nobody's who administers a part of it. */
const NEEDED_EVERYWHERE: ReadonlySet<NavigationItem['word']> = new Set(['backups', 'capSenders'])

/** What this person may open, most used first. */
export function useNavigationItems(): readonly NavigationItem[] {
  const { grants } = useSession()
  const holds = ({ word, needs }: NavigationItem) =>
    needs.some((permission) =>
      NEEDED_EVERYWHERE.has(word) ? mayDo(grants, permission, EVERYWHERE) : maySomewhere(grants, permission),
    )
  return ITEMS.filter((item) => item.needs.length === 0 || holds(item))
}
