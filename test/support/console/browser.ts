import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { type Hands, MouseHands } from './hands.ts'
import { KeyboardHands } from './keyboard-hands.ts'
import { type Language, type Say, wordsOf } from './words.ts'

/** Debian's own; nothing is downloaded. */
const EXECUTABLE = '/usr/bin/chromium'

/** The sizes that people look at: a small phone, and a desk. */
export const PHONE = { width: 360, height: 740 }
export const DESK = { width: 1280, height: 860 }

export type { Language }

export interface PersonOptions {
  httpUrl: string
  language?: Language
  size?: { width: number; height: number }
  /** The mouse unless said otherwise. */
  hands?: 'mouse' | 'keyboard'
  /** Lets pages use the microphone; a browser asks, and without this the answer is no. */
  allowsMicrophone?: boolean
}

export interface BrowserOptions {
  /** A WAV file that the microphone hears, over and over. */
  microphone?: string
}

/** A real Chromium; each person has a context of their own, as on a machine of their own. */
export class TestBrowser {
  readonly #browser: Browser

  private constructor(browser: Browser) {
    this.#browser = browser
  }

  static async start({ microphone }: BrowserOptions = {}): Promise<TestBrowser> {
    const heard =
      microphone === undefined
        ? []
        : ['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${microphone}`]
    return new TestBrowser(
      await chromium.launch({
        executablePath: EXECUTABLE,
        // A machine of one's own without a user namespace; sound goes nowhere.
        args: ['--headless', '--no-sandbox', '--mute-audio', ...heard],
      }),
    )
  }

  /** A fresh page at the server's first address, in the language asked for; whatever goes wrong in it is kept. */
  async open({
    httpUrl,
    language = 'vi',
    size = DESK,
    hands = 'mouse',
    allowsMicrophone = false,
  }: PersonOptions): Promise<PersonAtPage> {
    const context = await this.#browser.newContext({ viewport: size, baseURL: httpUrl, locale: language })
    if (allowsMicrophone) await context.grantPermissions(['microphone'])
    await context.addInitScript(`localStorage.setItem('tieng-lang.language', '${language}')`)
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    return new PersonAtPage(context, page, {
      hands: hands === 'keyboard' ? new KeyboardHands() : new MouseHands(),
      say: await wordsOf(language),
    })
  }

  stop(): Promise<void> {
    return this.#browser.close()
  }
}

/** One person before one screen. */
export class PersonAtPage {
  readonly page: Page
  readonly hands: Hands
  /** What the page says in this person's language. */
  readonly say: Say
  /** Errors that the page threw or logged; a test expects none. */
  readonly troubles: string[] = []
  readonly #context: BrowserContext

  constructor(context: BrowserContext, page: Page, { hands, say }: { hands: Hands; say: Say }) {
    this.#context = context
    this.page = page
    this.hands = hands
    this.say = say
    page.on('pageerror', (error) => this.troubles.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error' && !isRefusal(message.text())) this.troubles.push(message.text())
    })
  }

  leave(): Promise<void> {
    return this.#context.close()
  }
}

/** The browser's own line for an answer of 4xx; what the page made of it is looked at instead. */
function isRefusal(text: string): boolean {
  return /status of 4\d\d/.test(text)
}
