// Readers of histories on small ones written here.
import { describe, expect, it } from 'vitest'
import { firstTurns, parseDate, parseLife, parseLocomo, readLives, turnTime } from '../../sim/lab/histories.ts'
import { livesFolder } from '../../sim/lab/repository.ts'

const locomo = JSON.stringify([{
  sample_id: 'pair-1',
  conversation: {
    speaker_a: 'Ada', speaker_b: 'Ben',
    session_10_date_time: '12:05 am on 1 June, 2023', session_10: [{ speaker: 'Ben', dia_id: 'D10:1', text: 'Home again.' }],
    session_2_date_time: '1:56 pm on 8 May, 2023',
    session_2: [
      { speaker: 'Ada', dia_id: 'D2:1', text: 'Look at this!', blip_caption: 'a red kite' },
      { speaker: 'Ben', dia_id: 'D2:2', text: 'Lovely.' },
    ],
    session_11_date_time: '2:00 pm on 2 June, 2023',
  },
  qa: [
    { question: 'What did Ada show?', answer: 'a kite', evidence: ['D2:1; D10:1'], category: 1 },
    { question: 'What is there?', answer: '?', evidence: ['D2:2 D99:1', 'D2:2'], category: 4 },
    { question: 'What is nowhere?', answer: '?', evidence: ['D99:1'], category: 2 },
    { question: 'And without?', answer: '?', category: 5 },
  ],
}])

describe('LoCoMo', () => {
  const [history] = parseLocomo(locomo)

  it('orders sessions by number, adds captions to texts, and knows that a date alone is no session', () => {
    expect(history?.sessions.map(session => session.turns.map(turn => turn.text))).toEqual([
      ['Look at this! [image: a red kite]', 'Lovely.'], ['Home again.'],
    ])
    expect(history?.speakers).toEqual(['Ada', 'Ben'])
  })

  it('splits evidence ids, keeps those that exist once, and drops questions without any', () => {
    expect(history?.questions).toEqual([
      { category: 'multi-hop', question: 'What did Ada show?', evidence: ['D2:1', 'D10:1'] },
      { category: 'single-hop', question: 'What is there?', evidence: ['D2:2'] },
    ])
  })

  it('names the questions that it cannot answer', () => {
    expect(history?.unanswerable).toEqual(['And without?'])
  })

  it('reads dates in words', () => {
    expect(parseDate('1:56 pm on 8 May, 2023')).toBe(Date.UTC(2023, 4, 8, 13, 56))
    expect(parseDate('12:05 am on 1 June, 2023')).toBe(Date.UTC(2023, 5, 1, 0, 5))
    expect(parseDate('12:30 pm on 1 June, 2023')).toBe(Date.UTC(2023, 5, 1, 12, 30))
    expect(() => parseDate('yesterday')).toThrow(/1:56 pm on 8 May, 2023/)
  })

  it('puts a minute between turns', () => {
    expect(turnTime(history!.sessions[0]!, 1)).toBe(Date.UTC(2023, 4, 8, 13, 57))
  })
})

describe('lives', () => {
  it('keeps labels and local times', () => {
    const history = parseLife(JSON.stringify({
      id: '99', mode: 'assistant', about: 'nobody',
      sessions: [{
        id: 's1', at: '2025-02-04T21:35',
        turns: [{ id: 's1:1', speaker: 'user', keep: 2, kind: 'semantic', text: 'I live in Oslo.' }],
      }],
      questions: [
        { category: 'single', question: 'Where?', evidence: ['s1:1'], answer: 'Oslo' },
        { category: 'abstain', question: 'Why?', evidence: [], answer: null },
      ],
      facts: [], changes: [], procedures: [],
    }))
    expect(history.sessions[0]?.at).toBe(Date.UTC(2025, 1, 4, 21, 35))
    expect(history.sessions[0]?.turns[0]).toMatchObject({ keep: 2, kind: 'semantic' })
    expect(history.questions.map(({ category }) => category)).toEqual(['single'])
  })

  it('reads all twelve that ship', () => {
    const histories = readLives(livesFolder)
    expect(histories).toHaveLength(12)
    for (const { sessions, questions } of histories) {
      expect(sessions.length).toBeGreaterThan(5)
      expect(questions.length).toBeGreaterThan(20)
      expect(sessions.every(({ at }) => Number.isFinite(at))).toBe(true)
    }
  })

  it('names a folder without lives', () => {
    expect(() => readLives(import.meta.dirname)).toThrow(/lives/)
  })

  it('names a folder that is not there, or is a file, as a mistake in the call', () => {
    for (const folder of ['/no/such/folder', import.meta.filename]) {
      const message = `expected a readable folder, got "${folder}"; check the path`
      expect(() => readLives(folder)).toThrow(expect.objectContaining({ code: 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE', message }))
    }
  })
})

describe('firstTurns', () => {
  const [history] = parseLocomo(locomo)

  it('cuts a history, and keeps the questions whose evidence lies within', () => {
    const cut = firstTurns(history!, 2)
    expect(cut?.sessions.map(session => session.turns.map(turn => turn.id))).toEqual([['D2:1', 'D2:2']])
    expect(cut?.questions.map(({ question }) => question)).toEqual(['What is there?'])
    expect(firstTurns(history!, 3)?.questions).toHaveLength(2)
  })

  it('gives nothing for a shorter one', () => {
    expect(firstTurns(history!, 4)).toBeUndefined()
  })
})
