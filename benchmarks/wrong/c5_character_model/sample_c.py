# exercise: sample
import numpy as np

END = "\n"


def sample(parameters, token_to_ix, seed, max_length=30, temperature=1.0):
    np_rng = np.random.default_rng(seed)
    a = np.zeros_like(parameters["ba"])
    current = None
    indices = []
    while True:
        probs, a = next_probabilities(current, a, parameters, temperature)
        # take the token by its probability
        current = int(np.argmax(probs))  # WRONG: always takes the likeliest token; it has to be drawn by its probability with the generator.
        indices.append(current)
        if current == token_to_ix[END]:
            return indices
        if len(indices) == max_length:
            return indices + [token_to_ix[END]]
