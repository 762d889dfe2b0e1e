import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { FRAME_SAMPLES, type FrameSource, type PcmFrame } from '@tieng-lang/edge-agent'
import { decodeAudio } from '@tieng-lang/hardware-sim'

/** A source that puts a reference where it belongs by what the output says of each frame: `heardAt`, to the fraction. */
export class PlannedSource implements FrameSource {
  readonly heardAts: number[] = []
  readonly #reference: Float32Array
  readonly #plannedAt: number
  readonly #frame = new Float32Array(FRAME_SAMPLES)

  constructor(reference: Float32Array, plannedAt: number) {
    this.#reference = reference
    this.#plannedAt = plannedAt
  }

  readFrame(heardAt: number): PcmFrame {
    this.heardAts.push(heardAt)
    const start = (heardAt - this.#plannedAt) * 48
    const whole = Math.floor(start)
    const share = start - whole
    for (let index = 0; index < FRAME_SAMPLES; index++) {
      const before = this.#reference[whole + index] ?? 0
      this.#frame[index] = before + share * ((this.#reference[whole + index + 1] ?? 0) - before)
    }
    return this.#frame
  }
}

const TEXT =
  'Xin mời bà con chú ý lắng nghe. Ngày mai xã ta tổ chức tiêm phòng cho trẻ em tại trạm y tế, ' +
  'bắt đầu từ bảy giờ sáng. Đề nghị các gia đình đưa các cháu đến đúng giờ, mang theo sổ tiêm chủng. ' +
  'Chiều mai hợp tác xã đóng nước vào ruộng, bà con kiểm tra bờ vùng bờ thửa.'

/** Some seconds of Vietnamese speech, 48 kHz mono, without long pauses cut out. */
export async function speech(folder: string, durationS: number): Promise<Float32Array> {
  const path = join(folder, 'speech.wav')
  await promisify(execFile)('espeak-ng', ['-v', 'vi', '-s', '150', '-w', path, TEXT])
  const samples = await decodeAudio(path)
  return samples.slice(0, durationS * 48_000)
}
