/**
 * Why there is no microphone: the page is not secure, so that the browser gives none (Secure Contexts §4); it is refused
 * by a person or a rule; there is none; another program holds it; a poor line has not brought the part of the program that
 * encodes; or the browser cannot do it at all.
 */
export type MicrophoneTrouble = 'insecure' | 'refused' | 'none' | 'busy' | 'notLoaded' | 'notSupported'

/** A part of our own program did not come. */
export class NotLoadedError extends Error {
  override readonly name = 'NotLoadedError'
}

/** What a browser calls it (Media Capture and Streams §10.3.7, `getUserMedia`). */
const BY_NAME: Record<string, MicrophoneTrouble> = {
  NotAllowedError: 'refused',
  PermissionDeniedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  AbortError: 'busy',
  NotLoadedError: 'notLoaded',
}

/** What speaks against it before anybody is asked; null where nothing does. */
export function troubleBefore(browser: {
  isSecureContext: boolean
  hasMediaDevices: boolean
  hasAudioWorklet: boolean
  hasWebAssembly: boolean
}): MicrophoneTrouble | null {
  if (!browser.isSecureContext) return 'insecure'
  const { hasMediaDevices, hasAudioWorklet, hasWebAssembly } = browser
  return hasMediaDevices && hasAudioWorklet && hasWebAssembly ? null : 'notSupported'
}

/** What a failed `getUserMedia` means. */
export function troubleOf(cause: unknown): MicrophoneTrouble {
  const name = typeof cause === 'object' && cause !== null && 'name' in cause ? String(cause.name) : ''
  return BY_NAME[name] ?? 'notSupported'
}

/** The same of the browser that runs this. */
export function troubleHere(): MicrophoneTrouble | null {
  return troubleBefore({
    isSecureContext: globalThis.isSecureContext,
    hasMediaDevices: typeof navigator.mediaDevices?.getUserMedia === 'function',
    hasAudioWorklet: typeof AudioWorkletNode === 'function',
    hasWebAssembly: typeof WebAssembly === 'object',
  })
}
