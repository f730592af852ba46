# Bias and variance. I use loops so that I understand what happens.
import numpy as np


def flatten(labels):
    """All entries in reading order, as a plain list."""
    if isinstance(labels, np.ndarray):
        labels = labels.tolist()
    if isinstance(labels, (list, tuple)):
        flat = []
        for part in labels:
            for entry in flatten(part):
                flat.append(entry)
        return flat
    return [labels]


def error_rate(y, y_hat):
    labels = flatten(y)
    predictions = flatten(y_hat)
    wrong = 0
    for i in range(len(labels)):
        if labels[i] != predictions[i]:
            wrong = wrong + 1
    return wrong / len(labels)


def diagnose(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    result = {}
    result["avoidable_bias"] = train_error - bayes_error
    result["variance"] = dev_error - train_error
    result["problems"] = []
    if result["avoidable_bias"] > tolerance:
        result["problems"].append("bias")
    if result["variance"] > tolerance:
        result["problems"].append("variance")
    return result


def recommend(problems):
    names = []
    for problem in problems:
        if problem == "bias":
            help_with_it = ["bigger_network", "train_longer", "new_architecture"]
        elif problem == "variance":
            help_with_it = ["more_data", "regularization", "dropout"]
        else:
            raise ValueError("I don't know the problem " + str(problem))
        for name in help_with_it:
            if name not in names:
                names.append(name)
    names.sort()
    return names


def polynomial_features(x, degree):
    m = len(x)
    Phi = np.zeros((degree + 1, m))
    for i in range(m):
        power = 1.0
        for j in range(degree + 1):
            Phi[j, i] = power
            power = power * float(x[i])
    return Phi


def ridge_fit(Phi, y, lambd):
    n, m = Phi.shape
    # the matrix and the right hand side, entry by entry
    A = np.zeros((n, n))
    b = np.zeros(n)
    for j in range(n):
        for l in range(n):
            for i in range(m):
                A[j, l] += float(Phi[j, i]) * float(Phi[l, i])
        for i in range(m):
            b[j] += float(Phi[j, i]) * float(y[i])
    for j in range(1, n):
        A[j, j] += lambd
    # Gauss, with the largest pivot
    for c in range(n):
        p = c
        for r in range(c + 1, n):
            if abs(A[r, c]) > abs(A[p, c]):
                p = r
        if p != c:
            A[[c, p]] = A[[p, c]]
            b[[c, p]] = b[[p, c]]
        for r in range(c + 1, n):
            f = A[r, c] / A[c, c]
            for l in range(c, n):
                A[r, l] -= f * A[c, l]
            b[r] -= f * b[c]
    theta = np.zeros(n)
    for r in range(n - 1, -1, -1):
        s = b[r]
        for l in range(r + 1, n):
            s -= A[r, l] * theta[l]
        theta[r] = s / A[r, r]
    return theta


def mean_squared_error(theta, x, y):
    Phi = polynomial_features(x, len(theta) - 1)
    total = 0.0
    for i in range(len(y)):
        prediction = 0.0
        for j in range(len(theta)):
            prediction += theta[j] * Phi[j, i]
        total += (prediction - y[i]) ** 2
    return total / len(y)


def learning_curve(x_train, y_train, x_dev, y_dev, sizes, degree, lambd):
    train_errors = []
    dev_errors = []
    for s in sizes:
        x = x_train[:s]
        y = y_train[:s]
        theta = ridge_fit(polynomial_features(x, degree), y, lambd)
        train_errors.append(mean_squared_error(theta, x, y))
        dev_errors.append(mean_squared_error(theta, x_dev, y_dev))
    return train_errors, dev_errors


def read_learning_curve(train_errors, dev_errors, target, tolerance):
    train = train_errors[-1]
    dev = dev_errors[-1]
    bias = train > target + tolerance
    variance = dev - train > tolerance
    if bias and variance:
        return {"problem": "both", "more_data_helps": True}
    elif bias:
        return {"problem": "bias", "more_data_helps": False}
    elif variance:
        return {"problem": "variance", "more_data_helps": True}
    else:
        return {"problem": "none", "more_data_helps": False}


def bias_variance_decomposition(predictions, targets):
    k, m = predictions.shape
    bias2 = 0.0
    variance = 0.0
    mse = 0.0
    for i in range(m):
        mean = 0.0
        for a in range(k):
            mean += predictions[a, i] / k
        bias2 += (mean - targets[i]) ** 2 / m
        for a in range(k):
            variance += (predictions[a, i] - mean) ** 2 / k / m
            mse += (predictions[a, i] - targets[i]) ** 2 / k / m
    return {"bias2": bias2, "variance": variance, "mse": mse}


def choose_lambda(x_train, y_train, x_dev, y_dev, degree, lambdas):
    errors = []
    best = 0
    for i in range(len(lambdas)):
        theta = ridge_fit(polynomial_features(x_train, degree), y_train, lambdas[i])
        errors.append(mean_squared_error(theta, x_dev, y_dev))
        if errors[i] < errors[best]:
            best = i
    return lambdas[best], errors
