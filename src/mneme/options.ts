// What a host passes to a memory and gets back from it.
import type { Clock } from '../clock.ts'
import type { Kind, PartialConfig } from '../config.ts'
import type { CountTokens } from '../context/tokens.ts'
import type { Action } from '../controller/controller.ts'
import type { Encoder } from '../encode/encoder.ts'
import type { EmbeddedEncoder } from '../encode/embedded.ts'
import type { MediaEncoder } from '../encode/media-encoder.ts'
import type { Policy } from '../controller/policy.ts'
import type { Llm } from '../llm/llm.ts'
import type { Layer, Plan } from '../plan/plan.ts'
import type { Hit, Status } from '../recall/hit.ts'
import type { SignalName, Signals } from '../signals/signal.ts'
import type { Template } from '../training/template.ts'
import type { MemoryTier } from '../trace/trace.ts'
import type { Cost, FiredProcedure, LearningStats, TurnTokens } from './report.ts'
import type { LayerStats } from './layers.ts'

/** Options of `Mneme.open`; all may be left out. */
export interface MnemeOptions {
  /** File of the memory; without it the memory lives in this process alone. */
  path?: string
  /** Owner of the memory: a file opens for its owner only. @default the file's owner, 'user' for a new one */
  user?: string
  /** Makes the keys. @default the embedded encoder */
  encoder?: Encoder
  /** Puts media and questions into one space. Without it media are found by captions and names. @default none */
  mediaEncoder?: MediaEncoder
  /** Reads the vectors that the gate's classifiers were trained on. @default the embedded encoder's file in the package */
  reader?: EmbeddedEncoder
  /** Weights of gate, controller and fusion. @default those of the package */
  policy?: Policy
  /** @default the machine's clock */
  clock?: Clock
  /** IANA name. @default the machine's */
  timeZone?: string
  /** Seed of everything random; kept in the file. @default 1 */
  seed?: number
  /** Settings that differ from `defaultConfig`; those of a stored memory stay where nothing is given. */
  config?: PartialConfig
  /**
   * Makes all keys anew when the file was written with another encoder. Vectors of media cannot be: where another media
   * encoder made them they are dropped, and captions alone remain.
   */
  reencode?: boolean
  /** Survive power loss too: every change is flushed to the disk before its promise resolves. */
  fsync?: boolean
  /** Counts tokens as the host's model does. @default an estimate */
  countTokens?: CountTokens
  /**
   * The compiled module of `mneme/scan.wasm`, for edge runtimes, which refuse to compile WebAssembly from bytes; every memory of the
   * process uses it. Without it they search large memories in JavaScript: the same results, more slowly. @default compiled here
   */
  scanKernel?: WebAssembly.Module
  /** The host's language model: compresses a session when it ends. Nothing needs it. @default none */
  llm?: Llm
  /** Calls of it at one session's end at most. @default 4 */
  llmMaxCalls?: number
  /** Milliseconds that one call may take. @default 20000 */
  llmTimeoutMs?: number
}

/** A message to observe. */
export interface TurnInput {
  text: string
  /** @default 'user' */
  speaker?: string
  /** When it was said: milliseconds or a Date, not after the clock. @default now */
  at?: number | Date
  /** Unique in this memory. @default made here */
  id?: string
  /** Conversation that it belongs to. @default the running session */
  session?: string
  /** When the memory got it: retention counts from then. Only a replay with a clock of its own needs to say. @default now */
  receivedAt?: number | Date
  /** What it shows: images, or any other bytes. */
  media?: readonly MediaInput[]
}

/** A medium that a turn shows, by its bytes or by their hash. Bytes are hashed, shown to the media encoder, and not kept. */
export interface MediaInput {
  bytes?: Uint8Array
  /** SHA-256 of the bytes in hexadecimal. @default made from the bytes */
  hash?: string
  /** MIME type without parameters, as image/png. */
  type: string
  /** What it shows, in words: it is found by them. */
  caption?: string
  /** As that of a file. It is found by it, too. */
  name?: string
  /** Number of bytes, where only the hash is passed. @default that of the bytes, else unknown */
  size?: number
}

/** What was done with a turn, and why. */
export interface TurnDecision {
  turnId: string
  text: string
  action: Action
  /** How surely it is worth keeping, in [0, 1]. */
  importance: number
  /** How strong a trace of it begins, in [0, 1]. */
  strength: number
  why: string
  /** The trace that was made or strengthened. */
  traceId?: string
  /** The turn whose statement it replaces. */
  supersedes?: string
  /** What it set off, each in [0, 1] with its cause. */
  signals: Signals
}

/** A message as chat APIs have it: its text is the content, and what else it has does not count here. */
export type ChatMessage = { content: string } | { content: string; [more: string]: unknown }

/** Options of `process`. */
export interface ProcessOptions {
  /** Hits at most. @default as many as find room in the budget */
  topK?: number
  /** Tokens of the context at most. @default what the message needs by its class, and how long the history is: see `plan` */
  budgetTokens?: number
  /** Parts of memory that may be read: of these, `plan` reads what the message needs. @default all */
  layers?: readonly Layer[]
  /** Recent messages that the model sees anyway: what they say is not recalled again. */
  history?: readonly (string | ChatMessage)[]
  /** Where the context goes: small models attend to the user message. @default 'user' */
  placement?: 'user' | 'system'
  /** Ends the call early, also while it waits for others or for the encoder: it rejects with ABORTED. */
  signal?: AbortSignal
}

/** A lasting preference or habit of a person. */
export interface RuleView {
  id: string
  /** Whose it is. */
  speaker: string
  text: string
  /** In [0, 1). */
  confidence: number
  /** True where it is told to the model: formed, not switched off, not contradicted away. */
  active: boolean
  /** False once the host has switched it off. */
  enabled: boolean
  /** Ids of the turns that show it, and that contradict it. */
  sourceIds: string[]
  contradictedBy: string[]
  /** When it became a rule, in milliseconds; null while it forms. */
  since: number | null
}

/** A topic that lasts over turns and sessions. */
export interface Cluster {
  id: string
  /** One or two of its words. */
  name: string
  /** Ids of its turns. */
  turnIds: string[]
  /** When it became one, in milliseconds. */
  since: number
}

/** A signal that acted. */
export interface SignalRecord {
  signal: SignalName
  /** In [0, 1]. */
  level: number
  cause: string
  trigger: 'turn' | 'host' | 'sleep'
  /** In milliseconds. */
  at: number
  turnId: string | null
  /** Traces that it acted on. */
  traceIds: string[]
}

/** A message made ready for a model. */
export interface ProcessedTurn {
  /** What was recalled, as delimited data; empty where nothing was. */
  context: string
  /** What to send as the user message: context and message, or the message alone when the context goes to the system prompt. */
  prompt: string
  /** The hits in the context, best first. */
  memories: Hit[]
  /** What the message sets off. */
  signals: Signals
  /** The rules that hold. */
  rules: RuleView[]
  /** The lasting topics that the message is about, with the turns that came with them. */
  clusters: Cluster[]
  /** The ways of working that it calls for, the surest first: none or one, and more only where each is sure. */
  procedures: FiredProcedure[]
  plan: Plan
  /** Probability, in [0, 1], that memory holds an answer to the message: see `answerability`. 0 where nothing was looked for. */
  confidence: number
  tokens: TurnTokens
  /** What the call cost. */
  cost: Cost
}

/** Options of `exportTraining` and `trainingLines`. */
export interface ExportTrainingOptions {
  /** `messages` for tools that know the model's template; `chatml` and `llama3` are texts. @default 'messages' */
  template?: Template
  /** How often an exchange that matters stands in the data. @default 1 */
  weight?: number
  /** Tokens of the memories before a message at most. @default 400 */
  budgetTokens?: number
}

/** Options of `fire`. */
export interface FireOptions {
  /** Id of a trace or a turn. */
  id?: string
  /** In [0, 1]. @default 1 */
  level?: number
  /** Stands in the log of signals. @default 'by hand' */
  why?: string
}

/** Options of `recall`. */
export interface RecallOptions {
  /** Hits at most. @default 10 */
  k?: number
  /** Traces and turns of these kinds alone. @default all */
  kinds?: readonly Kind[]
  /** Only what was said up to then. */
  asOf?: number | Date
  /** Statuses wanted beside current and unstored. */
  include?: readonly Status[]
  /** Strengthens what is found, as if it had been used. */
  reinforce?: boolean
  /** Ends the call early, also while it waits for others or for the encoder: it rejects with ABORTED. */
  signal?: AbortSignal
}

/** A trace as `get` and `list` show it. */
export interface Memory {
  id: string
  text: string
  speaker: string
  at: number
  kind: Kind
  strength: number
  importance: number
  status: Status
  /** How it is held; null for a turn without a trace. */
  tier: MemoryTier | null
  sourceIds: string[]
  /** Source turns whose text is no longer in the log. */
  removedSourceIds: string[]
  uses: number
  repeats: number
  /** When it was said, in milliseconds. */
  validFrom: number
  /** When what replaced it was said; null while it holds. */
  validTo: number | null
  /** Ids of the traces that it replaced. */
  supersedes: string[]
  /** Id of the trace that replaced it, or null. */
  supersededBy: string | null
}

/** Options of `list`. */
export interface ListOptions {
  kind?: Kind
  /** With 'unstored' and 'dormant' also the turns that have no trace, or none any more. @default traces of every status */
  status?: Status
  /** @default traces of every tier */
  tier?: MemoryTier
  /** Said after this moment. */
  after?: number | Date
  /** @default 100 */
  limit?: number
}

/** Why a turn or trace is as it is. */
export interface Explanation {
  id: string
  status: Status | 'gone'
  /** One sentence on the decision to store it or not. */
  why: string
  /** One sentence on what became of it since. */
  now: string
  importance?: number
  strength?: number
  /** Days without use after which it falls dormant, from now. */
  dormantInDays?: number
}

/** Figures of a memory. */
export interface Stats {
  user: string
  encoder: string
  /**
   * What computes: 'tensorflow' (tfjs-node), 'wasm' or 'cpu'. Recall and writes are plain JavaScript, 'cpu'; the others come
   * with the first use of `mneme/research`.
   */
  backend: 'tensorflow' | 'wasm' | 'cpu'
  turns: number
  /** Distinct media that turns show. */
  media: number
  stm: number
  ltm: number
  /** Traces by status, and turns without one: unstored, or dormant where their trace faded away. */
  statuses: Record<Status, number>
  session: number
  /** Memory time in ticks. */
  tick: number
  /** Sleep pressure in [0, 1): 1 - 2^(-load / 64), load = Σ (1 + novelty) / 2 over the turns since the last sleep. */
  pressure: number
  /** What feedback has taught of which turns to keep. */
  learning: LearningStats
  /**
   * How long-term memory is searched once it is large: candidates that are scored exactly, and the share of the exact best that
   * these found when the last sleep measured it. Null where every key is read, and before the first measurement.
   */
  scan: { candidates: number; recall: number } | null
  /** What each layer holds that a plan reads; views of one memory: every turn is episodic, what `facts` lists is semantic. */
  layers: Record<Layer, LayerStats>
}
