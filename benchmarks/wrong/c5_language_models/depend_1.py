# exercise: dependency_matrix
import numpy as np


def dependency_matrix(model, tokens, vocab_size):
    base = np.array(tokens)
    L = len(base)
    before = model(base[None, :])[0]
    result = np.zeros((L, L), dtype=bool)
    changed = base.copy()  # WRONG: copied only once, so the tokens that were replaced before stay replaced; make a new copy for each j, in the loop
    for j in range(L):
        changed[j] = (changed[j] + 1) % vocab_size
        after = model(changed[None, :])[0]
        for i in range(L):
            result[i, j] = np.max(np.abs(after[i] - before[i])) > 1e-9
    return result
