# exercise: mask_tokens
import numpy as np


def mask_tokens(tokens, vocab_size, mask_id, special_ids, seed, mask_prob=0.15):
    rng = np.random.default_rng(seed)
    special = np.isin(tokens, list(special_ids))
    selected = (rng.random(tokens.shape) < mask_prob) & ~special
    labels = np.where(selected, tokens, -100)
    ordinary = np.array([t for t in range(vocab_size) if t != mask_id and t not in special_ids])

    roll = rng.random(tokens.shape)
    random_words = rng.choice(ordinary, size=tokens.shape)
    inputs = tokens.copy()
    for pos in np.ndindex(tokens.shape):
        if not selected[pos]:
            continue
        if roll[pos] < 0.8:
            inputs[pos] = mask_id
        elif roll[pos] < 0.1:  # WRONG: never reached, as numbers below 0.1 are below 0.8, too; the next 10 % are those below 0.9
            inputs[pos] = random_words[pos]
    return inputs, labels
