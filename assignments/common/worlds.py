"""A world in which what follows from what is linear: clips, their sounds and their words."""

import numpy as np

from grader.authoring import Array

FEATURES, SOUNDS, WORDS = 20, 3, 2
# How far all that is measured is off, and how much of a word no sound tells.
NOISE, MELODY = 0.1, 0.3


def archive(pairs: int, seed: int, stage: int = 200, test: int = 100) -> dict[str, Array]:
    """Features of clips (20, m), sounds (3, m) that follow from them, and words (2, m).

    Words follow from sounds, and a little from features directly: that part no sound holds. As
    compare_designs takes them: `stage` examples of each stage, so many pairs of features and
    words, and `test` clips.
    """
    rng = np.random.default_rng(seed)
    hears = rng.normal(size=(SOUNDS, FEATURES))
    spells = rng.normal(size=(WORDS, SOUNDS))
    melody = MELODY * rng.normal(size=(WORDS, FEATURES))

    def clips(count: int) -> tuple[Array, Array, Array]:
        X = rng.normal(size=(FEATURES, count))
        U = hears @ X + NOISE * rng.normal(size=(SOUNDS, count))
        return X, U, spells @ U + melody @ X + NOISE * rng.normal(size=(WORDS, count))

    X1, U1, _ = clips(stage)
    _, U2, T2 = clips(stage)
    Xtest, _, Ttest = clips(test)
    # Last: so all the others are the same, whatever the number of pairs.
    Xp, _, Tp = clips(pairs)
    return {
        "X1": X1,
        "U1": U1,
        "U2": U2,
        "T2": T2,
        "Xp": Xp,
        "Tp": Tp,
        "Xtest": Xtest,
        "Ttest": Ttest,
    }
