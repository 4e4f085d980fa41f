// The public names. Importing this loads no TensorFlow, no ONNX and no network.
export { Mneme } from './mneme/mneme.ts'
export type {
  ChatMessage, Explanation, ListOptions, Memory, MnemeOptions, ProcessedTurn, ProcessOptions, RecallOptions, Stats, TurnDecision,
  TurnInput,
} from './mneme/options.ts'
export type { GraphAnswer, GraphMerge, GraphPerson, GraphRelation, GraphView, SummaryOptions } from './mneme/graph-view.ts'
export type { Relation } from './graph/relation.ts'
export { MnemeError, type MnemeErrorCode } from './errors.ts'
export { defaultConfig, type Config, type Kind, type PartialConfig } from './config.ts'
export type { Clock } from './clock.ts'
export { createRandom, type Random } from './random.ts'
export type { Hit, ScoreParts, Status } from './recall/hit.ts'
export type { Plan } from './plan/plan.ts'
export type { PhaseReport, SleepReport } from './sleep/sleep.ts'
export type { Action } from './controller/controller.ts'
export type { Encoder } from './encode/encoder.ts'
export { embedded, type EmbeddedEncoder } from './encode/embedded.ts'
export { estimateTokens, type CountTokens } from './context/context.ts'
export { loadPolicy, type Policy } from './controller/policy.ts'
export { customEncoder, type CustomEncoderOptions } from './encode/custom.ts'
export { transformersEncoder, type TransformersOptions } from './encode/transformers.ts'
