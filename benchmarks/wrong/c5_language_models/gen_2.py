# exercise: generate
import numpy as np


def generate(model, prompt, max_new_tokens, seed, temperature=1.0, top_k=None, top_p=None, end_id=None):
    tokens = np.array(prompt, dtype=int)
    for step in range(max_new_tokens):
        if end_id is not None and end_id in tokens:  # WRONG: in the prompt end_id means nothing, only a drawn one ends the text
            break
        rng = np.random.default_rng(seed)  # WRONG: made anew in each step, so all steps use the same random number; make it once before the loop
        logits = model(tokens.reshape(1, -1))
        probs = next_token_distribution(logits[0, -1, :], temperature, top_k, top_p)
        new = rng.choice(len(probs), p=probs)
        tokens = np.append(tokens, new)
    return tokens
