// The contract by name: what the package exports, and what a memory can do.
import { expect, test } from 'vitest'
import * as mneme from 'mneme'
import * as weights from 'mneme/weights'

test('the package exports these names', () => {
  expect(Object.fromEntries(Object.entries(mneme).map(([name, value]) => [name, typeof value]))).toMatchInlineSnapshot(`
    {
      "Catalogue": "function",
      "Mneme": "function",
      "MnemeError": "function",
      "MnemeHub": "function",
      "answerability": "function",
      "clipEncoder": "function",
      "createRandom": "function",
      "customEncoder": "function",
      "defaultConfig": "object",
      "embedded": "function",
      "estimateTokens": "function",
      "loadPolicy": "function",
      "transformersEncoder": "function",
    }
  `)
})

test('mneme/weights exports these names', () => {
  expect(Object.keys(weights).sort()).toEqual([
    'EditedModel', 'KeyValueCache', 'LanguageModel', 'TextTokenizer', 'WeightMemory', 'addAt', 'audit', 'batchOf',
    'chat', 'crossEntropy', 'diskFiles', 'downProjection', 'encodeForm', 'forward', 'generate', 'lastTokens',
    'loadBackend', 'locate', 'logitsOf', 'measureCovariances', 'memoryFiles', 'modelMark', 'openCovariances',
    'openLedger', 'openTensors', 'optimizeStates', 'parseConfig', 'patchingEffects', 'perplexity', 'pieces', 'replaceAt', 'rowsAt',
    'saveLedger', 'scoreCompletions', 'sleep', 'solveUpdate', 'writeStates', 'writeTensors',
  ])
})

test('a memory has these methods', () => {
  expect(Object.getOwnPropertyNames(mneme.Mneme.prototype).sort()).toMatchInlineSnapshot(`
    [
      "close",
      "clusters",
      "constructor",
      "correct",
      "endSession",
      "explain",
      "exportTraining",
      "facts",
      "feedback",
      "fire",
      "forget",
      "get",
      "history",
      "list",
      "members",
      "observe",
      "observeMany",
      "process",
      "recall",
      "remember",
      "resetLearning",
      "restore",
      "rules",
      "save",
      "setRule",
      "signals",
      "sleep",
      "stats",
      "suppress",
      "suppressed",
      "tick",
      "toBytes",
      "trainingLines",
    ]
  `)
  expect(
    Object.getOwnPropertyNames(mneme.Mneme)
      .filter(name => !['length', 'name', 'prototype'].includes(name))
      .sort(),
  ).toMatchInlineSnapshot(`
    [
      "fromBytes",
      "open",
    ]
  `)
})
