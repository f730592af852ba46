# exercise: ridge_fit
import numpy as np


def ridge_fit(Phi, y, lambd):
    # theta_0 is free, so take it out first and fit the rest
    theta0 = np.mean(y)  # WRONG: theta_0 is the mean of y only if row 0 is all ones and is orthogonal to the other rows; it must be solved for together with the others.
    rest = y - theta0 * Phi[0]
    F = Phi[1:]
    k = F.shape[0]
    theta_rest = np.linalg.solve(F @ F.T + lambd * np.eye(k), F @ rest)
    return np.concatenate([[theta0], theta_rest])
