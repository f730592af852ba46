# exercise: multi_head_attention
import numpy as np


def multi_head_attention(X_q, X_kv, parameters, num_heads, mask=None):
    Wq, Wk, Wv, Wo = parameters["Wq"], parameters["Wk"], parameters["Wv"], parameters["Wo"]
    bq, bk, bv, bo = parameters["bq"], parameters["bk"], parameters["bv"], parameters["bo"]

    queries = np.dot(X_q, Wq) + bq
    keys = np.dot(X_kv, Wk) + bk
    values = np.dot(X_kv, Wv) + bk  # WRONG: the bias of the values is bv (copied from the line above)

    dh = queries.shape[-1] // num_heads
    if mask is not None and mask.ndim == 3:
        mask = np.expand_dims(mask, 1)

    outs = []
    ws = []
    for h in range(num_heads):
        sl = slice(h * dh, (h + 1) * dh)
        m = mask
        if m is not None and m.ndim == 4:
            m = m[:, 0]
        o, w = scaled_dot_product_attention(queries[:, :, sl], keys[:, :, sl], values[:, :, sl], m)
        outs.append(o)
        ws.append(w)
    concat = np.concatenate(outs, axis=-1)
    output = np.dot(concat, Wo)  # WRONG: the bias bo of the last layer is not added
    weights = np.stack(ws, axis=1)
    return output, weights
