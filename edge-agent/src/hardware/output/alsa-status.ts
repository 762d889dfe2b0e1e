import { closeSync, openSync, readSync } from 'node:fs'
import { SAMPLE_RATE_HZ } from '../../audio/frame.ts'

/** What `/proc/asound/card…/pcm…p/sub…/status` says of a playing device, in frames of the hardware's rate. */
export interface AlsaStatus {
  /** `RUNNING`, `PREPARED`, `XRUN` …: the names of `snd_pcm_state_t`. */
  state: string
  ownerPid: number
  /** Frames the hardware has taken since the device was prepared. */
  hwPtr: number
  applPtr: number
  /** Frames between the last one written and the one being heard, FIFOs of the hardware included. */
  delay: number
}

const TEXT_BYTES_MAX = 4096

/** Reads the text of a status file: `null` for a closed device and for anything that is no status. */
export function parseAlsaStatus(text: string): AlsaStatus | null {
  const fields = fieldsOf(text)
  const state = fields.get('state')
  const [ownerPid, hwPtr, applPtr, delay] = ['owner_pid', 'hw_ptr', 'appl_ptr', 'delay'].map((name) =>
    Number(fields.get(name) ?? Number.NaN),
  )
  if (state === undefined || ownerPid === undefined || hwPtr === undefined) return null
  if (applPtr === undefined || delay === undefined) return null
  if (![ownerPid, hwPtr, applPtr, delay].every(Number.isSafeInteger) || hwPtr < 0) return null
  return { state, ownerPid, hwPtr, applPtr, delay }
}

/** The hardware's rate from a `hw_params` file, in frames a second; our own rate where it says none. */
export function parseAlsaRateHz(text: string): number {
  // "rate: 44100 (44100/1)"
  const rateHz = Number.parseInt(fieldsOf(text).get('rate') ?? '', 10)
  return rateHz > 0 ? rateHz : SAMPLE_RATE_HZ
}

function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) fields.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim())
  }
  return fields
}

/**
 * Reads a small file of `/proc` at once: these are made when read and wait for nothing, and an asynchronous read would
 * add to the age of what it says. `null` where there is no such file.
 */
export function readProcText(path: string): string | null {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return null
  }
  try {
    const bytes = Buffer.alloc(TEXT_BYTES_MAX)
    return bytes.toString('latin1', 0, readSync(file, bytes))
  } catch {
    return null
  } finally {
    closeSync(file)
  }
}
