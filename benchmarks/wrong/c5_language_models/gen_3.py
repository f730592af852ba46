# exercise: generate
import numpy as np


def generate(model, prompt, max_new_tokens, seed, temperature=1.0, top_k=None, top_p=None, end_id=None):
    rng = np.random.default_rng(seed)
    out = list(prompt)
    cur = np.array(out, dtype=int).reshape(1, len(out))
    count = 0
    while count < max_new_tokens:
        z = model(cur)[0][-1]
        dist = next_token_distribution(z, temperature=temperature, top_k=top_k, top_p=top_p)
        t = int(rng.choice(dist.shape[0], p=dist))
        out.append(t)
        count += 1
        if t == end_id:
            break
        cur = np.array([[t]])  # WRONG: the model gets only the new token; it must be asked about all tokens so far
    return np.array(out, dtype=int)
