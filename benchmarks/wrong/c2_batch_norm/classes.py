# exercise: bn_predict
import numpy as np


def bn_predict(X, parameters, running, eps=1e-8):
    Z1 = parameters["W1"] @ X + parameters["b1"]
    N1 = batchnorm_predict(Z1, parameters["gamma1"], parameters["beta1"], running, eps)
    A1 = np.maximum(0, N1)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    return (Z2 > 0.5).astype(int)  # WRONG: the output A2 = sigmoid(Z2) must exceed 1/2, which is Z2 > 0; here Z2 itself is compared with 0.5.
