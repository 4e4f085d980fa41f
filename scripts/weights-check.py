# Asks an exported model for its edited facts in transformers, in a process that has nothing but the exported files and the questions:
# python scripts/weights-check.py FOLDER QUESTIONS.json. QUESTIONS is a list of {"prompt": [ids], "answer": [ids]}; exit code 1 where one
# is answered otherwise. `npx tsx scripts/weights-check.ts` makes both and calls this. Needs torch and transformers, outside of the repository.
import json
import sys

import torch
from transformers import AutoModelForCausalLM

folder, questions = sys.argv[1:]
model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, local_files_only=True).eval()
wrong = []
cases = json.load(open(questions))
for case in cases:
    prompt, answer = case['prompt'], case['answer']
    with torch.no_grad():
        made = model.generate(torch.tensor([prompt]), attention_mask=torch.ones(1, len(prompt), dtype=torch.long), do_sample=False, max_new_tokens=len(answer), pad_token_id=0)
    if made[0, len(prompt):].tolist() != answer:
        wrong.append(dict(case, made=made[0, len(prompt):].tolist()))
print(f'{len(cases) - len(wrong)} of {len(cases)} questions answered as edited')
for case in wrong[:10]:
    print(json.dumps(case))
sys.exit(1 if wrong else 0)
