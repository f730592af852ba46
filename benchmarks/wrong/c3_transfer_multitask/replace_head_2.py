# exercise: replace_head
import copy
import numpy as np


def replace_head(parameters, n_out, seed):
    net = copy.deepcopy(parameters)
    L = len(net) // 2
    n_in = net[f"W{L}"].shape[1]
    np.random.seed(seed)
    net[f"W{L}"] = np.random.randn(n_out, n_in) / n_in  # WRONG: 1/n_in is the variance, so the draws must be multiplied by the root, 1/sqrt(n_in); this has the deviation 1/n_in.
    net[f"b{L}"] = np.zeros((n_in, 1))  # WRONG: the bias of the head has one entry for each output, (n_out, 1), not one for each input.
    return net
