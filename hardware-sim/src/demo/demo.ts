import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Clock } from '@tieng-lang/protocol'
import { AdminClient } from '@tieng-lang/protocol/node'
import { Fleet } from '../fleet.ts'
import { buildAgentProgram } from './agent-program.ts'
import { FIRST_BULLETINS, SUBMITTED_BULLETIN, WEEK_BULLETINS } from './sample-bulletins.ts'
import { type DemoSignIn, layPeople } from './sample-people.ts'
import { layProgramme, layQuietHours } from './sample-programme.ts'
import { layWeek } from './sample-week.ts'
import { ServerProcess } from './server-process.ts'
import { type LaidBulletin, layBulletins, layTune, type ToLay } from './speaking.ts'
import { layOutVillage, type Village } from './village.ts'

export interface DemoOptions {
  clock: Clock
  dataDir: string
  /** 0 takes any free port. */
  port: number
  isHeadless: boolean
  communes: number
  clustersEach: number
  /** What a person reads while it starts. */
  say: (sentence: string) => void
  onEnd: (code: number) => void
}

/** Server, two communes of real agents on simulated boards, and a programme that sounds within a minute. */
export async function startDemo(options: DemoOptions): Promise<{ stop(): Promise<void> }> {
  const { clock, say } = options
  const dataDir = resolve(options.dataDir)
  mkdirSync(dataDir, { recursive: true })
  say('Khởi động máy chủ… (starting the server)')
  const server = new ServerProcess(clock)
  const environment = {
    TIENG_LANG_DATA_DIR: join(dataDir, 'server'),
    TIENG_LANG_PORT: String(options.port),
    // Any port, and from the second start on the same one: agents remember where their broker is.
    TIENG_LANG_MQTT_PORT: '0',
    TIENG_LANG_STREAM_PORT: '0',
  }
  const ready = await server.start(environment, (code) => options.onEnd(code ?? 1))
  const administration = new AdminClient(ready.adminSocket)
  const village = await layOutVillage(administration, options)
  const { first, signIns } = await laySamples(administration, village, options)

  say('Khởi động các cụm loa… (starting the clusters)')
  const fleet = new Fleet({
    clock,
    serverUrl: ready.httpUrl,
    dataDir,
    clusters: village.clusters,
    program: await buildAgentProgram(),
    logLevel: 'warn',
    onLine: (cluster, line) => say(`[${cluster}] ${line}`),
  })
  await fleet.start()
  const firstAt = await layProgramme(administration, { clock, communes: village.communes }, first)
  const inS = Math.round((firstAt - clock.now()) / 1000)
  say(`
Tiếng Làng đang chạy (is running): ${ready.httpUrl}
${signInLines(signIns, join(dataDir, 'server'))}
Bản tin đầu tiên phát sau ${inS} giây trên ${village.clusters.length} cụm loa (first sound in ${inS} s).
Bản thu của từng cụm loa (what each horn gave): ${join(dataDir, 'recordings')}
Dừng bằng Ctrl-C (stop with Ctrl-C).`)
  if (!options.isHeadless) openBrowser(ready.httpUrl)
  return {
    async stop() {
      await fleet.stop()
      await server.stop()
    },
  }
}

/** Bulletins, quiet hours, a usual week and the people of the district; what is there already stays. */
async function laySamples(
  administration: AdminClient,
  village: Village,
  { clock, say }: DemoOptions,
): Promise<{ first: Map<string, LaidBulletin>; signIns: DemoSignIn[] }> {
  const { rootAreaId } = village
  const onSpeaking = (title: string) => say(`Đang tạo giọng đọc cho bản tin (speaking): ${title}`)
  const approved: ToLay = { areaId: rootAreaId, review: 'approve', onSpeaking }
  const clusterIds = village.clusters.map(({ name }) => name)
  await layQuietHours(administration, clock, { rootAreaId, clusterIds })
  const first = await layBulletins(administration, FIRST_BULLETINS, approved)
  const signIns = await layPeople(administration, village)
  // Everyone of the first start is there: so is what was laid then, and what became of it is not ours to undo.
  if (signIns.length > 0) {
    const week = await layBulletins(administration, WEEK_BULLETINS, approved)
    const tune = await layTune(administration, rootAreaId)
    const all = new Map([...first, ...week, ['nhac-hieu', tune] as const])
    await layWeek(administration, { clock, village }, all)
    const waiting = await layBulletins(administration, [SUBMITTED_BULLETIN], { ...approved, review: 'draft' })
    for (const { bulletinId } of waiting.values())
      await administration.post(`/api/v1/bulletins/${bulletinId}/submission`, {})
  }
  return { first, signIns }
}

/** How to sign in, for as long as the passwords of the first start are still to be changed. */
function signInLines(signIns: readonly DemoSignIn[], serverDataDir: string): string {
  const file = join(serverDataDir, 'first-sign-in.txt')
  if (!existsSync(file)) return 'Đăng nhập bằng tài khoản của bạn (sign in with your account).'
  const [loginName, password] = readFileSync(file, 'utf8').split('\n')
  const others = signIns.map((one) => `  ${one.loginName} / ${one.password}   ${one.name}`)
  const first = `  ${loginName} / ${password}   Quản trị viên`
  return ['Đăng nhập lần đầu (first sign-in), tên / mật khẩu:', first, ...others].join('\n')
}

/** Where there is no desktop there is no browser to open, and the address stands on the screen. */
function openBrowser(url: string): void {
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open'
  spawn(program, [url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}
