import { existsSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { systemClock } from '@tieng-lang/protocol/node'
import { chromium, type Response } from 'playwright-core'
import { percentile, rounded } from '../figures/percentile.ts'
import { TOKEN } from './seed.ts'

const CHROMIUM = '/usr/bin/chromium'
const VISITS = 3
const SHOWN_MS_MAX = 60_000

/**
 * The first page of a signed-in person in a browser that has nothing of it yet: what it loads before anything is asked
 * of the API, as gzip has it, and when its heading and its clusters are there and a click would be answered.
 */
export async function visitFirstPage(httpUrl: string) {
  if (!existsSync(CHROMIUM)) return {}
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--headless', '--no-sandbox'] })
  try {
    const visits: { firstLoadKb: number; interactiveMs: number }[] = []
    for (let visit = 0; visit < VISITS; visit++) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
      await context.addCookies([{ name: 'tl-session', value: TOKEN, url: httpUrl }])
      const page = await context.newPage()
      const loaded: Promise<number>[] = []
      page.on('response', (response) => loaded.push(gzipBytes(response)))
      const beganMs = systemClock.monotonicMs()
      await page.goto(httpUrl, { waitUntil: 'domcontentloaded' })
      await page.locator('h1').first().waitFor({ timeout: SHOWN_MS_MAX })
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)))
      const interactiveMs = systemClock.monotonicMs() - beganMs
      await page.waitForLoadState('networkidle')
      const bytes = (await Promise.all(loaded)).reduce((sum, each) => sum + each, 0)
      visits.push({ firstLoadKb: bytes / 1_024, interactiveMs })
      await context.close()
    }
    return {
      firstLoadKb: rounded(Math.max(...visits.map(({ firstLoadKb }) => firstLoadKb)), 0),
      interactiveMs: rounded(
        percentile(
          visits.map(({ interactiveMs }) => interactiveMs),
          0.5,
        ),
        0,
      ),
    }
  } finally {
    await browser.close()
  }
}

/** The program itself: its page, scripts, styles and typefaces. What it then asks of the API is not of the first load. */
async function gzipBytes(response: Response): Promise<number> {
  if (new URL(response.url()).pathname.startsWith('/api/')) return 0
  try {
    return gzipSync(await response.body()).length
  } catch {
    // A redirect, or an answer of "not changed", has no body.
    return 0
  }
}
