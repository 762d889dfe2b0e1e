import { SAMPLE_RATE_HZ } from './frame.ts'

/** `attention` opens a bulletin, `emergency` an emergency, `selfTest` is a short pattern to measure lines with. */
export type ChimeKind = 'attention' | 'emergency' | 'selfTest'

interface ChimeNote {
  frequencyHz: number
  fromMs: number
  durationMs: number
  /** How fast it dies away: the time to 1/e. */
  decayMs: number
}

/** Horns carry 300 Hz to 6 kHz: notes lie where they are loudest. */
const NOTES: Record<ChimeKind, ChimeNote[]> = {
  attention: [
    { frequencyHz: 659.26, fromMs: 0, durationMs: 900, decayMs: 300 },
    { frequencyHz: 830.61, fromMs: 450, durationMs: 900, decayMs: 300 },
    { frequencyHz: 987.77, fromMs: 900, durationMs: 1500, decayMs: 450 },
  ],
  emergency: Array.from({ length: 8 }, (_, index) => ({
    frequencyHz: index % 2 === 0 ? 960 : 770,
    fromMs: index * 500,
    durationMs: 500,
    decayMs: 5000,
  })),
  selfTest: [500, 1000, 2000].map((frequencyHz, index) => ({
    frequencyHz,
    fromMs: index * 400,
    durationMs: 300,
    decayMs: 5000,
  })),
}

/** A second partial lets a note carry through wind and motors. */
const PARTIALS = [
  { multiple: 1, level: 0.36 },
  { multiple: 2, level: 0.12 },
]
const EDGE_MS = 8

/** A generated chime: 48 kHz, mono, peaks below −5 dBFS, the same samples every time. */
export function chime({ kind }: { kind: ChimeKind }): Float32Array {
  const notes = NOTES[kind]
  const durationMs = Math.max(...notes.map((note) => note.fromMs + note.durationMs))
  const pcm = new Float32Array((durationMs * SAMPLE_RATE_HZ) / 1000)
  for (const note of notes) addNote(pcm, note)
  return pcm
}

function addNote(pcm: Float32Array, note: ChimeNote): void {
  const first = (note.fromMs * SAMPLE_RATE_HZ) / 1000
  const count = (note.durationMs * SAMPLE_RATE_HZ) / 1000
  for (let index = 0; index < count; index++) {
    const ms = (index * 1000) / SAMPLE_RATE_HZ
    const edge = Math.min(1, ms / EDGE_MS, (note.durationMs - ms) / EDGE_MS)
    const level = edge * Math.exp(-ms / note.decayMs)
    let value = 0
    for (const partial of PARTIALS) {
      value += partial.level * Math.sin((2 * Math.PI * note.frequencyHz * partial.multiple * ms) / 1000)
    }
    pcm[first + index] = (pcm[first + index] ?? 0) + level * value
  }
}
