# exercise: sample
import numpy as np

END = "\n"


def sample(parameters, token_to_ix, seed, max_length=30, temperature=1.0):
    rng = np.random.default_rng(seed)
    n_a = parameters["ba"].shape[0]
    V = len(token_to_ix)
    stop = token_to_ix[END]
    a = np.zeros((n_a, 1))
    index = None
    out = []
    for _ in range(max_length):
        p, _ = next_probabilities(index, a, parameters, temperature)  # WRONG: the new state is thrown away, so each step starts from zeros; it has to be carried on in a.
        index = int(rng.choice(V, p=p))
        out.append(index)
        if index == stop:
            break
    out.append(stop)  # WRONG: END is added in any case, also where it was drawn already, so it stands there twice; it is to be added only if it wasn't drawn.
    return out
