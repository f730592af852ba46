# exercise: multi_head_attention_backward
import numpy as np


def multi_head_attention_backward(d_output, X_q, X_kv, parameters, num_heads, mask=None):
    P = parameters
    Q = split_heads(X_q @ P["Wq"] + P["bq"], num_heads)
    K = split_heads(X_kv @ P["Wk"] + P["bk"], num_heads)
    V = split_heads(X_kv @ P["Wv"] + P["bv"], num_heads)
    if mask is not None and mask.ndim == 3:
        mask = mask[:, None, :, :]
    heads, _ = scaled_dot_product_attention(Q, K, V, mask)
    merged = merge_heads(heads)

    grads = {}
    grads["dWo"] = np.einsum("bqi,bqj->ij", merged, d_output)
    grads["dbo"] = d_output.sum(axis=(0, 1))
    d_merged = d_output @ P["Wo"].T
    d_heads = split_heads(d_merged, num_heads)
    dQ, dK, dV = attention_backward(d_heads, Q, K, V, mask)
    dQ, dK, dV = merge_heads(dQ), merge_heads(dK), merge_heads(dV)

    grads["dWq"] = np.einsum("bqi,bqj->ij", X_q, dQ)
    grads["dWk"] = np.einsum("bqi,bqj->ij", X_kv, dK)
    grads["dWv"] = np.einsum("bqi,bqj->ij", X_kv, dV)
    grads["dbq"] = dQ.sum(axis=(0, 1))
    grads["dbk"] = dK.sum(axis=(0, 1))
    grads["dbv"] = dV.sum(axis=(0, 1))
    dX_q = dQ @ P["Wq"].T
    dX_kv = dK @ P["Wk"].T
    dX_kv = dV @ P["Wv"].T  # WRONG: overwrites the part that came through the keys; the two ways back to X_kv must be added
    return dX_q, dX_kv, grads
