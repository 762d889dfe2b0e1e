import { useSyncExternalStore } from 'react'

/** What the small play buttons of all lists share: one sounds at a time. */
class SmallPlayer {
  #audio: HTMLAudioElement | undefined
  readonly #listeners = new Set<() => void>()
  /** What is being listened to; null = nothing. */
  url: string | null = null

  /** Starts it from its beginning, or ends it where it is what sounds. */
  toggle(url: string, onFailed: () => void): void {
    const isSame = this.url === url
    this.stop()
    if (isSame) return
    const audio = new Audio(url)
    audio.onended = () => this.#endOf(audio)
    audio.onerror = () => this.#failed(audio, onFailed)
    this.#audio = audio
    this.#set(url)
    audio.play().catch(() => this.#failed(audio, onFailed))
  }

  stop(): void {
    this.#audio?.pause()
    this.#audio = undefined
    this.#set(null)
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #failed(audio: HTMLAudioElement, onFailed: () => void): void {
    if (this.#audio !== audio) return
    this.stop()
    onFailed()
  }

  #endOf(audio: HTMLAudioElement): void {
    if (this.#audio === audio) this.stop()
  }

  #set(url: string | null): void {
    this.url = url
    for (const listener of this.#listeners) listener()
  }
}

export const smallPlayer = new SmallPlayer()

/** Whether this is what the small player sounds just now. */
export function useIsListening(url: string): boolean {
  return useSyncExternalStore(
    (onChange) => smallPlayer.listen(onChange),
    () => smallPlayer.url === url,
  )
}
