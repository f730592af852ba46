# exercise: skipgram_epoch
import numpy as np


def skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed):
    gen = np.random.default_rng(seed)
    E_new = E.astype(np.float64).copy()
    U_new = U.astype(np.float64).copy()
    losses = np.zeros(len(pairs))
    for t in range(len(pairs)):
        center = int(pairs[t][0])
        context = int(pairs[t][1])
        samples = gen.choice(noise.shape[0], size=k, p=noise)
        # the true context is no negative example
        samples = np.array([s for s in samples if s != context], dtype=int)  # WRONG: nothing is left out; a drawn word that is the context counts as a drawn word as well
        U_neg = U_new[samples].reshape(len(samples), U.shape[1])
        loss, dv, du_pos, dU_neg = negative_sampling_loss(E_new[center], U_new[context], U_neg)
        losses[t] = loss
        E_new[center] -= learning_rate * dv
        U_new[context] -= learning_rate * du_pos
        for s, g in zip(samples, dU_neg):
            U_new[s] -= learning_rate * g
    if len(losses) == 0:
        return E_new, U_new, 0.0
    return E_new, U_new, losses.mean()
