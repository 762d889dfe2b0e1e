import { STATUS_STYLE } from './status-style.ts'

/** Text as it may stand between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** The parts of a plain page, all of them HTML but for the title. */
export interface PlainPage {
  title: string
  /** Behind the title in the head. */
  head?: string
  /** Beside what all plain pages look like. */
  style?: string
  header: string
  main: string
}

/** A page in Vietnamese that needs no script, looks like the others, and is read on a phone. */
export function plainPage({ title, head = '', style = '', header, main }: PlainPage): string {
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
${head}<style>${STATUS_STYLE}${style}</style>
</head>
<body>
<header>
${header}
</header>
<main>
${main}
</main>
</body>
</html>
`
}
