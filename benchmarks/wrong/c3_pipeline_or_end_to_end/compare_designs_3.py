# exercise: compare_designs
import numpy as np


def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    stage1 = fit_linear(X1, U1, lambd)
    stage2 = fit_linear(U2, T2)  # WRONG: lambd isn't handed on, so this fit uses the default 1e-3.
    whole = fit_linear(Xp, Tp, lambd)

    U_hat = stage1.dot(Xtest)
    T_hat = stage2.dot(U_hat)
    res = {}
    res["pipeline"] = np.square(T_hat - Ttest).mean()
    res["end_to_end"] = np.square(whole.dot(Xp) - Tp).mean()  # WRONG: both designs are measured on the test set; this is the error on the pairs that were learnt from.
    return res
