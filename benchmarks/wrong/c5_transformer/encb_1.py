# exercise: encoder_block_backward
import numpy as np
from attnhelp import causal_mask, mha, mha_backward


def encoder_block_backward(dy, cache):
    c_attn, c_norm1, c_ffn, c_norm2 = cache
    grads = {}
    ds2, grads["dgamma2"], grads["dbeta2"] = layer_norm_backward(dy, c_norm2)
    du, grads["ffn"] = feed_forward_backward(ds2, c_ffn)  # WRONG: only the way through the network; the way past it, ds2, must be added to du
    ds1, grads["dgamma1"], grads["dbeta1"] = layer_norm_backward(du, c_norm1)
    dxq, dxkv, grads["attention"] = mha_backward(ds1, c_attn)
    dx = ds1 + dxq + dxkv
    return dx, grads
