# Few arrays, written into again and again: gates and candidates of all steps are kept in arrays of
# their own, made before the loop. Arguments are copied first. Rows are examples inside.

import numpy as np
from gatehelp import sigmoid


class UnknownCellError(ValueError):
    pass


def affine(W, b, c, x, out):
    np.matmul(np.hstack([c, x]), W.T, out=out)
    out += b.T
    return out


def forward(x, c, p, r, u, h):
    """Rows are examples. r, u and h are filled, and c becomes the next state."""
    r[:] = sigmoid(affine(p["Wr"], p["br"], c, x, r))
    u[:] = sigmoid(affine(p["Wu"], p["bu"], c, x, u))
    np.tanh(affine(p["Wc"], p["bc"], r * c, x, h), out=h)
    c *= 1 - u
    c += u * h


def backward(d, x, c, p, r, u, h, total):
    """Rows are examples. total is added to, and d becomes the derivatives in c; dx comes back."""
    n = c.shape[1]
    dz = {"u": (h - c) * d, "c": u * d}
    dz["u"] *= u - u * u
    dz["c"] *= 1 - h * h
    d *= 1 - u
    up = dz["c"] @ p["Wc"]
    dz["r"] = up[:, :n] * c
    dz["r"] *= r - r * r
    d += up[:, :n] * r
    dx = up[:, n:].copy()
    for gate, state in (("r", c), ("u", c), ("c", r * c)):
        total["dW" + gate] += dz[gate].T @ np.hstack([state, x])
        total["db" + gate] += dz[gate].sum(axis=0)[:, None]
        if gate != "c":
            down = dz[gate] @ p["W" + gate]
            d += down[:, :n]
            dx += down[:, n:]
    return dx


def zeros(p):
    return {"d" + name: np.zeros(value.shape) for name, value in p.items()}


def gru_forward(x, c0, parameters):
    p = {name: value.copy() for name, value in parameters.items()}
    rows = np.ascontiguousarray(x.T)  # (T, m, n_x)
    T, m = rows.shape[:2]
    kept = np.zeros((3, T, m, len(c0)))
    states = np.zeros((T + 1, m, len(c0)))
    states[0] = c0.T
    for t in range(T):
        states[t + 1] = states[t]
        forward(rows[t], states[t + 1], p, *kept[:, t])
    return states[1:].transpose(2, 1, 0).copy(), (rows, states, kept, p)


def gru_backward(dc, caches):
    rows, states, kept, p = caches
    d, total, dx = np.zeros(states.shape[1:]), zeros(p), np.zeros(rows.shape)
    for t in reversed(range(len(rows))):
        d += dc[:, :, t].T
        dx[t] = backward(d, rows[t], states[t], p, *kept[:, t], total)
    total["dx"], total["dc0"] = dx.transpose(2, 1, 0), d.T
    return total


def gru_cell_forward(xt, c_prev, parameters):
    c, caches = gru_forward(xt[:, :, None], c_prev, parameters)
    return c[:, :, 0], caches


def gru_cell_backward(dc_next, cache):
    total = gru_backward(dc_next[:, :, None], cache)
    total["dxt"], total["dc_prev"] = total.pop("dx")[:, :, 0], total.pop("dc0")
    return total


def recurrent_parameter_count(kind, n_x, n_a):
    kinds = ["rnn", None, "gru", "lstm"]
    if kind is None or kind not in kinds:
        raise UnknownCellError(kind)
    return (kinds.index(kind) + 1) * n_a * (n_a + n_x) + (kinds.index(kind) + 1) * n_a
