# exercise: bn_model
import numpy as np


def bn_model(X, Y, n_h, learning_rate=0.5, mini_batch_size=32, num_epochs=30, momentum=0.9, eps=1e-8, seed=0):
    np.random.seed(seed)
    m = X.shape[1]
    nx, ny = X.shape[0], Y.shape[0]
    P = {}
    P["W1"] = np.random.randn(n_h, nx) / nx  # WRONG: W1 must be divided by the root of n_x, not by n_x.
    P["b1"] = np.zeros((n_h, 1))
    P["gamma1"] = np.ones((n_h, 1))
    P["beta1"] = np.zeros((n_h, 1))
    P["W2"] = np.random.randn(ny, n_h) / np.sqrt(n_h)
    P["b2"] = np.zeros((ny, 1))
    run = {"mean": np.zeros((n_h, 1)), "var": np.ones((n_h, 1))}

    for e in range(num_epochs):
        perm = np.random.permutation(m)
        Xs, Ys = X[:, perm], Y[:, perm]
        number_of_batches = m // mini_batch_size  # WRONG: the smaller last batch is always left out; it may only be skipped if it has fewer than 2 examples.
        for k in range(number_of_batches):
            Xb = Xs[:, k * mini_batch_size:(k + 1) * mini_batch_size]
            Yb = Ys[:, k * mini_batch_size:(k + 1) * mini_batch_size]
            run = update_running_stats(run, P["W1"] @ Xb + P["b1"], momentum)
            _, G = bn_network_gradients(Xb, Yb, P, eps)
            for name in ["W1", "b1", "gamma1", "beta1", "W2", "b2"]:
                P[name] = P[name] - learning_rate * G["d" + name]
    return P, run
