# exercise: mask_tokens
import numpy as np


def mask_tokens(tokens, vocab_size, mask_id, special_ids, seed, mask_prob=0.15):
    rng = np.random.default_rng(seed)
    forbidden = set(special_ids) | {mask_id}
    ordinary = [t for t in range(vocab_size) if t not in forbidden]
    inputs = tokens.copy()
    labels = np.full_like(tokens, -100)
    for idx, tok in np.ndenumerate(tokens):
        if tok in forbidden:
            continue
        if rng.random() >= mask_prob:
            continue
        r = rng.random()
        if r < 0.8:
            inputs[idx] = mask_id
            labels[idx] = tok
        elif r < 0.9:
            inputs[idx] = ordinary[rng.integers(len(ordinary))]
            labels[idx] = tok
        else:
            inputs[idx] = tok  # WRONG: the selected token that stays as it is has a label too, labels[idx] = tok is missing here
    return inputs, labels
