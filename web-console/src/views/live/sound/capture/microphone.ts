import workletUrl from './capture-worklet.ts?worker&url'
import { SAMPLE_RATE_HZ } from './frame-cutter.ts'
import { NotLoadedError } from './microphone-trouble.ts'

/** An open microphone, whose samples come by `port` at `rateHz`. */
export interface Microphone {
  port: MessagePort
  rateHz: number
  deviceId: string
  stop(): void
}

export interface MicrophoneOptions {
  /** Empty = whichever the browser takes. */
  deviceId: string
  /** Noise is taken out and the level kept even, as a telephone does; a good microphone in a quiet room sounds better without. */
  isCleaned: boolean
  /** It was pulled out, or taken by a telephone call: nothing more comes by itself. */
  onGone: () => void
}

/**
 * Opens a microphone and leads its samples from the sound thread past the page. There is no echo to be taken out, for the
 * page itself makes no sound.
 * Rejects with what the browser says; see `troubleOf`.
 */
export async function openMicrophone({
  deviceId,
  isCleaned,
  onGone,
}: MicrophoneOptions): Promise<Microphone> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: {
      channelCount: 1,
      echoCancellation: false,
      noiseSuppression: isCleaned,
      autoGainControl: isCleaned,
      ...(deviceId !== '' && { deviceId: { exact: deviceId } }),
    },
  })
  const [track] = stream.getAudioTracks()
  const stopTracks = () => {
    for (const each of stream.getTracks()) each.stop()
  }
  try {
    const { context, port } = await tap(stream)
    track?.addEventListener('ended', onGone)
    // A telephone stops the sound of a page for a call (Web Audio API §1.1, "interrupted"), and gives it back.
    context.addEventListener('statechange', () => void (context.state !== 'closed' && context.resume()))
    const stop = () => {
      track?.removeEventListener('ended', onGone)
      stopTracks()
      void context.close()
    }
    return { port, rateHz: context.sampleRate, deviceId: track?.getSettings().deviceId ?? deviceId, stop }
  } catch (cause) {
    stopTracks()
    throw cause
  }
}

/** The microphones that there are, by their names; browsers tell these only after one was opened. */
export async function listMicrophones(): Promise<{ deviceId: string; label: string }[]> {
  const devices = await navigator.mediaDevices.enumerateDevices()
  return devices
    .filter(({ kind, deviceId, label }) => kind === 'audioinput' && deviceId !== '' && label !== '')
    .map(({ deviceId, label }) => ({ deviceId, label }))
}

async function tap(stream: MediaStream): Promise<{ context: AudioContext; port: MessagePort }> {
  const { context, source } = sourceOf(stream)
  await context.audioWorklet.addModule(workletUrl).catch((cause: unknown) => {
    void context.close()
    throw new NotLoadedError('the part on the sound thread did not come', { cause })
  })
  const node = new AudioWorkletNode(context, 'microphone-tap', { numberOfOutputs: 0, channelCount: 1 })
  source.connect(node)
  const { port1, port2 } = new MessageChannel()
  node.port.postMessage(port1, [port1])
  await context.resume()
  return { context, port: port2 }
}

/** At 48 kHz where the browser converts; Firefox refuses where the sound card has another rate: then at that one. */
function sourceOf(stream: MediaStream): { context: AudioContext; source: MediaStreamAudioSourceNode } {
  const wanted = new AudioContext({ sampleRate: SAMPLE_RATE_HZ, latencyHint: 'interactive' })
  try {
    return { context: wanted, source: wanted.createMediaStreamSource(stream) }
  } catch {
    void wanted.close()
    const context = new AudioContext({ latencyHint: 'interactive' })
    return { context, source: context.createMediaStreamSource(stream) }
  }
}
