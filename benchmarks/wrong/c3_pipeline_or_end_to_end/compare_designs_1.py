# exercise: compare_designs
import numpy as np


def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    A = fit_linear(X1, U1, lambd)
    C = fit_linear(U2, T2, lambd)
    E = fit_linear(Xp, Tp, lambd)

    def mse(pred):
        diff = pred - Ttest
        return float(np.sum(diff**2) / Ttest.shape[1])  # WRONG: the mean is over all k * m entries, not over the m examples.

    return {"pipeline": mse(C @ (A @ Xtest)), "end_to_end": mse(E @ Xtest)}
