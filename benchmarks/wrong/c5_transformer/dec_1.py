# exercise: decoder_block
import numpy as np
from attnhelp import causal_mask, mha, mha_backward


def decoder_block(x, memory, parameters, num_heads, memory_mask=None):
    p = parameters
    L = x.shape[1]
    a1, _ = mha(x, x, p["self_attention"], num_heads, causal_mask(L))
    u, _ = layer_norm_forward(x + a1, p["gamma1"], p["beta1"])
    a2, _ = mha(x, memory, p["cross_attention"], num_heads, memory_mask)  # WRONG: the memory is asked by u, the output of the first norm, not by x
    v, _ = layer_norm_forward(u + a2, p["gamma2"], p["beta2"])
    f, _ = feed_forward(v, p["ffn"])
    y, _ = layer_norm_forward(v + f, p["gamma3"], p["beta3"])
    return y
