# exercise: generate
import numpy as np


def generate(model, prompt, max_new_tokens, seed, temperature=1.0, top_k=None, top_p=None, end_id=None):
    rng = np.random.default_rng(seed)
    seq = [int(t) for t in prompt]
    for _ in range(max_new_tokens):
        logits = model(np.array([seq]))
        p = next_token_distribution(logits[0, -1], temperature, top_k, top_p)
        nxt = int(np.argmax(p))  # WRONG: takes the likeliest token; it must be drawn from p with the generator, rng.choice(len(p), p=p)
        seq.append(nxt)
        if end_id is not None and nxt == end_id:
            break
    return np.array(seq)
