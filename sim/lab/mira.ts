// The turns of the story: Mira over eight weeks, half of them silent.

/** What the story follows a turn for. */
export type Thread = 'visuals' | 'habit' | 'allergy' | 'mood' | 'evening music' | 'morning music' | 'outing'

export interface StoryTurn {
  speaker: 'user' | 'assistant'
  text: string
  thread?: Thread
  /** Nothing that anybody would keep. */
  smallTalk?: true
}

export interface StorySession {
  /** Days since the first, by the clock on the wall. */
  day: number
  hour: number
  turns: readonly StoryTurn[]
}

export const timeZone = 'UTC'
/** Monday, 3 March 2025, midnight. */
export const origin: number = Date.UTC(2025, 2, 3)

/** The moment of a day and hour of the story. */
export function dayOf(day: number, hour: number): number {
  return origin + (day * 24 + hour) * 3_600_000
}

const habit = 'Had my chamomile tea before bed.'

function user(text: string, thread?: Thread): StoryTurn {
  return { speaker: 'user', text, ...(thread && { thread }) }
}

function chat(speaker: 'user' | 'assistant', text: string): StoryTurn {
  return { speaker, text, smallTalk: true }
}

/** Before the silence. */
export const before: readonly StorySession[] = [
  {
    day: 0,
    hour: 19.5,
    turns: [
      chat('user', 'Hi there!'),
      chat('assistant', 'Hello! What can I do for you?'),
      user('I understand things best from pictures, so please explain with diagrams.', 'visuals'),
      chat('assistant', 'Sure, noted.'),
      user("I'm so tired and grumpy tonight.", 'mood'),
      user(habit, 'habit'),
      chat(
        'user',
        'Haha, that is so funny, I really like how you put it, honestly, it made me laugh quite a lot just now, ' +
          'thanks so much, you are really great at this, wow!'
      ),
    ],
  },
  {
    day: 2,
    hour: 7.75,
    turns: [chat('user', 'Hello again!'), user('I love having rock music on.', 'morning music'), chat('assistant', 'Nice.')],
  },
  {
    day: 3,
    hour: 20.25,
    turns: [
      user('I love having jazz music on.', 'evening music'),
      user('Had my chamomile tea before bed again.', 'habit'),
      chat('user', 'Okay, see you!'),
    ],
  },
  {
    day: 7,
    hour: 21,
    turns: [
      chat('user', 'Hey!'),
      user('I am allergic to peanuts.', 'allergy'),
      chat('assistant', 'Oh, okay.'),
      user(habit, 'habit'),
      chat('user', 'Thanks, bye!'),
    ],
  },
  {
    day: 10,
    hour: 20.5,
    turns: [
      user('We went to the lighthouse with Ana on Saturday.', 'outing'),
      user('Well, had my chamomile tea before bed.', 'habit'),
      chat('user', 'Lol.'),
    ],
  },
]

/** The day of the return, six weeks later, and what is asked then. */
export const returnDay = 52
export const returnHour = 19

/** A question after the silence, with the thread that should come first, or one that must not come at all. */
export interface StoryQuestion {
  question: string
  /** The thread, and how the claim names it. */
  first?: { thread: Thread; named: string }
  never?: Thread
}

export const questions: readonly StoryQuestion[] = [
  { question: 'Which food must I avoid?', first: { thread: 'allergy', named: 'the allergy' } },
  { question: 'How should you explain a rainbow to me?', first: { thread: 'visuals', named: 'the liking for pictures' } },
  { question: 'What music do I love in the evening?', first: { thread: 'evening music', named: 'what was said one evening' } },
  { question: 'What music do I love in the morning?', first: { thread: 'morning music', named: 'what was said one morning' } },
  { question: 'Where did we go with Ana?', first: { thread: 'outing', named: 'the outing' } },
  { question: 'What do I usually drink at night?', first: { thread: 'habit', named: 'the habit' } },
  { question: 'What mood am I in?', never: 'mood' },
]
