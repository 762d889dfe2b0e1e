import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Clock } from '@tieng-lang/protocol'
import { Fleet } from '../fleet.ts'
import { Administration } from './administration.ts'
import { buildAgentProgram } from './agent-program.ts'
import { layProgramme, layQuietHours, speakBulletins } from './sample-programme.ts'
import { ServerProcess } from './server-process.ts'
import { layOutVillage } from './village.ts'

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
  }
  const ready = await server.start(environment, (code) => options.onEnd(code ?? 1))
  const administration = new Administration(ready.adminSocket)
  const village = await layOutVillage(administration, options)
  const bulletins = await speakBulletins(administration, (title) =>
    say(`Đang tạo giọng đọc cho bản tin (speaking): ${title}`),
  )
  await layQuietHours(
    administration,
    clock,
    village.clusters.map(({ name }) => name),
  )

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
  const firstAt = await layProgramme(administration, { clock, communes: village.communes }, bulletins)
  const inS = Math.round((firstAt - clock.now()) / 1000)
  say(`
Tiếng Làng đang chạy (is running): ${ready.httpUrl}
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

/** Where there is no desktop there is no browser to open, and the address stands on the screen. */
function openBrowser(url: string): void {
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open'
  spawn(program, [url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}
