# One unit and one example at a time, in plain Python where that is possible.

import math

import numpy as np


def mean(row):
    return math.fsum(row) / len(row)


def variance(row):
    middle = mean(row)
    return mean([(z - middle) ** 2 for z in row])


def batchnorm_forward(Z, gamma, beta, eps=1e-8):
    xhat, out, inv = [], [], []
    for j in range(len(Z)):
        middle, scale = mean(Z[j]), 1 / math.sqrt(variance(Z[j]) + eps)
        xhat.append([(z - middle) * scale for z in Z[j]])
        out.append([gamma[j, 0] * x + beta[j, 0] for x in xhat[j]])
        inv.append([scale])
    cache = {"xhat": np.array(xhat), "inv_std": np.array(inv), "gamma": np.array(gamma)}
    return [np.array(out), cache]


def update_running_stats(running, Z, momentum=0.9):
    new = {"mean": np.zeros((len(Z), 1)), "var": np.zeros((len(Z), 1))}
    for j, row in enumerate(Z):
        for name, now in (("mean", mean(row)), ("var", variance(row))):
            old = running[name][j, 0]
            new[name][j, 0] = old + (1 - momentum) * (now - old)
    return new


def batchnorm_predict(Z, gamma, beta, running, eps=1e-8):
    out = np.zeros(Z.shape)
    for j in range(Z.shape[0]):
        for i in range(Z.shape[1]):
            x = (Z[j, i] - running["mean"][j, 0]) / math.sqrt(running["var"][j, 0] + eps)
            out[j, i] = gamma[j, 0] * x + beta[j, 0]
    return out


def batchnorm_backward(dout, cache):
    n, m = dout.shape
    dZ, dgamma, dbeta = np.zeros((n, m)), np.zeros((n, 1)), np.zeros((n, 1))
    for j in range(n):
        x, scale = cache["xhat"][j], cache["inv_std"][j, 0]
        dgamma[j] = math.fsum(dout[j] * x)
        dbeta[j] = math.fsum(dout[j])
        for i in range(m):
            for k in range(m):
                slope = (float(i == k) - 1 / m - x[i] * x[k] / m) * scale
                dZ[j, i] += slope * cache["gamma"][j, 0] * dout[j, k]
    return dZ, dgamma, dbeta


def fold_batchnorm(W, b, gamma, beta, running, eps=1e-8):
    W_folded, b_folded = [], []
    for j in range(len(W)):
        scale = gamma[j, 0] / math.sqrt(running["var"][j, 0] + eps)
        W_folded.append([scale * w for w in W[j]])
        b_folded.append([scale * b[j, 0] - scale * running["mean"][j, 0] + beta[j, 0]])
    return W_folded, b_folded
