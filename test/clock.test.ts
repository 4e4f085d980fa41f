// Local times of zones whose offset is no whole hour, and over their changes.
import { describe, expect, it } from 'vitest'
import { localTime } from '../src/clock.ts'

describe('localTime', () => {
  it.each([
    ['UTC', Date.UTC(2026, 3, 4, 16, 45), 16.75],
    ['Asia/Kolkata', Date.UTC(2026, 3, 4, 16, 45), 22.25],
    ['Asia/Kathmandu', Date.UTC(2026, 3, 4, 16, 50), 22 + 35 / 60],
    // Summer time ends at 16:30 UTC.
    ['Australia/Adelaide', Date.UTC(2026, 3, 4, 16, 20), 2 + 50 / 60],
    ['Australia/Adelaide', Date.UTC(2026, 3, 4, 16, 45), 2.25],
  ])('in %s at %i', (zone, at, hour) => {
    expect(localTime(at, zone).hour).toBeCloseTo(hour, 10)
  })
})
