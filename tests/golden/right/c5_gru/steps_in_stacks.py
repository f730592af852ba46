"""Einsum, matrices cut in two, stacks over time; the backward pass through time on its own."""

import numpy as np


def sigma(z):
    return 1 / (1 + np.exp(-z))


def cut(W):
    return W[:, : W.shape[0]], W[:, W.shape[0] :]


def gates(xt, c, p):
    (Vr, Ur), (Vu, Uu), (Vc, Uc) = cut(p["Wr"]), cut(p["Wu"]), cut(p["Wc"])
    r = sigma(np.einsum("ij,jm->im", Vr, c) + np.einsum("ij,jm->im", Ur, xt) + p["br"])
    u = sigma(np.einsum("ij,jm->im", Vu, c) + np.einsum("ij,jm->im", Uu, xt) + p["bu"])
    h = np.tanh(np.einsum("ij,jm->im", Vc, r * c) + np.einsum("ij,jm->im", Uc, xt) + p["bc"])
    return r, u, h


def gru_cell_forward(xt, c_prev, parameters):
    r, u, h = gates(xt, c_prev, parameters)
    return c_prev + u * (h - c_prev), np.array([xt, c_prev, r, u, h, parameters], dtype=object)


def gru_forward(x, c0, parameters):
    T = x.shape[-1]
    C = np.empty((T + 1, *c0.shape))
    R, U, H = np.empty((3, T, *c0.shape))
    C[0] = c0
    for t in range(T):
        R[t], U[t], H[t] = gates(x[..., t], C[t], parameters)
        C[t + 1] = C[t] + U[t] * (H[t] - C[t])
    return C[1:].transpose(1, 2, 0), dict(x=x, C=C, R=R, U=U, H=H, p=parameters)


def back(d, c, r, u, h, p):
    """dz of the three, and what goes to the state."""
    zc = d * u * (1 - h * h)
    zu = d * (h - c) * (u - u * u)
    k = np.einsum("ij,im->jm", cut(p["Wc"])[0], zc)
    zr = k * c * (r - r * r)
    dc = d - d * u + k * r
    dc = dc + np.einsum("ij,im->jm", cut(p["Wr"])[0], zr)
    dc = dc + np.einsum("ij,im->jm", cut(p["Wu"])[0], zu)
    return zr, zu, zc, dc


def collect(zr, zu, zc, c, r, x, p):
    """All of time first: z (T, n_a, m), c and r alike, x (T, n_x, m)."""
    out = {}
    for n, z, s in (("r", zr, c), ("u", zu, c), ("c", zc, r * c)):
        dV = np.einsum("tim,tjm->ij", z, s)
        dU = np.einsum("tim,tjm->ij", z, x)
        out["dW" + n] = np.hstack((dV, dU))
        out["db" + n] = np.einsum("tim->i", z)[:, None]
    dx = sum(
        np.einsum("ij,tim->jmt", cut(p["W" + n])[1], z)
        for n, z in (("r", zr), ("u", zu), ("c", zc))
    )
    return out, dx


def gru_cell_backward(dc_next, cache):
    xt, c, r, u, h, p = cache
    zr, zu, zc, dc = back(dc_next, c, r, u, h, p)
    out, dx = collect(zr[None], zu[None], zc[None], c[None], r[None], xt[None], p)
    out["dxt"] = dx[..., 0]
    out["dc_prev"] = dc
    return out


def gru_backward(dc, caches):
    C, R, U, H, p = (caches[k] for k in ("C", "R", "U", "H", "p"))
    Z = np.empty((3, *R.shape))
    carried = 0
    for t in range(len(R))[::-1]:
        *z, carried = back(dc[:, :, t] + carried, C[t], R[t], U[t], H[t], p)
        Z[:, t] = z
    out, dx = collect(*Z, C[:-1], R, np.moveaxis(caches["x"], -1, 0), p)
    return {**out, "dx": dx, "dc0": carried, "carried": carried}


def recurrent_parameter_count(kind, n_x, n_a):
    many = {"rnn": 1, "gru": 3, "lstm": 4}.get(kind)
    if many is None:
        raise ValueError(f"{kind!r} is no cell")
    return np.int64(many) * n_a * (n_a + n_x + 1)
