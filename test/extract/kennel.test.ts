// Whose an animal is, told by what is done with it and by what it does.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('an animal is somebody\'s', () => {
  test.each([
    [["I'm dogsitting Birk for my sister Ruta."], 'ruta pet birk'],
    [['My sister Ruta rescued a horse. He is called Birk.'], 'ruta pet birk'],
    [['Ruta got a puppy and named it Birk.'], 'ruta pet birk'],
    [["Ruta has a cat. She's called Birk."], 'ruta pet birk'],
    [["I have a cat and she's called Birk."], 'user pet birk'],
    [['We got a puppy. We named him Birk.'], 'user pet birk'],
    [['We named the puppy Birk.'], 'user pet birk'],
    [["If the new cat scratches, she goes.", "The cat's called Birk, by the way."], 'user pet birk'],
    [["We're getting a kitten. We already have Birk and Lund."], 'user pet lund'],
    [["My ex, Ruta, keeps the dog Birk and I'm keeping Lund."], 'user pet lund'],
    [['We had to give Birk away, the new flat allows no cats. My friend Elof took her.'], 'elof pet birk'],
    [["Birk is four, what's that in dog years?"], 'user pet birk'],
    [['We said goodbye to Birk. Best beagle anyone could have.'], 'user pet birk'],
    [['Birk, a beagle, snores.'], 'user pet birk'],
    [['Birk ate a whole grape. Are grapes bad for dogs?'], 'user pet birk'],
    [['Birk and Lund knocked over the tree. Never get two kittens at once.'], 'user pet lund'],
    [['My dog is called Birk and my cat is called Lund.'], 'user pet lund'],
    [['The cat, Birk, is ill. I called Siv.'], 'user pet birk'],
    [['Took Birk for a walk and he rolled in mud, daft dog. It was late in Malmö.'], 'user pet birk'],
    [['Everyone thinks Birk is my son but he is my dog.'], 'user pet birk'],
    [['Birk chewed my shoes. My vet says he is bored.'], 'user pet birk'],
  ])('%s', (texts, expected) => {
    expect(said(...texts)).toContain(expected)
  })

  test('of two the one who barks', () => {
    expect(said('We camped with Birk and Flora.', "He wouldn't stop barking and she slept.").join()).not.toContain('pet flora')
  })
})

describe('who is no animal', () => {
  test.each([
    'Mira is my colleague from the lab.', 'Since Elof left the army the dogs are worse.', 'My dog walker Ruta is late.', 'Elof is barking mad.',
    'Elof barked at me in the meeting.', 'Elof has a new leash on life.', 'Elof treats me well.', "We met Birk, a donkey who bites, at the sanctuary.",
    'In the film the dog is called Birk.', 'I want a dog called Birk.', 'A stray cat came by. The cat is called Birk.', "We can't keep Elof waiting with the dog.",
    'We already have Elof on the list, and no dog.', 'Elof called. Are grapes bad for dogs?', 'I walked Elof home and saw a dog.', 'Elof is out with the dog.',
  ])('%s', text => {
    expect(said(text).join()).not.toContain('pet')
  })

  test('who minds a child for somebody minds no animal', () => {
    expect(said("I'm looking after Elof for Siri.").join()).not.toContain('pet')
  })
})
