"""skipgram_epoch takes all steps at the end, from where the tables were at the beginning."""

import numpy as np


def skipgram_epoch(
    pairs: np.ndarray,
    E: np.ndarray,
    U: np.ndarray,
    noise: np.ndarray,
    k: int,
    learning_rate: float,
    seed: int,
) -> tuple[np.ndarray, np.ndarray, float]:
    rng = np.random.default_rng(seed)
    dE, dU, total = np.zeros(E.shape), np.zeros(U.shape), 0.0
    for centre, context in pairs:
        drawn = rng.choice(len(noise), size=k, p=noise)
        loss, dv, du_pos, dU_neg = negative_sampling_loss(  # noqa: F821
            E[centre], U[context], U[drawn]
        )
        dE[centre] += dv
        dU[context] += du_pos
        np.add.at(dU, drawn, dU_neg)
        total += loss
    return E - learning_rate * dE, U - learning_rate * dU, total / max(1, len(pairs))
