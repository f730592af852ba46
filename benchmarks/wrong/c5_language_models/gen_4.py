# exercise: generate
import numpy as np


def generate(model, prompt, max_new_tokens, seed, temperature=1.0, top_k=None, top_p=None, end_id=None):
    rng = np.random.default_rng(seed)
    row = np.array(prompt).astype(np.int64)
    for _ in range(max_new_tokens):
        logits = model(row[np.newaxis, :])
        last = logits[0, len(row) - 1]
        p = next_token_distribution(last, temperature, top_k, top_p)
        token = rng.choice(np.arange(len(p)), p=p)
        if token == end_id:
            break  # WRONG: a drawn end_id is the last token of the result, so it must be appended before the loop ends
        row = np.concatenate([row, [token]])
    return row
