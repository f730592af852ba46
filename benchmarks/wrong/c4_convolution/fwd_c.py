# exercise: conv_forward
import numpy as np


def conv_forward(A_prev, W, b, hparameters):
    s, p = hparameters["stride"], hparameters["pad"]
    m, H, Wd, _ = A_prev.shape
    f = W.shape[0]
    K = W.shape[-1]
    out_h = conv_output_size(H, f, p, s)
    out_w = conv_output_size(Wd, f, p, s)
    Z = np.zeros((m, out_h, out_w, K))
    for i in range(m):
        x = zero_pad(A_prev[i:i + 1], p)[0]
        for h in range(out_h):
            for w in range(out_w):
                for k in range(K):
                    patch = x[h * s:h * s + f, w * s:w * s + f, :]
                    Z[i, h, w, k] = conv_single_step(patch, W[:, :, :, k], b[:, :, :, k])
        return Z, (A_prev, W, b, hparameters)  # WRONG: the return stands inside the loop over the examples; only the first example is computed, the others stay 0.
