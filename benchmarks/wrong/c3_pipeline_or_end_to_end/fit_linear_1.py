# exercise: fit_linear
import numpy as np


def fit_linear(X, T, lambd=1e-3):
    gram = X @ X.T + lambd  # WRONG: lambda belongs on the diagonal only, lambd * np.eye(d); this adds it to every entry.
    right = T @ X.T
    # M gram = right  <=>  gram^T M^T = right^T
    return np.linalg.solve(gram.T, right.T).T
