# exercise: multi_head_attention_backward
import numpy as np


def linear_grads(X, dY):
    X2 = X.reshape(-1, X.shape[-1])
    dY2 = dY.reshape(-1, dY.shape[-1])
    dW = X2.T @ dY2 / X.shape[0]  # WRONG: divides by the batch, but the derivatives of a weight are sums over all positions of all examples
    db = dY2.sum(axis=0)
    return dW, db


def multi_head_attention_backward(d_output, X_q, X_kv, parameters, num_heads, mask=None):
    Wq, Wk, Wv, Wo = (parameters[n] for n in ("Wq", "Wk", "Wv", "Wo"))
    bq, bk, bv = (parameters[n] for n in ("bq", "bk", "bv"))

    # forward
    q = split_heads(X_q @ Wq + bq, num_heads)
    k = split_heads(X_kv @ Wk + bk, num_heads)
    v = split_heads(X_kv @ Wv + bv, num_heads)
    m = mask
    if m is not None and m.ndim == 3:
        m = m[:, None]
    out, w = scaled_dot_product_attention(q, k, v, m)
    concat = merge_heads(out)

    # backward
    dWo, dbo = linear_grads(concat, d_output)
    dconcat = d_output @ Wo  # WRONG: back through the last layer goes the transpose of Wo
    dq, dk, dv = attention_backward(split_heads(dconcat, num_heads), q, k, v, m)
    dq = merge_heads(dq)
    dk = merge_heads(dk)
    dv = merge_heads(dv)
    dWq, dbq = linear_grads(X_q, dq)
    dWk, dbk = linear_grads(X_kv, dk)
    dWv, dbv = linear_grads(X_kv, dv)
    dX_q = dq @ Wq.T
    dX_kv = dk @ Wk.T + dv @ Wv.T
    grads = {"dWq": dWq, "dbq": dbq, "dWk": dWk, "dbk": dbk, "dWv": dWv, "dbv": dbv, "dWo": dWo, "dbo": dbo}
    return dX_q, dX_kv, grads
