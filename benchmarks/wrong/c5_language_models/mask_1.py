# exercise: mask_tokens
import numpy as np


def mask_tokens(tokens, vocab_size, mask_id, special_ids, seed, mask_prob=0.15):
    rng = np.random.default_rng(seed)
    inputs = tokens.copy()
    labels = np.full(tokens.shape, -100, dtype=tokens.dtype)
    flat_in = inputs.reshape(-1)
    flat_lab = labels.reshape(-1)
    ordinary = [t for t in range(vocab_size) if t != mask_id and t not in special_ids]
    candidates = [i for i in range(len(flat_in)) if flat_in[i] not in special_ids]
    n_mask = int(round(mask_prob * len(candidates)))
    chosen = rng.choice(np.array(candidates, dtype=int), size=n_mask, replace=False)  # WRONG: takes a fixed number of positions; each one is selected by itself with the chance mask_prob, and how many are is left to chance
    for i in chosen:
        flat_lab[i] = flat_in[i]
        r = rng.random()
        if r < 0.8:
            flat_in[i] = mask_id
        elif r < 0.9:
            flat_in[i] = rng.choice(ordinary)
    return flat_in.reshape(tokens.shape), flat_lab.reshape(tokens.shape)
