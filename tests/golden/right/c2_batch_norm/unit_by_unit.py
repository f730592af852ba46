"""Batch norm, one unit and one example after the other."""

import math

import numpy as np


def mean_and_var_of_row(row):
    m = len(row)
    total = 0.0
    for z in row:
        total = total + z
    mean = total / m
    squares = 0.0
    for z in row:
        squares = squares + (z - mean) ** 2
    return mean, squares / m


def batchnorm_forward(Z, gamma, beta, eps=1e-8):
    n, m = Z.shape
    out = np.zeros((n, m))
    xhat = np.zeros((n, m))
    inv_std = np.zeros((n, 1))
    for k in range(n):
        mean, var = mean_and_var_of_row(Z[k])
        inv_std[k, 0] = 1 / math.sqrt(var + eps)
        for i in range(m):
            xhat[k, i] = (Z[k, i] - mean) * inv_std[k, 0]
            out[k, i] = gamma[k, 0] * xhat[k, i] + beta[k, 0]
    cache = {"xhat": xhat, "inv_std": inv_std, "gamma": gamma.copy()}
    return out, cache


def update_running_stats(running, Z, momentum=0.9):
    n = Z.shape[0]
    new_mean = np.zeros((n, 1))
    new_var = np.zeros((n, 1))
    for k in range(n):
        mean, var = mean_and_var_of_row(Z[k])
        new_mean[k, 0] = momentum * running["mean"][k, 0] + (1 - momentum) * mean
        new_var[k, 0] = momentum * running["var"][k, 0] + (1 - momentum) * var
    return {"mean": new_mean, "var": new_var}


def batchnorm_predict(Z, gamma, beta, running, eps=1e-8):
    n, m = Z.shape
    out = np.zeros((n, m))
    for k in range(n):
        std = math.sqrt(running["var"][k, 0] + eps)
        for i in range(m):
            out[k, i] = gamma[k, 0] * (Z[k, i] - running["mean"][k, 0]) / std + beta[k, 0]
    return out


def batchnorm_backward(dout, cache):
    xhat = cache["xhat"]
    inv_std = cache["inv_std"]
    gamma = cache["gamma"]
    n, m = dout.shape
    dZ = np.zeros((n, m))
    dgamma = np.zeros((n, 1))
    dbeta = np.zeros((n, 1))
    for k in range(n):
        mean_dxhat = 0.0
        mean_dxhat_xhat = 0.0
        for i in range(m):
            dgamma[k, 0] += dout[k, i] * xhat[k, i]
            dbeta[k, 0] += dout[k, i]
            dxhat = gamma[k, 0] * dout[k, i]
            mean_dxhat += dxhat / m
            mean_dxhat_xhat += dxhat * xhat[k, i] / m
        for i in range(m):
            dxhat = gamma[k, 0] * dout[k, i]
            dZ[k, i] = inv_std[k, 0] * (dxhat - mean_dxhat - xhat[k, i] * mean_dxhat_xhat)
    return dZ, dgamma, dbeta


def fold_batchnorm(W, b, gamma, beta, running, eps=1e-8):
    W_folded = np.zeros(W.shape)
    b_folded = np.zeros(b.shape)
    for k in range(W.shape[0]):
        scale = gamma[k, 0] / math.sqrt(running["var"][k, 0] + eps)
        for j in range(W.shape[1]):
            W_folded[k, j] = scale * W[k, j]
        b_folded[k, 0] = scale * (b[k, 0] - running["mean"][k, 0]) + beta[k, 0]
    return W_folded, b_folded


def sigmoid(z):
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    return math.exp(z) / (1 + math.exp(z))


def bn_network_gradients(X, Y, parameters, eps=1e-8):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    m = X.shape[1]
    n_y = Y.shape[0]

    Z1 = np.dot(W1, X) + b1
    N1, cache = batchnorm_forward(Z1, parameters["gamma1"], parameters["beta1"], eps)
    A1 = np.zeros(N1.shape)
    for k in range(N1.shape[0]):
        for i in range(m):
            if N1[k, i] > 0:
                A1[k, i] = N1[k, i]
    Z2 = np.dot(W2, A1) + b2
    A2 = np.zeros(Z2.shape)
    cost = 0.0
    for k in range(n_y):
        for i in range(m):
            A2[k, i] = sigmoid(Z2[k, i])
            if Y[k, i] == 1:
                cost = cost - math.log(A2[k, i])
            else:
                cost = cost - math.log(1 - A2[k, i])
    cost = cost / m

    dZ2 = (A2 - Y) / m
    dW2 = np.dot(dZ2, A1.T)
    db2 = np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dN1 = np.zeros(N1.shape)
    for k in range(N1.shape[0]):
        for i in range(m):
            if N1[k, i] > 0:
                dN1[k, i] = dA1[k, i]
    dZ1, dgamma1, dbeta1 = batchnorm_backward(dN1, cache)
    dW1 = np.dot(dZ1, X.T)
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
    np.random.seed(seed)
    n_x = X.shape[0]
    n_y = Y.shape[0]
    m = X.shape[1]
    parameters = {
        "W1": np.random.randn(n_h, n_x) / np.sqrt(n_x),
        "b1": np.zeros((n_h, 1)),
        "gamma1": np.ones((n_h, 1)),
        "beta1": np.zeros((n_h, 1)),
        "W2": np.random.randn(n_y, n_h) / np.sqrt(n_h),
        "b2": np.zeros((n_y, 1)),
    }
    running = {"mean": np.zeros((n_h, 1)), "var": np.ones((n_h, 1))}
    for epoch in range(num_epochs):
        order = np.random.permutation(m)
        X_shuffled = X[:, order]
        Y_shuffled = Y[:, order]
        start = 0
        while start < m:
            X_batch = X_shuffled[:, start : start + mini_batch_size]
            Y_batch = Y_shuffled[:, start : start + mini_batch_size]
            start = start + mini_batch_size
            if X_batch.shape[1] < 2:
                continue
            Z1 = np.dot(parameters["W1"], X_batch) + parameters["b1"]
            running = update_running_stats(running, Z1, momentum)
            cost, grads = bn_network_gradients(X_batch, Y_batch, parameters, eps)
            for name in parameters:
                parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    return parameters, running


def bn_predict(X, parameters, running, eps=1e-8):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    N1 = batchnorm_predict(Z1, parameters["gamma1"], parameters["beta1"], running, eps)
    A1 = np.maximum(0, N1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    classes = np.zeros(Z2.shape, dtype=int)
    for k in range(Z2.shape[0]):
        for i in range(Z2.shape[1]):
            if sigmoid(Z2[k, i]) > 0.5:
                classes[k, i] = 1
    return classes
