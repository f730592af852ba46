# exercise: decoder_block
import numpy as np
from attnhelp import causal_mask, mha, mha_backward


def decoder_block(x, memory, parameters, num_heads, memory_mask=None):
    P = parameters
    self_attn, _ = mha(x, x, P["self_attention"], num_heads, causal_mask(x.shape[1]))
    u, _ = layer_norm_forward(x + self_attn, P["gamma1"], P["beta1"])

    # the decoder may not look ahead
    L_t, L_s = x.shape[1], memory.shape[1]
    cross_mask = np.arange(L_s)[None, :] <= np.arange(L_t)[:, None]  # WRONG: attention to the memory is not causal, the first word may need the last one of the source; only memory_mask belongs here
    if memory_mask is not None:
        cross_mask = cross_mask & memory_mask
    cross, _ = mha(u, memory, P["cross_attention"], num_heads, cross_mask)
    v, _ = layer_norm_forward(u + cross, P["gamma2"], P["beta2"])

    ff, _ = feed_forward(v, P["ffn"])
    y, _ = layer_norm_forward(v + ff, P["gamma3"], P["beta3"])
    return y
