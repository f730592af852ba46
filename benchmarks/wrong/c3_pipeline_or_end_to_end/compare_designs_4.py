# exercise: compare_designs
import numpy as np


def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    A = fit_linear(X1, U1, lambd)
    C = fit_linear(U2, T2, lambd)
    E = fit_linear(np.hstack([X1, Xp]), np.hstack([C @ U1, Tp]), lambd)  # WRONG: end to end learns from the pairs Xp, Tp alone; here it is also taught what the pipeline predicts on X1.
    n = Ttest.size
    e1 = np.sum((C @ A @ Xtest - Ttest) ** 2) / n
    e2 = np.sum((E @ Xtest - Ttest) ** 2) / n
    return {"pipeline": e1, "end_to_end": e2}
