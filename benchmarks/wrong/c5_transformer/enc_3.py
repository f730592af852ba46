# exercise: encoder_block
import numpy as np
from attnhelp import causal_mask, mha, mha_backward


def encoder_block(x, parameters, num_heads, mask=None):
    # self attention
    att, cache_a = mha(x, x, parameters["attention"], num_heads)  # WRONG: the mask is not handed to attention
    s1 = x + att
    u, cache_n1 = layer_norm_forward(s1, parameters["gamma1"], parameters["beta1"])
    # feed forward
    ff, cache_f = feed_forward(u, parameters["ffn"])
    s2 = u + ff
    y, cache_n2 = layer_norm_forward(s2, parameters["gamma1"], parameters["beta1"])  # WRONG: the second norm has its own gamma2 and beta2 (copied from the first one)
    cache = (cache_a, cache_n1, cache_f, cache_n2)
    return y, cache
