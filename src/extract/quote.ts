// Quoted speech: what stands in quotation marks, and who said it.

interface Quote {
  text: string
  /** The words that name who said it; undefined where nobody is told. */
  speaker: string | undefined
  /** The name that the quotation itself gives: "it's Ana", "Best, Ana". */
  signed: string | undefined
  /** It was said to the one who tells of it. */
  heard: boolean
}

const marks = /"([^"\n]{4,600})"|“([^”\n]{4,600})”|«([^»\n]{4,600})»|(?<![\p{L}\p{N}])['‘]((?:[^'‘’\n]|(?<=\p{L})['’](?=\p{L})){4,600}?)['’](?![\p{L}\p{N}])/gu
const saying = String.raw`(?:said|says|say|told|tells|texted|texts|wrote|writes|goes|went|asked|asks|shouted|replied|replies|answered|announced|was like|is like|be like|yelled|whispered|emailed|messaged|posted|added|insisted|claims|claimed|rang|phoned|messages|explained|complained|mentioned|reckons)`
const before = new RegExp(String.raw`([^.!?;"“\n]{1,60}?)\s+(?:just\s+|always\s+|then\s+|literally\s+)?${saying}(?:\s+(?:me|us|to\s+me|to\s+us|that|him|her|them|and\s+i\s+quote|again|the\s+other\s+day|yesterday|once|today))*(?:\s*[,(][^"“]{0,40}[,)])?\s*[:,\-–—]?\s*$`, 'iu')
const sent = /\bfrom ([^.!?;:,\n]{1,40}):\s*$/iu
const according = /\baccording to ([^,.!?;"“\n]{1,40}),?\s*$/iu
const posted = /([^.!?;"“\n]{1,60}?)\s+(?:in|on)\s+(?:the|our|her|his|a)\s+(?:\p{L}+\s+)?(?:chat|group|thread|message|text|email|letter|note|card|post|story)\s*[:,]\s*$/iu
const itself = /\b(?:I,(?= \p{Lu}[\p{L}'’ -]+,)|[Tt]his is|[Ii]t['’]s|[Ii]t is|[Mm]y name is) ((?:mrs?|ms|dr|prof)?\.?\s*\p{Lu}[\p{L}'’-]*(?:\s\p{Lu}[\p{L}'’-]*)*)|\b(?:[Ll]ove|from|[Yy]ours|[Rr]egards|[Bb]est|[Cc]heers|[Ss]incerely|xx?),?\s+(\p{Lu}[\p{L}'’-]*(?:\s\p{Lu}[\p{L}'’-]*)?)\s*\.?$/u
const after = new RegExp(String.raw`^\s*,?\s*(?:(?:is|was|were)\s+(?:what|how)\s+([^.!?;,"“\n]{1,40}?)\s+(?:${saying}|opened|started|greeted|introduced|answers|kept)|${saying}\s+([^.!?;,"“\n]{1,40})|([^.!?;,"“\n]{1,40}?)\s+${saying})`, 'iu')

// What follows such a request is somebody's text, not news of the writer.
const material = /\b(?:translate|rewrite|rephrase|paraphrase|proofread|correct|summari[sz]e|polish|edit|continue|write(?: me)? an? (?:story|poem|song|scene|joke|tale|limerick|dialogue))\b[^.!?:\n]*:\s*/i

/** A text without its quotations, and these with who said them. */
export function quotesIn(whole: string): { outside: string; quoted: Quote[] } {
  const given = material.exec(whole)
  const cut = given ? given.index + given[0].length : -1
  const end = cut < 0 ? -1 : whole.slice(cut).search(/\n\n|$/)
  // A sentence out of an exercise is nobody's news, whoever says "I" in it.
  const exercise = given !== null && /\b(?:worksheet|exercises?|homework|textbook|flash ?cards?|lesson|quiz|duolingo)\b/i.test(whole)
  const text = cut < 0 || (!exercise && /^\s*['"“‘]/.test(whole.slice(cut))) ? whole : whole.slice(0, cut) + whole.slice(cut + end)
  const quoted: Quote[] = []
  let outside = ''
  let last = 0
  for (const match of text.matchAll(marks)) {
    const inner = match[1] ?? match[2] ?? match[3] ?? match[4] ?? ''
    const left = text.slice(last, match.index)
    const right = text.slice(match.index + match[0].length)
    const found = after.exec(right)
    const signed = itself.exec(inner)
    const own = signed?.[1] ?? signed?.[2]
    const speaker = before.exec(left)?.[1] ?? posted.exec(left)?.[1] ?? according.exec(left)?.[1] ?? sent.exec(left)?.[1] ?? found?.[1] ?? found?.[2] ?? found?.[3] ?? own
    // A title or a single word in marks is no speech.
    const speech = speaker !== undefined || /[\s]/.test(inner.trim())
    if (!speech || (speaker === undefined && !/\b(i|my|me|we|our|i'm|is|are|was|has|have)\b/i.test(inner))) continue
    outside += `${left} … `
    last = match.index + match[0].length
    quoted.push({ text: inner, speaker: speaker?.trim(), signed: own, heard: /\b(?:me|us)\b[^.!?]{0,20}$/i.test(left) })
  }
  return { outside: outside + text.slice(last), quoted }
}
