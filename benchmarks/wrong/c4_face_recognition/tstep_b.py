# exercise: triplet_step
import numpy as np


def triplet_step(W, X, labels, margin, learning_rate):
    U = np.dot(X, W)
    E = l2_normalize(U)
    triplets = hardest_triplets(E, labels)
    if triplets.shape[0] == 0:
        return np.array(W), 0.0
    k = triplets.shape[0]
    A = E[triplets[:, 0]]
    P = E[triplets[:, 1]]
    N = E[triplets[:, 2]]
    loss = triplet_loss(A, P, N, margin) / k
    dA, dP, dN = triplet_loss_gradient(A, P, N, margin)
    dE = np.zeros(E.shape)
    for t in range(k):
        i, j, l = triplets[t]
        dE[i] += dA[t]
        dE[j] += dP[t]
        dE[l] += dN[t]
    dU = l2_normalize_backward(dE, E)  # WRONG: the backward step needs the rows before the normalisation, U; with E all lengths are 1 and the factor 1/|u| is lost.
    dW = np.dot(X.T, dU)  # WRONG: the loss is a mean over k triplets, but the gradient is that of the sum: / k is missing.
    W_new = W - learning_rate * dW
    return W_new, loss
