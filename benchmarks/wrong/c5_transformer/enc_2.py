# exercise: encoder_block
import numpy as np
from attnhelp import causal_mask, mha, mha_backward


def encoder_block(x, parameters, num_heads, mask=None):
    p = parameters
    n1, c_ln1 = layer_norm_forward(x, p["gamma1"], p["beta1"])  # WRONG: normalises before the sublayer (pre-norm); here the norm comes after the sum x + attention
    a, c_att = mha(n1, n1, p["attention"], num_heads, mask)
    u = x + a
    n2, c_ln2 = layer_norm_forward(u, p["gamma2"], p["beta2"])  # WRONG: pre-norm again: the second norm must be taken of u + ffn(u)
    f, c_ffn = feed_forward(n2, p["ffn"])
    y = u + f
    return y, (c_att, c_ln1, c_ffn, c_ln2)
