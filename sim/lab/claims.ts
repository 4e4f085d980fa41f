// Claims that a simulation makes about itself, each decided by numbers.
import type { Report } from './report.ts'

export interface Claim {
  claim: string
  pass: boolean
  /** The numbers that decided it. */
  numbers: string
}

/** Prints the claims and whether all hold. */
export function printClaims(report: Report, claims: readonly Claim[]): void {
  const failed = claims.filter(({ pass }) => !pass).length
  report.heading('Claims')
  report.print(...claims.map(({ claim, pass, numbers }) => `${pass ? '[pass]' : '[FAIL]'} ${claim}: ${numbers}`))
  report.print('', failed === 0 ? `All ${claims.length} hold.` : `${failed} of ${claims.length} fail.`)
}

/** Throws where a claim fails, so that the command line exits with 1. Call it when everything is printed and written. */
export function insist(claims: readonly Claim[]): void {
  const failed = claims.filter(({ pass }) => !pass).map(({ claim }) => claim)
  if (failed.length > 0) throw new Error(`expected every claim to hold, ${failed.length} failed: ${failed.join('; ')}`)
}
