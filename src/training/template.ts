// Chat templates: an exchange as one line of JSON for a fine-tuning tool.

export const templates = ['messages', 'chatml', 'llama3'] as const
/** `messages`: the tool applies the model's own template. `chatml`, `llama3`: a text, rendered here. */
export type Template = (typeof templates)[number]

/** One side of a conversation. */
interface Message {
  role: 'user' | 'assistant'
  content: string
}

/** A line of JSON, without the line's end. */
export function trainingLine(prompt: string, reply: string, template: Template): string {
  const messages: Message[] = [{ role: 'user', content: prompt }, { role: 'assistant', content: reply }]
  return JSON.stringify(template === 'messages' ? { messages } : { text: renderers[template](messages) })
}

const renderers: Readonly<Record<Exclude<Template, 'messages'>, (messages: readonly Message[]) => string>> = {
  chatml: messages => messages.map(({ role, content }) => `<|im_start|>${role}\n${plain(content)}<|im_end|>\n`).join(''),
  llama3: messages => '<|begin_of_text|>' + messages.map(({ role, content }) =>
    `<|start_header_id|>${role}<|end_header_id|>\n\n${plain(content).trim()}<|eot_id|>`).join(''),
}

/** Text that holds no control token: one that a person typed must not end a turn. */
function plain(text: string): string {
  return text.replaceAll('<|', '< |')
}
