import type { Waveform } from '@tieng-lang/protocol/browser'
import { useEffect, useRef, useState } from 'react'
import type WaveSurfer from 'wavesurfer.js'
import { smallPlayer } from './small-player.ts'

const FULL_SCALE = 255
const HEIGHT_PX = 96

/**
 * Draws the peaks that the server has measured, so that the recording itself is fetched only as far as it is heard.
 * `isBroken` tells that it could not be drawn or heard this way.
 */
export function useWavesurfer(url: string, waveform: Waveform) {
  const container = useRef<HTMLDivElement>(null)
  const wave = useRef<WaveSurfer>(null)
  const [atS, setAtS] = useState(0)
  const [isPlaying, setIsPlaying] = useState(false)
  const [isBroken, setIsBroken] = useState(false)
  const lengthS = waveform.durationMs / 1_000

  useEffect(() => {
    let isGone = false
    const broken = () => !isGone && setIsBroken(true)
    const draw = async () => {
      const { default: WaveSurferClass } = await import('wavesurfer.js')
      if (isGone || !container.current) return
      const surfer = WaveSurferClass.create({
        container: container.current,
        ...lookOf(container.current),
        url,
        peaks: [waveform.peaks.map((peak) => peak / FULL_SCALE)],
        duration: waveform.durationMs / 1_000,
      })
      wave.current = surfer
      surfer.on('timeupdate', setAtS)
      surfer.on('play', () => {
        smallPlayer.stop()
        setIsPlaying(true)
      })
      surfer.on('pause', () => setIsPlaying(false))
      surfer.on('error', broken)
    }
    draw().catch(broken)
    return () => {
      isGone = true
      wave.current?.destroy()
      wave.current = null
    }
  }, [url, waveform])

  const seek = (toS: number) => wave.current?.setTime(Math.min(Math.max(0, toS), lengthS))
  const toggle = () => void wave.current?.playPause().catch(() => setIsBroken(true))
  return { container, atS, isPlaying, isBroken, seek, toggle }
}

/** The canvas knows no CSS variables: their colours as they are on this page now. */
function lookOf(element: HTMLElement) {
  const style = getComputedStyle(element)
  return {
    height: HEIGHT_PX,
    waveColor: style.getPropertyValue('--mantine-color-dimmed'),
    progressColor: style.getPropertyValue('--tl-health'),
    cursorColor: style.getPropertyValue('--mantine-color-text'),
    cursorWidth: 2,
    barWidth: 2,
    barGap: 1,
    barRadius: 2,
    hideScrollbar: true,
    dragToSeek: true,
  }
}
