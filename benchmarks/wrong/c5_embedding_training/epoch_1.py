# exercise: skipgram_epoch
import numpy as np


def skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed):
    rng = np.random.default_rng(seed)
    E_new = E.copy()
    U_new = U.copy()
    V = len(noise)
    losses = []
    for center, context in pairs:
        neg = rng.choice(V, size=k, p=noise)
        loss, dv, du_pos, dU_neg = negative_sampling_loss(E_new[center], U_new[context], U_new[neg])
        losses.append(loss)
        E_new[center] -= learning_rate * dv
        U_new[context] -= learning_rate * du_pos
        U_new[neg] -= learning_rate * dU_neg  # WRONG: a word that was drawn twice takes only one of its steps; use np.subtract.at or a loop
    mean_loss = sum(losses) / len(losses) if losses else 0.0
    return E_new, U_new, mean_loss
