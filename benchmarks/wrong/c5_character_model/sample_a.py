# exercise: sample
import numpy as np

END = "\n"


def sample(parameters, token_to_ix, seed, max_length=30, temperature=1.0):
    end = token_to_ix[END]
    a = np.zeros((parameters["Waa"].shape[0], 1))
    idx = None
    result = []
    while idx != end and len(result) < max_length:
        p, a = next_probabilities(idx, a, parameters, temperature)
        rng = np.random.default_rng(seed)  # WRONG: the generator is made anew for each token, so that every draw uses the same random number; it belongs before the loop.
        idx = int(rng.choice(np.arange(len(p)), p=p))
        result.append(idx)
    if idx != end:
        result.append(end)
    return result
