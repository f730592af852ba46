# exercise: skipgram_epoch
import numpy as np


def skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed):
    rng = np.random.default_rng(seed)
    E_new, U_new = E.copy(), U.copy()
    mean_loss = 0.0
    for c, o in pairs:
        negs = rng.choice(np.arange(E.shape[0]), size=k, replace=True, p=noise)
        # gradients of this pair
        loss, dv, du_pos, dU_neg = negative_sampling_loss(E[c], U[o], U[negs])  # WRONG: takes the derivatives at the tables of the beginning; each pair must see the steps of the pairs before it (E_new, U_new)
        E_new[c] -= learning_rate * dv
        np.add.at(U_new, negs, -learning_rate * dU_neg)
        U_new[o] -= learning_rate * du_pos
        mean_loss += loss / len(pairs)
    return E_new, U_new, mean_loss
