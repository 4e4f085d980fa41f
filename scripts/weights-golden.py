# Golden logits, tokens and chat prompts for test/weights, by torch and transformers: python scripts/weights-golden.py
# Made with torch 2.15.0, transformers 5.23.0, tokenizers 0.23.3; install those in an environment outside of the repository.
import json
import pathlib
import shutil

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

OUT = pathlib.Path(__file__).parent.parent / 'test/weights/golden'
TINY = dict(vocab_size=40, hidden_size=16, num_hidden_layers=2, num_attention_heads=4, intermediate_size=24, initializer_range=0.3,
            bos_token_id=1, eos_token_id=2)
FAMILIES = {
    # Grouped queries, a head wider than hidden / heads, an output layer of its own.
    'llama-gqa': (LlamaConfig, LlamaForCausalLM, torch.float32, 1, dict(num_key_value_heads=2, head_dim=6)),
    # The scaling of Llama 3.1 on a base that puts heads on both sides of it and between; tied, in shards.
    'llama3': (LlamaConfig, LlamaForCausalLM, torch.bfloat16, 2, dict(
        num_key_value_heads=1, head_dim=8, tie_word_embeddings=True, max_position_embeddings=64,
        rope_parameters=dict(rope_type='llama3', rope_theta=500.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                             original_max_position_embeddings=32))),
    'llama-linear': (LlamaConfig, LlamaForCausalLM, torch.float32, 1, dict(
        num_key_value_heads=4, attention_bias=True, rope_parameters=dict(rope_type='linear', rope_theta=10000.0, factor=4.0))),
    'qwen2': (Qwen2Config, Qwen2ForCausalLM, torch.float16, 1, dict(
        num_key_value_heads=2, tie_word_embeddings=True, rms_norm_eps=1e-6,
        rope_parameters=dict(rope_type='default', rope_theta=1000000.0))),
    'smollm2': (LlamaConfig, LlamaForCausalLM, torch.bfloat16, 1, dict(
        num_key_value_heads=2, tie_word_embeddings=True, rms_norm_eps=1e-5,
        rope_parameters=dict(rope_type='default', rope_theta=100000.0))),
}
TEXT = '''The harbour wakes before the town. Boats that left at night come home with the tide, and their crews sort the catch on
the stones: plaice, cod, a crab or two. At 6:30 the baker opens; at 7 the school bus stops by the old mill. "Morning!" says
everyone, whether it is fine or not. Nobody counts the years, 1998 or 2024, but all know whose roof leaks and who's ill.
Él bebe café; sie trinkt Tee - naïve, über, 東京.'''
TEMPLATE = ("{{ bos_token }}{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] | trim + '<|im_end|>\n' }}"
            "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}")


def write_model(name, seed):
    config_of, model_of, dtype, shards, extra = FAMILIES[name]
    torch.manual_seed(seed)
    model = model_of(config_of(**{**TINY, **extra})).eval()
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            # transformers starts norms at one and biases at zero, which would hide a mistake in either.
            if 'norm' in key or key.endswith('bias'):
                parameter.add_(0.3 * torch.randn_like(parameter))
    folder = OUT / name
    model = model.to(dtype)
    model.save_pretrained(folder, **(dict(max_shard_size='6KB') if shards > 1 else {}))
    for left in folder.glob('generation_config.json'):
        left.unlink()
    # From the files: a conversion in place would round the rotary frequencies too.
    model = model_of.from_pretrained(folder, dtype=torch.float32).eval()
    cases = []
    for length in (1, 5, 9, 23):
        ids = torch.randint(0, TINY['vocab_size'], (1, length))
        with torch.no_grad():
            logits = model(ids).logits[0]
        cases.append(dict(ids=ids[0].tolist(), logits=[[round(value, 5) for value in row] for row in logits.tolist()]))
    (folder / 'logits.json').write_text(json.dumps(cases, separators=(',', ':')) + '\n')


def write_tokenizer():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ['<s>', '<|im_start|>', '<|im_end|>']
    tokenizer.train_from_iterator([TEXT], trainers.BpeTrainer(
        vocab_size=340, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing(single='<s> $A', special_tokens=[('<s>', 0)])
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token='<s>', eos_token='<|im_end|>', chat_template=TEMPLATE)
    folder = OUT / 'tokenizer'
    fast.save_pretrained(folder)
    texts = ['The baker opens at 7.', "who's there?\n\nNobody", 'naïve 東京 🙂', '', ' two  spaces ', '<|im_start|>user']
    encoded = [dict(text=text, ids=fast.encode(text), plain=fast.encode(text, add_special_tokens=False),
                    decoded=fast.decode(fast.encode(text), skip_special_tokens=True)) for text in texts]
    messages = [dict(role='user', content=' Who opens first? '), dict(role='assistant', content='The baker.'), dict(role='user', content='When?')]
    prompt = fast.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    golden = dict(encoded=encoded, messages=messages, prompt=prompt, ids=fast.encode(prompt, add_special_tokens=False))
    (folder / 'golden.json').write_text(json.dumps(golden, ensure_ascii=False, indent=1) + '\n')


shutil.rmtree(OUT, ignore_errors=True)
for number, name in enumerate(FAMILIES):
    write_model(name, seed=number)
write_tokenizer()
