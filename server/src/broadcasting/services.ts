import type { Chance, Clock, Steps, StreamAddress } from '@tieng-lang/protocol'
import type { ServerKeys } from '../access/server-keys.ts'
import type { Passwords } from '../access/sign-in/passwords.ts'
import type { SignInLimit } from '../access/sign-in/sign-in-limit.ts'
import type { BackupDesk } from '../backup/backup-desk.ts'
import type { CertificateSource } from '../certificates/certificate-source.ts'
import type { ServerConfig } from '../config.ts'
import type { MediaStore } from '../media/media-store.ts'
import type { BrokerLink } from '../messaging/broker-link.ts'
import type { ReportBuffer } from '../messaging/report-buffer.ts'
import type { ServerBroker } from '../messaging/server-broker.ts'
import type { Database } from '../storage/database.ts'
import type { Reader } from '../storage/reader/reader.ts'
import type { Stream } from '../streaming/stream.ts'
import type { IntakeDesk } from './bulletins/intake/intake-desk.ts'
import type { SpeechDesk } from './bulletins/intake/speech-desk.ts'
import type { ClusterBoard } from './cluster-board/cluster-board.ts'
import type { CommandDesk } from './commands/command-desk.ts'
import type { StopKeeper } from './commands/stop-keeper.ts'
import type { EmergencyDesk } from './emergencies/following/emergency-desk.ts'
import type { LiveDesk } from './live/following/live-desk.ts'
import type { ServerLog } from './server-log.ts'
import type { Tally } from './tally.ts'
import type { Updates } from './updates.ts'

/** Where clusters find us; known for certain once both listeners are open. */
export interface Addresses {
  httpUrls: string[]
  mqttUrls: string[]
  /** Where people find us over TLS, once that door is open. */
  httpsUrl?: string
  /** Where live sound is sent from. */
  senders: StreamAddress[]
}

/** What the use cases work with; put together once, in `app.ts`. */
export interface Services {
  config: ServerConfig
  clock: Clock
  chance: Chance
  database: Database
  reader: Reader
  keys: ServerKeys
  broker: ServerBroker
  link: BrokerLink
  reports: ReportBuffer
  board: ClusterBoard
  commands: CommandDesk
  stops: StopKeeper
  emergencies: EmergencyDesk
  live: LiveDesk
  stream: Stream
  media: MediaStore
  intakes: IntakeDesk
  speech: SpeechDesk
  backups: BackupDesk
  addresses: Addresses
  /** Absent where TLS is not wanted. */
  certificates?: CertificateSource
  updates: Updates
  passwords: Passwords
  signInLimit: SignInLimit
  steps: Steps
  /** Where what happens is written for whoever looks after the machine; absent where nobody reads. */
  log?: ServerLog
  /** Counts what happens; absent where nobody asks. */
  tally?: Tally
}
