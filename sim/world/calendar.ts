// When the people of a world talk: days with and without a conversation, times of day, and words for both.
import type { Random } from 'mneme'

const dayMs = 86_400_000
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const counts = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen']

/** Starts of sessions in ms, rising, from the day of `start`: mostly some days apart, now and then weeks, at the hours and weekdays of habit. */
export function drawSessions(start: number, count: number, random: Random): number[] {
  // Two habits of the day, as the hour of the start; and whether weekends or working days are for talking.
  const habits = [7 + 6 * random.next(), 17 + 5 * random.next()]
  const weekend = 0.3 + 0.7 * random.next()
  const working = 0.3 + 0.7 * random.next()
  const times: number[] = []
  let day = Math.floor(start / dayMs)
  for (let made = 0; made < count; ) {
    day += made === 0 ? 0 : drawGap(random)
    // 1 January 1970 was a Thursday.
    while (random.next() > ([0, 6].includes((day + 4) % 7) ? weekend : working)) day++
    const hour = Math.min(23.5, Math.max(6, random.pick(habits) + 1.2 * random.normal()))
    times.push(day * dayMs + Math.round(hour * 60) * 60_000)
    made++
  }
  return times
}

/** Days to the next conversation: half of them a day or two, one in twenty an absence of weeks. */
function drawGap(random: Random): number {
  const chance = random.next()
  if (chance < 0.4) return 1 + random.integer(2)
  if (chance < 0.75) return 3 + random.integer(5)
  if (chance < 0.95) return 8 + random.integer(11)
  return 20 + random.integer(35)
}

export function weekdayOf(at: number): string {
  return weekdays[(Math.floor(at / dayMs) + 4) % 7]!
}

/** Words for the time between two sessions: "nine days", "three weeks". */
export function gapWords(from: number, to: number): string {
  const days = Math.round((to - from) / dayMs)
  if (days < 14) return `${counts[days]!} days`
  return `${counts[Math.round(days / 7)] ?? 'many'} weeks`
}

/** Words for a day so many days before `at`, as one says them in passing. */
export function agoWords(days: number, at: number, random: Random): string {
  if (days === 0) return random.pick(['today', 'this morning', 'an hour ago'])
  if (days === 1) return random.pick(['yesterday', 'last night', 'yesterday afternoon'])
  if (days < 6) return random.pick([`on ${weekdayOf(at - days * dayMs)}`, `${counts[days]!} days ago`, 'the other day'])
  if (days < 10) return random.pick(['last week', `a week ago on ${weekdayOf(at - days * dayMs)}`, 'the week before'])
  return random.pick(['two weeks ago', 'a fortnight ago', 'the weekend before last'])
}
