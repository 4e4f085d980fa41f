// A word-level tokenizer as the two files that Hugging Face's packages load.

const special = ['<unk>', '<s>', '<|im_start|>', '<|im_end|>']
const template = "{{ bos_token }}{% for message in messages %}{{ '<|im_start|>' + message['role'] + ' ' + message['content'] + '<|im_end|>' }}" +
  "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant ' }}{% endif %}"

export interface TokenizerFiles {
  /** For tokenizer.json. */
  tokenizer: object
  /** For tokenizer_config.json. */
  config: object
  vocabulary: number
  beginId: number
  endId: number
}

/** Words of the texts, split as the files tell: letters and digits together, every mark alone. */
export function wordTokenizer(texts: Iterable<string>): TokenizerFiles {
  const words = new Set<string>(['user', 'assistant', 'system'])
  for (const text of texts) for (const [word] of text.matchAll(/\w+|[^\w\s]+/g)) words.add(word)
  const vocab = Object.fromEntries([...special, ...[...words].sort()].map((word, id) => [word, id]))
  const [begin, end] = [special.indexOf('<s>'), special.indexOf('<|im_end|>')]
  const first = { SpecialToken: { id: '<s>', type_id: 0 } }
  const second = { Sequence: { id: 'A', type_id: 0 } }
  return {
    tokenizer: {
      version: '1.0', truncation: null, padding: null,
      added_tokens: special.map((content, id) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })),
      normalizer: null,
      pre_tokenizer: { type: 'Whitespace' },
      post_processor: {
        type: 'TemplateProcessing', single: [first, second], pair: [first, second, { Sequence: { id: 'B', type_id: 0 } }],
        special_tokens: { '<s>': { id: '<s>', ids: [begin], tokens: ['<s>'] } },
      },
      decoder: null,
      model: { type: 'WordLevel', vocab, unk_token: '<unk>' },
    },
    config: {
      tokenizer_class: 'PreTrainedTokenizerFast', bos_token: '<s>', eos_token: '<|im_end|>', unk_token: '<unk>',
      clean_up_tokenization_spaces: true, chat_template: template,
    },
    vocabulary: special.length + words.size,
    beginId: begin,
    endId: end,
  }
}
