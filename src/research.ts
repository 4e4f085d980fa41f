// For research: the differentiable parts on TensorFlow.js and the formulas that ours is held against, as `mneme/research`.
export { backendName, loadBackend, type BackendName, type BackendOptions } from './tensor/backend.ts'
export { param, type Param, type ParamTree } from './tensor/params.ts'
export type { TensorTree } from './tensor/convert.ts'
export { valueAndGrads, type ValueAndGrads } from './tensor/gradients.ts'
export { adam, clipByGlobalNorm, type AdamOptions, type AdamState, type Optimizer } from './tensor/optimizer.ts'
export { attention, type AttentionTensors } from './attention/attention.ts'
export type { AssociativeMemory, PairShape } from './fast/memory.ts'
export { constantGates, initGates, sigmoidGates, type GateFunction, type GateParams, type Gates } from './fast/gates.ts'
export { deltaRule, matrixMemory, type MatrixOptions, type MatrixState } from './fast/matrix.ts'
export { initNetwork, networkMemory, type NetworkOptions, type NetworkParams, type NetworkState } from './fast/network.ts'
export {
  hebbian, leastSquares, slotMemory,
  type HebbState, type LeastSquaresOptions, type LeastSquaresState, type SlotOptions, type SlotState,
} from './fast/baselines.ts'
export { gateLogits } from './gate/gate-tensor.ts'
export { evidenceNames, evidenceRows, confidencesOf, type ConfidenceParams, type Judged } from './signals/confidence.ts'
export { importanceOf, type PublishedImportance, type PublishedInput } from './gate/importance.ts'
export { countUsers, marginOf, shownOf, type Contribution, type Shown } from './hub/counts.ts'
export { coinOf, discreteLaplace, noiseProbability, noiseRate, noiseTail, type Coin, type NoiseRate } from './hub/noise.ts'
export { daysUntil, firstReviewed, fsrsRanges, fsrsWeights, retrievability, reviewed, stabilityOf, type Grade, type Spacing } from './trace/fsrs.ts'
