# exercise: bn_network_gradients
import numpy as np


def bn_network_gradients(X, Y, parameters, eps=1e-8):
    W1 = parameters["W1"]; b1 = parameters["b1"]
    W2 = parameters["W2"]; b2 = parameters["b2"]
    gamma1 = parameters["gamma1"]; beta1 = parameters["beta1"]
    m = X.shape[1]
    Z1 = np.matmul(W1, X) + b1
    N1, c = batchnorm_forward(Z1, gamma1, beta1)  # WRONG: eps is not handed on, so batchnorm_forward always takes its default.
    A1 = np.maximum(N1, 0)
    Z2 = np.matmul(W2, A1) + b2
    A2 = 1 / (1 + np.exp(-Z2))
    cost = -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))  # WRONG: np.mean divides by the number of outputs as well; the losses must be summed over the outputs and divided by m only.
    dZ2 = (A2 - Y) / m
    dW2 = np.matmul(dZ2, A1.T)
    db2 = np.sum(dZ2, axis=1).reshape(-1, 1)
    dA1 = np.matmul(W2.T, dZ2)
    dN1 = np.array(dA1)
    dN1[N1 <= 0] = 0
    dZ1, dgamma1, dbeta1 = batchnorm_backward(dN1, c)
    dW1 = np.matmul(dZ1, X.T)
    db1 = np.sum(dZ1, axis=1).reshape(-1, 1)
    return cost, {"dW1": dW1, "db1": db1, "dgamma1": dgamma1,
                  "dbeta1": dbeta1, "dW2": dW2, "db2": db2}
