import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FRAME_SAMPLES } from '../../src/audio/frame.ts'
import { AlsaOutput } from '../../src/hardware/index.ts'
import { parseAlsaRateHz, parseAlsaStatus } from '../../src/hardware/output/alsa-status.ts'

/** As the kernel prints it (sound/core/pcm.c, snd_pcm_substream_proc_status_read). */
function statusText(state: string, hwPtr: number, applPtr: number): string {
  return `state: ${state}
owner_pid   : 4711
trigger_time: 8437.511320417
tstamp      : 8441.232106923
delay       : ${applPtr - hwPtr}
avail       : ${3840 - (applPtr - hwPtr)}
avail_max   : 1920
-----
hw_ptr      : ${hwPtr}
appl_ptr    : ${applPtr}
`
}

const HW_PARAMS = `access: RW_INTERLEAVED
format: S16_LE
subformat: STD
channels: 1
rate: 44100 (44100/1)
period_size: 882
buffer_size: 3528
`

describe('the status file of ALSA', () => {
  it('is read field by field', () => {
    const running = { state: 'RUNNING', ownerPid: 4711, hwPtr: 178_560, applPtr: 182_400, delay: 3840 }
    expect(parseAlsaStatus(statusText('RUNNING', 178_560, 182_400))).toEqual(running)
    expect(parseAlsaRateHz(HW_PARAMS)).toBe(44_100)
  })

  it('says nothing of a closed device or of anything that is no status', () => {
    for (const text of ['closed\n', '', 'no setup\n', 'state: RUNNING\nhw_ptr: many\n', '\0\0', ':::\n:']) {
      expect(parseAlsaStatus(text)).toBeNull()
    }
    expect(parseAlsaRateHz('closed\n')).toBe(48_000)
  })
})

describe('the ALSA output through aplay', () => {
  let folder = ''
  let output: AlsaOutput
  const heardAts: number[] = []
  const frame = new Float32Array(FRAME_SAMPLES)
  const source = {
    readFrame: (heardAt: number) => {
      heardAts.push(heardAt)
      return frame
    },
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alsa-output-'))
    heardAts.length = 0
  })
  afterEach(async () => {
    await output.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('without a status file keeps the pace of the clock and does not claim to be aligned', async () => {
    output = new AlsaOutput({
      clock: systemClock,
      device: 'null',
      statusPath: join(folder, 'status'),
      fixedDelayMs: 80,
    })
    await output.start(source)
    await sleep(systemClock, 1_500)
    expect(output.isAligned).toBe(false)
    expect(heardAts.length).toBeGreaterThan(30)
    expect(heardAts.length).toBeLessThan(90)
    expect(output.counters().restarts).toBe(0)
    const steps = heardAts.slice(1).map((heardAt, index) => heardAt - (heardAts[index] ?? 0))
    for (const step of steps) expect(step).toBeCloseTo(20, 1)
  })

  it('is fed by what the status says was played, however much the pipe would take', async () => {
    const statusPath = join(folder, 'status')
    output = new AlsaOutput({ clock: systemClock, device: 'null', statusPath })
    // The device plays for 700 ms from now on and then stands still; the null device behind the pipe takes anything.
    const startMs = systemClock.monotonicMs()
    const playing = async () => {
      const hwPtr = Math.floor(Math.min(700, systemClock.monotonicMs() - startMs) * 48)
      await writeFile(`${statusPath}.part`, statusText('RUNNING', hwPtr, hwPtr + 3840))
      await rename(`${statusPath}.part`, statusPath)
    }
    await playing()
    await output.start(source)
    while (systemClock.monotonicMs() < startMs + 600) {
      await playing()
      await sleep(systemClock, 5)
    }
    expect(output.isAligned).toBe(true)
    // The estimate says when a frame leaves the card: position n at start + n / 48 ms.
    const nowWall = systemClock.now() - systemClock.monotonicMs() + startMs
    const lastSamples = heardAts.length
    expect((heardAts[lastSamples - 1] ?? 0) - nowWall).toBeGreaterThan(600)
    expect((heardAts[lastSamples - 1] ?? 0) - nowWall).toBeLessThan(740)
  })

  it('starts a player again that ended, with a pause, and can be stopped meanwhile', async () => {
    output = new AlsaOutput({
      clock: systemClock,
      device: 'there-is-no-such-device',
      statusPath: join(folder, 'none'),
    })
    await output.start(source)
    await sleep(systemClock, 1_000)
    expect(output.counters().restarts).toBeGreaterThan(0)
    expect(output.counters().restarts).toBeLessThan(5)
    await output.stop()
  })
})
