# exercise: decoder_block
import numpy as np
from attnhelp import causal_mask, mha, mha_backward


def decoder_block(x, memory, parameters, num_heads, memory_mask=None):
    # block 1: self attention
    self_out = mha(x, x, parameters["self_attention"], num_heads)[0]  # WRONG: the self-attention of a decoder is causal, causal_mask must be handed over
    u = layer_norm_forward(x + self_out, parameters["gamma1"], parameters["beta1"])[0]
    # block 2: cross attention
    cross_out = mha(u, memory, parameters["cross_attention"], num_heads, memory_mask)[0]
    v = layer_norm_forward(u + cross_out, parameters["gamma2"], parameters["beta2"])[0]
    # block 3: feed forward
    ffn_out = feed_forward(v, parameters["ffn"])[0]
    return layer_norm_forward(u + ffn_out, parameters["gamma3"], parameters["beta3"])[0]  # WRONG: the residual connection around the network adds its input v, not u
