import numpy as np

sigmoid = lambda z: np.exp(-np.logaddexp(0, np.negative(z)))
initialize = lambda n_x: (np.zeros((n_x, 1)), 0)
compute_cost = lambda A, Y: (
    -np.mean(Y * np.log(np.clip(A, 1e-12, 1)) + (1 - Y) * np.log(np.clip(1 - A, 1e-12, 1)))
)
_grads = lambda E, X: {"dw": X @ E.T / X.shape[1], "db": E.mean()}
_A = lambda w, b, X: sigmoid(w.T @ X + b)
propagate = lambda w, b, X, Y: (_grads(_A(w, b, X) - Y, X), compute_cost(_A(w, b, X), Y))
predict = lambda w, b, X: _A(w, b, X) > 0.5


def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.01, record_every=100):
    g, costs = None, []
    for i in range(num_iterations):
        g, c = propagate(w, b, X, Y)
        costs += [c] * (i % record_every == 0)
        w, b = w - learning_rate * g["dw"], b - learning_rate * g["db"]
    return [dict(w=w, b=b), g, costs]


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    p, _, costs = optimize(
        *initialize(len(X_train)), X_train, Y_train, num_iterations, learning_rate
    )
    P, Q = predict(p["w"], p["b"], X_train), predict(p["w"], p["b"], X_test)
    return p | {
        "costs": costs,
        "Y_prediction_train": P,
        "Y_prediction_test": Q,
        "train_accuracy": 100 * np.mean(P == Y_train),
        "test_accuracy": 100 * np.mean(Q == Y_test),
    }


mse_propagate = lambda w, b, X, Y: (
    lambda A: (_grads((A - Y) * A * (1 - A), X), ((A - Y) ** 2).mean() / 2)
)(_A(w, b, X))
_second = {
    "bce": lambda a, y: a * (1 - a),
    "mse": lambda a, y: a * (1 - a) * (a * (1 - a) + (a - y) * (1 - 2 * a)),
}


def curvature(w, x, y, loss):
    try:
        return np.mean(np.square(x) * _second[loss](sigmoid(np.multiply(w, x)), np.array(y)))
    except KeyError:
        raise ValueError(loss)


nonconvexity_witness = lambda: dict(x=[1.0], y=[1], wa=-20.0, wb=0.0)
