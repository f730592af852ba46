# exercise: encoder_block_backward
import numpy as np
from attnhelp import causal_mask, mha, mha_backward


def encoder_block_backward(dy, cache):
    attn_cache, ln1_cache, ffn_cache, ln2_cache = cache

    dsum2, dgamma2, dbeta2 = layer_norm_backward(dy, ln2_cache)
    dffn, ffn_grads = feed_forward_backward(dy, ffn_cache)  # WRONG: the network gets the derivative that came through the second norm (dsum2), not dy
    du = dsum2 + dffn

    dsum1, dgamma1, dbeta1 = layer_norm_backward(du, ln1_cache)
    dq, dkv, attn_grads = mha_backward(dsum1, attn_cache)
    dx = dsum1 + dq  # WRONG: the third way, through keys and values (dkv), is missing; in self-attention both must be added

    return dx, {
        "attention": attn_grads,
        "ffn": ffn_grads,
        "dgamma1": dgamma1,
        "dbeta1": dbeta1,
        "dgamma2": dgamma2,
        "dbeta2": dbeta2,
    }
