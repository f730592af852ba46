# Plain loops and lists; elimination by hand in place of a solver.

import math


def error_rate(y, y_hat):
    def leaves(value):
        if isinstance(value, (list, tuple)) or getattr(value, "ndim", 0) > 0:
            for part in value:
                yield from leaves(part)
        else:
            yield value

    wrong = total = 0
    for label, guess in zip(leaves(y), leaves(y_hat), strict=True):
        total += 1
        if label != guess:
            wrong += 1
    return wrong / total


def diagnose(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    gaps = [("bias", train_error - bayes_error), ("variance", dev_error - train_error)]
    problems = []
    for name, gap in gaps:
        if gap > tolerance:
            problems.append(name)
    return {"avoidable_bias": gaps[0][1], "variance": gaps[1][1], "problems": problems}


def recommend(problems):
    found = []
    for problem in problems:
        if problem == "bias":
            names = ("train_longer", "bigger_network", "new_architecture")
        elif problem == "variance":
            names = ("more_data", "regularization", "dropout")
        else:
            raise ValueError(problem)
        for name in names:
            if name not in found:
                found.append(name)
    found.sort()
    return found


def polynomial_features(x, degree):
    rows = []
    for j in range(degree + 1):
        row = []
        for value in x:
            power = 1.0
            for _ in range(j):
                power *= value
            row.append(float(power))
        rows.append(row)
    return rows


def ridge_fit(Phi, y, lambd):
    n, m = len(Phi), len(y)
    A = [[sum(Phi[a][i] * Phi[b][i] for i in range(m)) for b in range(n)] for a in range(n)]
    r = [sum(Phi[a][i] * y[i] for i in range(m)) for a in range(n)]
    for a in range(1, n):
        A[a][a] += lambd
    for a in range(n):
        pivot = max(range(a, n), key=lambda row: abs(A[row][a]))
        A[a], A[pivot], r[a], r[pivot] = A[pivot], A[a], r[pivot], r[a]
        for b in range(a + 1, n):
            factor = A[b][a] / A[a][a]
            for c in range(a, n):
                A[b][c] -= factor * A[a][c]
            r[b] -= factor * r[a]
    theta = [0.0] * n
    for a in reversed(range(n)):
        theta[a] = (r[a] - sum(A[a][c] * theta[c] for c in range(a + 1, n))) / A[a][a]
    return [float(value) for value in theta]


def mean_squared(x, y, theta):
    total = 0.0
    for value, target in zip(x, y, strict=True):
        guess = sum(weight * value**j for j, weight in enumerate(theta))
        total += (guess - target) ** 2
    return total / len(y)


def fitted(x, y, degree, lambd):
    return ridge_fit(polynomial_features(x, degree), y, lambd)


def learning_curve(x_train, y_train, x_dev, y_dev, sizes, degree, lambd):
    train_errors, dev_errors = [], []
    for s in sizes:
        theta = fitted(x_train[:s], y_train[:s], degree, lambd)
        train_errors.append(mean_squared(x_train[:s], y_train[:s], theta))
        dev_errors.append(mean_squared(x_dev, y_dev, theta))
    return train_errors, dev_errors


def read_learning_curve(train_errors, dev_errors, target, tolerance):
    train, dev = train_errors[len(train_errors) - 1], dev_errors[len(dev_errors) - 1]
    if train > target + tolerance and dev - train > tolerance:
        return {"problem": "both", "more_data_helps": True}
    if train > target + tolerance:
        return {"problem": "bias", "more_data_helps": False}
    if dev - train > tolerance:
        return {"problem": "variance", "more_data_helps": True}
    return {"problem": "none", "more_data_helps": False}


def bias_variance_decomposition(predictions, targets):
    k, m = len(predictions), len(targets)
    bias2 = variance = mse = 0.0
    for i in range(m):
        mean = math.fsum(predictions[a][i] for a in range(k)) / k
        bias2 += (mean - targets[i]) ** 2 / m
        for a in range(k):
            variance += (predictions[a][i] - mean) ** 2 / (k * m)
            mse += (predictions[a][i] - targets[i]) ** 2 / (k * m)
    return {"bias2": bias2, "variance": variance, "mse": mse}


def choose_lambda(x_train, y_train, x_dev, y_dev, degree, lambdas):
    best, errors = None, []
    for lambd in lambdas:
        error = mean_squared(x_dev, y_dev, fitted(x_train, y_train, degree, lambd))
        if best is None or error < min(errors):
            best = lambd
        errors.append(error)
    return best, errors
