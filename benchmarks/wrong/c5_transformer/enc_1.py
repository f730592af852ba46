# exercise: encoder_block
import numpy as np
from attnhelp import causal_mask, mha, mha_backward


def encoder_block(x, parameters, num_heads, mask=None):
    attn_out, attn_cache = mha(x, x, parameters["attention"], num_heads, mask)
    out1, norm1_cache = layer_norm_forward(x + attn_out, parameters["gamma1"], parameters["beta1"])
    ffn_out, ffn_cache = feed_forward(out1, parameters["ffn"])
    out2, norm2_cache = layer_norm_forward(x + ffn_out, parameters["gamma2"], parameters["beta2"])  # WRONG: the second residual connection goes around the network, so it adds its input out1 (u), not the block's input x
    return out2, (attn_cache, norm1_cache, ffn_cache, norm2_cache)
