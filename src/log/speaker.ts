// Who speaks: persons, or machines whose words are no news of anybody.

const machines = new Set(['assistant', 'system', 'tool'])

/** True for a speaker that is no person. */
export function isMachine(speaker: string): boolean {
  return machines.has(speaker)
}
