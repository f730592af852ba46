# exercise: multi_head_attention
import numpy as np


def multi_head_attention(X_q, X_kv, parameters, num_heads, mask=None):
    p = parameters
    Q = split_heads(X_q @ p["Wq"] + p["bq"], num_heads)
    K = split_heads(X_kv @ p["Wk"] + p["bk"], num_heads)
    V = split_heads(X_kv @ p["Wv"] + p["bv"], num_heads)
    if mask is not None and mask.ndim == 3:
        mask = mask[np.newaxis, :, :, :]  # WRONG: the heads' axis belongs between batch and queries (mask[:, np.newaxis]), here the batch of the mask falls on the heads
    heads, weights = scaled_dot_product_attention(Q, K, V, mask)
    output = merge_heads(heads) @ p["Wo"] + p["bo"]
    return output, weights
