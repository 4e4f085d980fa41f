// Who is who in a few tokens.
import type { Graph } from './graph.ts'
import { byImportance, describe, relationsAt } from './world.ts'

/**
 * A line for each person that something is known of, the most spoken of first, as long as they fit `budgetTokens`. A line
 * that does not fit is left out whole.
 */
export function summarise(graph: Graph, budgetTokens: number, countTokens: (text: string) => number): string {
  const relations = relationsAt(graph)
  const lines: string[] = []
  for (const { id } of byImportance(graph)) {
    const line = describe(graph, id, relations)
    if (line === '' || countTokens([...lines, line].join('\n')) > budgetTokens) continue
    lines.push(line)
  }
  return lines.join('\n')
}
