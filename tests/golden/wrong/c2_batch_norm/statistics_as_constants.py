# expect: batchnorm_backward loses
"""Mean and variance are taken for constants on the way back."""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def batchnorm_forward(Z, gamma, beta, eps=1e-8):
    mu = np.mean(Z, axis=1, keepdims=True)
    v = np.mean((Z - mu) ** 2, axis=1, keepdims=True)
    s = 1 / np.sqrt(v + eps)
    xhat = (Z - mu) * s
    return gamma * xhat + beta, {"xhat": xhat, "inv_std": s, "gamma": gamma}


def update_running_stats(running, Z, momentum=0.9):
    mean = momentum * running["mean"] + (1 - momentum) * np.mean(Z, axis=1, keepdims=True)
    var = momentum * running["var"] + (1 - momentum) * np.var(Z, axis=1, keepdims=True)
    return {"mean": mean, "var": var}


def batchnorm_predict(Z, gamma, beta, running, eps=1e-8):
    xhat = (Z - running["mean"]) / np.sqrt(running["var"] + eps)
    return gamma * xhat + beta


def batchnorm_backward(dout, cache):
    xhat, s, gamma = cache["xhat"], cache["inv_std"], cache["gamma"]
    dgamma = np.sum(dout * xhat, axis=1, keepdims=True)
    dbeta = np.sum(dout, axis=1, keepdims=True)
    return s * gamma * dout, dgamma, dbeta


def fold_batchnorm(W, b, gamma, beta, running, eps=1e-8):
    scale = gamma / np.sqrt(running["var"] + eps)
    return W * scale, (b - running["mean"]) * scale + beta


def bn_network_gradients(X, Y, parameters, eps=1e-8):
    m = X.shape[1]
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    Z1 = W1 @ X + b1
    N1, cache = batchnorm_forward(Z1, parameters["gamma1"], parameters["beta1"], eps)
    A1 = np.maximum(0, N1)
    A2 = sigmoid(W2 @ A1 + b2)
    A = np.clip(A2, 1e-12, 1 - 1e-12)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    dZ2 = (A2 - Y) / m
    dW2 = dZ2 @ A1.T
    db2 = np.sum(dZ2, axis=1, keepdims=True)
    dN1 = (W2.T @ dZ2) * (N1 > 0)
    dZ1, dgamma1, dbeta1 = batchnorm_backward(dN1, cache)
    dW1 = dZ1 @ X.T
    db1 = np.sum(dZ1, axis=1, keepdims=True)
    grads = {
        "dW1": dW1,
        "db1": db1,
        "dgamma1": dgamma1,
        "dbeta1": dbeta1,
        "dW2": dW2,
        "db2": db2,
    }
    return cost, grads


def bn_model(
    X,
    Y,
    n_h,
    learning_rate=0.5,
    mini_batch_size=32,
    num_epochs=30,
    momentum=0.9,
    eps=1e-8,
    seed=0,
):
    rng = np.random.default_rng(seed)
    n_x, m = X.shape
    n_y = Y.shape[0]
    parameters = {
        "W1": rng.standard_normal((n_h, n_x)) / np.sqrt(n_x),
        "b1": np.zeros((n_h, 1)),
        "gamma1": np.ones((n_h, 1)),
        "beta1": np.zeros((n_h, 1)),
        "W2": rng.standard_normal((n_y, n_h)) / np.sqrt(n_h),
        "b2": np.zeros((n_y, 1)),
    }
    running = {"mean": np.zeros((n_h, 1)), "var": np.ones((n_h, 1))}
    for _ in range(num_epochs):
        order = rng.permutation(m)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, m, mini_batch_size):
            X_batch = X_shuffled[:, start : start + mini_batch_size]
            Y_batch = Y_shuffled[:, start : start + mini_batch_size]
            if X_batch.shape[1] < 2:
                continue
            Z1 = parameters["W1"] @ X_batch + parameters["b1"]
            running = update_running_stats(running, Z1, momentum)
            _, grads = bn_network_gradients(X_batch, Y_batch, parameters, eps)
            for name in parameters:
                parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    return parameters, running


def bn_predict(X, parameters, running, eps=1e-8):
    Z1 = parameters["W1"] @ X + parameters["b1"]
    N1 = batchnorm_predict(Z1, parameters["gamma1"], parameters["beta1"], running, eps)
    A2 = sigmoid(parameters["W2"] @ np.maximum(0, N1) + parameters["b2"])
    return (A2 > 0.5).astype(int)
