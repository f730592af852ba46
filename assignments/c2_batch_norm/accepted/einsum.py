# Every sum is an einsum; the projection is made as a matrix for each unit.

import numpy as np


def batchnorm_forward(Z, gamma, beta, eps=1e-8):
    m = Z.shape[1]
    centre = np.eye(m) - 1 / m
    xc = np.einsum("nm,mk->nk", Z, centre)
    s = (np.einsum("nm,nm->n", xc, xc) / m + eps) ** -0.5
    xhat = np.einsum("n,nm->nm", s, xc)
    out = np.einsum("no,nm->nm", gamma, xhat) + beta
    return out, {"xhat": xhat, "inv_std": s[:, None], "gamma": gamma.copy()}


def batchnorm_backward(dout, cache):
    x, m = cache["xhat"], dout.shape[1]
    P = np.eye(m) - 1 / m - np.einsum("ni,nj->nij", x, x) / m
    dZ = np.einsum("no,no,nij,nj->ni", cache["inv_std"], cache["gamma"], P, dout)
    return dZ, np.einsum("nm,nm->n", dout, x)[:, None], np.einsum("nm->n", dout)[:, None]


def fold_batchnorm(W, b, gamma, beta, running, eps=1e-8):
    scale = np.diag((gamma * (running["var"] + eps) ** -0.5)[:, 0])
    return scale @ W, scale @ b - scale @ running["mean"] + beta


def batchnorm_predict(Z, gamma, beta, running, eps=1e-8):
    scale, shift = fold_batchnorm(
        np.eye(Z.shape[0]), np.zeros((Z.shape[0], 1)), gamma, beta, running, eps
    )
    return scale @ Z + shift


def bn_predict(X, parameters, running, eps=1e-8):
    W, b = fold_batchnorm(
        parameters["W1"], parameters["b1"], parameters["gamma1"], parameters["beta1"], running, eps
    )
    A = np.clip(W @ X + b, 0, None)
    return np.einsum("kn,nm->km", parameters["W2"], A) + parameters["b2"] > 0
