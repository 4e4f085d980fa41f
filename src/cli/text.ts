// How the command line shows a text and a day.

/** A text on one line, cut to `width` characters. */
export function oneLine(text: string, width = 100): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const characters = Array.from(line)
  return characters.length <= width ? line : `${characters.slice(0, width - 1).join('')}…`
}

/** The day of a moment as in 2026-01-31, in the machine's time zone. */
export function dayOf(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
