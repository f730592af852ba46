# exercise: skipgram_epoch
import numpy as np


def skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed):
    E_new = np.array(E)
    U_new = U  # WRONG: not a copy, so the steps change the caller's U, and the table that comes back is no new array
    total = 0.0
    n = pairs.shape[0]
    for t in range(n):
        rng = np.random.default_rng(seed)  # WRONG: made anew for each pair, so all pairs draw the very same words; make the generator once before the loop
        drawn = rng.choice(len(noise), size=k, p=noise)
        i, o = pairs[t, 0], pairs[t, 1]
        loss, dv, du, dUn = negative_sampling_loss(E_new[i], U_new[o], U_new[drawn])
        total += loss
        E_new[i] = E_new[i] - learning_rate * dv
        U_new[o] = U_new[o] - learning_rate * du
        for j in range(k):
            U_new[drawn[j]] = U_new[drawn[j]] - learning_rate * dUn[j]
    if n == 0:
        return E_new, U_new, 0.0
    return E_new, U_new, total / n
