# exercise: conv_forward_fast
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv_forward_fast(A_prev, W, b, hparameters):
    s = hparameters["stride"]
    p = hparameters["pad"]
    f = W.shape[0]
    conv_output_size(A_prev.shape[1], f, p, s)
    conv_output_size(A_prev.shape[2], f, p, s)
    Ap = zero_pad(A_prev, p)
    views = sliding_window_view(Ap, (f, f), axis=(1, 2))  # (m, H, W, C, f, f)
    views = views[:, ::s, ::s]
    Z = np.einsum("mhwcuv,vuck->mhwk", views, W)  # WRONG: the indices of the filter are swapped (vuck): rows of the window meet columns of the filter. It must be uvck.
    return Z + b
