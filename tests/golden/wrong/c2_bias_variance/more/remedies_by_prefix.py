# expect: recommend loses
"""Names are recognised by their first letters."""

import numpy as np


def error_rate(y, y_hat):
    y = np.array(y).reshape(-1)
    y_hat = np.array(y_hat).reshape(-1)
    wrong = 0
    for i in range(len(y)):
        if y[i] != y_hat[i]:
            wrong += 1
    return wrong / len(y)


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
    table = {
        "bias": ["bigger_network", "train_longer", "new_architecture"],
        "variance": ["more_data", "regularization", "dropout"],
    }
    result = []
    for problem in problems:
        problem = {'b': 'bias', 'v': 'variance'}.get(problem[:1], problem)
        if problem not in table:
            raise ValueError("unknown problem: %s" % problem)
        for remedy in table[problem]:
            if remedy not in result:
                result.append(remedy)
    return sorted(result)


def polynomial_features(x, degree):
    m = x.shape[0]
    Phi = np.zeros((degree + 1, m))
    for j in range(degree + 1):
        Phi[j, :] = x.astype(float) ** j
    return Phi


def ridge_fit(Phi, y, lambd):
    n = Phi.shape[0]
    P = np.identity(n)
    P[0, 0] = 0
    A = np.dot(Phi, Phi.T) + lambd * P
    b = np.dot(Phi, y)
    return np.linalg.solve(A, b)


def mse(theta, Phi, y):
    return np.mean((np.dot(theta, Phi) - y) ** 2)


def learning_curve(x_train, y_train, x_dev, y_dev, sizes, degree, lambd):
    train_errors = []
    dev_errors = []
    for s in sizes:
        x_s = x_train[:s]
        y_s = y_train[:s]
        Phi_s = polynomial_features(x_s, degree)
        theta = ridge_fit(Phi_s, y_s, lambd)
        train_errors.append(mse(theta, Phi_s, y_s))
        dev_errors.append(mse(theta, polynomial_features(x_dev, degree), y_dev))
    return train_errors, dev_errors


def read_learning_curve(train_errors, dev_errors, target, tolerance):
    bias = train_errors[-1] > target + tolerance
    variance = (dev_errors[-1] - train_errors[-1]) > tolerance
    if bias and variance:
        problem = "both"
    elif bias:
        problem = "bias"
    elif variance:
        problem = "variance"
    else:
        problem = "none"
    return {"problem": problem, "more_data_helps": variance}


def bias_variance_decomposition(predictions, targets):
    mean_prediction = np.mean(predictions, axis=0)
    bias2 = np.mean((mean_prediction - targets) ** 2)
    variance = np.mean(np.var(predictions, axis=0))
    error = np.mean((predictions - targets) ** 2)
    return {"bias2": bias2, "variance": variance, "mse": error}


def choose_lambda(x_train, y_train, x_dev, y_dev, degree, lambdas):
    Phi_train = polynomial_features(x_train, degree)
    Phi_dev = polynomial_features(x_dev, degree)
    errors = []
    for lambd in lambdas:
        theta = ridge_fit(Phi_train, y_train, lambd)
        errors.append(mse(theta, Phi_dev, y_dev))
    return lambdas[np.argmin(errors)], errors
