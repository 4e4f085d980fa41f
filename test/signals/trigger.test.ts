// What tells that a message calls for a way of working: teaching turns, phrasing, and pairs of a procedure and a message.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { embedded } from '../../src/encode/embedded.ts'
import { messageFeatures, probabilityOf } from '../../src/signals/classifier.ts'
import { cuesOf } from '../../src/signals/cue.ts'
import { framesOf, liftCount, liftsOf, openingsOf } from '../../src/signals/phrasing.ts'
import { classifyQuery } from '../../src/signals/query.ts'
import { instructionIn, teachingIn } from '../../src/signals/teaching.ts'
import { bestCosines } from '../../src/signals/alignment.ts'
import { messageTopic, roledWordsOf, topicDim, triggerTopic } from '../../src/signals/topic.ts'
import {
  callLogit, readCall, sameTask, topicCosines, triggerFeatureNames, triggerFeatures, triggerLogit, zeroTrigger,
} from '../../src/signals/trigger.ts'
import { triggerOf, TriggerReader, type Trigger, type TriggerText } from '../../src/signals/trigger-text.ts'
import { dot } from '../../src/vector.ts'
import { policy } from '../gate/samples.ts'

const encoder = await embedded()
const reader = new TriggerReader(encoder)
const { teaching, trigger: params } = policy.procedure

function taught(text: string): Trigger {
  return triggerOf([reader.read(text)], [], true, reader)
}

function call(text: string): ReturnType<typeof readCall> {
  const features = messageFeatures(text, encoder)
  return readCall(text, reader, features, classifyQuery(features, policy.query), cuesOf(features, policy.cue))
}

function probability(trigger: Trigger, text: string): number {
  const message = call(text)
  return probabilityOf(triggerLogit(triggerFeatures(trigger, message.text, callLogit(message, params), params), params))
}

function rolesOf(text: string): Map<string, number[]> {
  return new Map(roledWordsOf(text, 'stated').map(one => [one.word, one.roles]))
}

function word(name: string, ...vector: number[]): { word: string; vector: Float32Array } {
  return { word: name, vector: Float32Array.from(vector) }
}

const receipts = taught('Whenever I send you a receipt, put it in the table and give me only the total.')

describe('teaching', () => {
  test.each([
    ['Whenever I send you a receipt, put it in the table and give me only the total.', 'teaches'],
    ['From now on, when I paste an error, tell me the likely cause first and then one fix.', 'teaches'],
    ['Too long again. Three lines at most, and start with what is late.', 'instructs'],
  ] as const)('%s: %s', (text, label) => {
    expect(teachingIn(messageFeatures(text, encoder), teaching)[label]).toBeGreaterThan(0.3)
  })

  test.each(['What is the capital of Peru?', 'My sister moved to Lisbon last year.', 'haha thanks, see you tomorrow'])('%s: neither', text => {
    const { teaches, instructs } = teachingIn(messageFeatures(text, encoder), teaching)
    expect(teaches).toBeLessThan(0.05)
    expect(instructs).toBeLessThan(0.3)
  })

  test('the instruction is the sentences that teach, as they stand in the text', () => {
    const text = 'Morning! The trams are on strike again. Whenever I send you meeting notes, give me the decisions first and then the open tasks. My coffee is cold.'
    expect(instructionIn(text, 'teaches', encoder, teaching)).toBe('Whenever I send you meeting notes, give me the decisions first and then the open tasks.')
    fc.assert(fc.property(fc.array(fc.constantFrom('Hello there.', 'When I ask, do it in French.', 'Why?', 'Shorter please!'), { minLength: 1, maxLength: 6 }), parts => {
      const whole = parts.join(' ')
      expect(whole).toContain(instructionIn(whole, 'instructs', encoder, teaching))
    }), { seed: 1, numRuns: 30 })
  })
})

describe('phrasing', () => {
  test('frames and openings do not depend on what is spoken of', () => {
    expect(framesOf('Can you translate this letter for me?')).toEqual(framesOf('Can you polish this paragraph for me?'))
    expect(framesOf('Can you translate this letter for me?')).not.toEqual(framesOf('How long is a letter?'))
    expect(openingsOf('What is it?')).not.toEqual(openingsOf('What is it.'))
  })

  test('lifts are counted', () => {
    expect(liftsOf('skip the table this time, just the total')).toHaveLength(liftCount)
    expect(liftsOf('skip the table this time, just the total').at(-1)).toBeGreaterThan(2)
    expect(liftsOf('and another receipt').at(-1)).toBe(0)
  })
})

describe('roles', () => {
  test('a condition ends at its comma and with its sentence', () => {
    const roles = rolesOf('Hello. Whenever I send a receipt, add it to the table. Thanks')
    const [within, after] = [2, 3]
    expect(roles.get('receipt')![within]).toBe(1)
    expect(roles.get('table')!.slice(within, after + 1)).toEqual([0, 1])
    expect(roles.get('thanks')!.slice(within, after + 1)).toEqual([0, 0])
    expect(roles.get('hello')![within]).toBe(0)
  })

  test('every word has the same roles, each in [0, 1]', () => {
    fc.assert(fc.property(fc.string({ maxLength: 60 }), text => {
      for (const { roles } of roledWordsOf(text, 'request')) {
        expect(roles).toHaveLength(params.topic.roles.data.length)
        for (const role of roles) expect(role >= 0 && role <= 1).toBe(true)
      }
    }), { seed: 1, numRuns: 60 })
  })
})

test('best cosines go both ways, the same word counts 1, and who has no partner keeps the least', () => {
  const { own, other } = bestCosines([word('bus', 1, 0), word('tea', 0, 1)], [word('bus', 0.6, 0.8)], -1)
  expect([...own]).toEqual([1, expect.closeTo(0.8, 6)])
  expect([...other]).toEqual([1])
  expect([...bestCosines([word('tea', 1, 0)], [word('ice', -1, 0)], 0).own]).toEqual([0])
  expect([...bestCosines([word('tea', 1, 0)], [], -1).own]).toEqual([-1])
})

describe('a trigger', () => {
  test('is called by its task in other words, not by another task or by a question about the subject', () => {
    const called = probability(receipts, 'here is another one from the supermarket, 14.03., 23.80 for groceries')
    expect(called).toBeGreaterThan(probability(receipts, 'Please write a birthday poem for my aunt'))
    expect(called).toBeGreaterThan(probability(receipts, 'How long do I have to keep a receipt?'))
  })

  test('with all weights zero says nothing, and the shipped one stays within (0, 1)', () => {
    const zero = zeroTrigger(encoder.dim)
    const message = call('here is another receipt')
    const features = triggerFeatures(receipts, message.text, callLogit(message, zero), zero)
    expect(features).toHaveLength(triggerFeatureNames.length)
    expect(triggerLogit(features, zero)).toBe(0)
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 80 }), text => {
      const found = probability(receipts, text)
      expect(found).toBeGreaterThan(0)
      expect(found).toBeLessThan(1)
    }), { seed: 1, numRuns: 60 })
  })

  test('is nearer to what it is about in the fitted space, whatever the order of the words', () => {
    const slip = call('paid for lunch at the trattoria, 31.50, card').text
    const nearness = (text: TriggerText): number => topicCosines([receipts], text, params)[0]!
    expect(nearness(slip)).toBeGreaterThan(nearness(call('my daughter cannot sleep, sing her something').text))
    const direction = messageTopic(slip.words, params.topic)
    expect(direction).toHaveLength(topicDim)
    expect(dot(direction, direction)).toBeCloseTo(1, 5)
    const turned = messageTopic(slip.words.toReversed(), params.topic)
    direction.forEach((value, r) => expect(turned[r]).toBeCloseTo(value, 5))
    expect(messageTopic([], params.topic)).toEqual(new Float32Array(topicDim))
    expect(dot(triggerTopic(receipts.topic, params.topic), direction)).toBeCloseTo(nearness(slip), 6)
  })

  test('is the same as one for the same task, and not as one for another', () => {
    const again = taught('When I send you a receipt, give me the total and the VAT.')
    const poems = taught('When I ask for a poem, make it rhyme and keep it under eight lines.')
    expect(sameTask(receipts, again, params)).toBe(true)
    expect(sameTask(again, receipts, params)).toBe(true)
    expect(sameTask(receipts, poems, params)).toBe(false)
  })

  test('refuses weights of another shape', () => {
    const other = { ...params, call: { ...params.call, marks: { shape: [2], data: new Float32Array(2) } } }
    expect(() => callLogit(call('tea'), other)).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }) as Error)
  })
})

test('a name is the words that say most, in their order', () => {
  expect(reader.nameOf('Whenever I send you a receipt, put it in the table')).toMatch(/receipt.*table|receipt/)
  expect(reader.nameOf('so it is')).toBe('so it is')
})
