// For research: the differentiable parts on TensorFlow.js and the formulas that ours is held against, as `mneme/research`.
export { backendName, loadBackend, type BackendName, type BackendOptions } from './tensor/backend.ts'
export { param, type Param, type ParamTree } from './tensor/params.ts'
export { valueAndGrads, type ValueAndGrads } from './tensor/gradients.ts'
export { adam, clipByGlobalNorm, type AdamOptions, type AdamState, type Optimizer } from './tensor/optimizer.ts'
export { attention, type AttentionTensors } from './attention/attention.ts'
export { gateLogits } from './gate/gate-tensor.ts'
export { evidenceNames, evidenceRows, confidencesOf, type ConfidenceParams, type Judged } from './signals/confidence.ts'
export { importanceOf, type PublishedImportance, type PublishedInput } from './gate/importance.ts'
