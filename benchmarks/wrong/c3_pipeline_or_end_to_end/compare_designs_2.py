# exercise: compare_designs
import numpy as np


def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    # pipeline: first stage, then the second stage on what the first stage gives
    A = fit_linear(X1, U1, lambd)
    sounds = A @ Xp
    C = fit_linear(sounds, Tp, lambd)  # WRONG: the second stage is fitted on the true sounds U2 and their words T2; the pairs are for end to end and nothing else.
    err_pipe = np.mean((C @ A @ Xtest - Ttest) ** 2)

    # end to end
    E = fit_linear(Xp, Tp, lambd)
    err_e2e = np.mean((E @ Xtest - Ttest) ** 2)
    return {"pipeline": err_pipe, "end_to_end": err_e2e}
