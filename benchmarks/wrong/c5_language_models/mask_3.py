# exercise: mask_tokens
import numpy as np


def mask_tokens(tokens, vocab_size, mask_id, special_ids, seed, mask_prob=0.15):
    gen = np.random.default_rng(seed)
    inputs = np.array(tokens)
    labels = np.full(tokens.shape, -100)
    u = gen.random(tokens.shape)
    what = gen.random(tokens.shape)
    picked = u < mask_prob  # WRONG: special tokens must never be selected, they are not left out here
    labels[picked] = tokens[picked]
    to_mask = picked & (what < 0.8)
    to_random = picked & (what >= 0.8) & (what < 0.9)
    inputs[to_mask] = mask_id
    inputs[to_random] = gen.integers(0, vocab_size, size=to_random.sum())  # WRONG: draws from the whole vocabulary, with mask_id and the special tokens; only ordinary ones may come
    return inputs, labels
