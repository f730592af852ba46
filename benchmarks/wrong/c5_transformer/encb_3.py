# exercise: encoder_block_backward
import numpy as np
from attnhelp import causal_mask, mha, mha_backward


def encoder_block_backward(dy, cache):
    (mha_c, n1_c, ff_c, n2_c) = cache
    # y = LN2(u + ffn(u))
    d2, dg2, db2 = layer_norm_backward(dy, n2_c)
    d_through, ff_g = feed_forward_backward(d2, ff_c)
    du = d2 + d_through
    # u = LN1(x + attention(x, x))
    d1, dg1, db1 = layer_norm_backward(du, n1_c)
    dxa, dxb, att_g = mha_backward(d1, mha_c)
    dx = du + dxa + dxb  # WRONG: past attention goes the derivative of the sum, behind the first norm (d1), not du
    grads = dict(attention=att_g, ffn=ff_g, dgamma1=dg1, dbeta1=db1, dgamma2=dg2, dbeta2=db2)
    return dx, grads
