import numpy as np


def sigmoid(z):
    out = np.array(z, dtype=np.float64)
    np.negative(out, out=out)
    np.minimum(out, 709, out=out)
    np.exp(out, out=out)
    out += 1
    np.reciprocal(out, out=out)
    return out


def initialize(n_x):
    return np.full((n_x, 1), 0.0), np.float64(0)


def compute_cost(A, Y):
    P = np.array(1 - A)
    np.copyto(P, A, where=Y == 1)
    P += 1e-30
    return -np.einsum("ij->", np.log(P)) / P.size


def propagate(w, b, X, Y):
    m = X.shape[1]
    A = np.einsum("fo,fm->om", w, X)
    A += b
    A = sigmoid(A)
    cost = compute_cost(A, Y)
    A -= Y
    A /= m
    return {"dw": np.einsum("fm,om->fo", X, A), "db": np.einsum("om->", A)}, cost


def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.01, record_every=100):
    w = w.copy()
    b = np.array([[b]], dtype=float).reshape(1, 1)
    grads = {"dw": np.zeros_like(w), "db": np.zeros((1, 1))}
    costs = []
    for step in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if step % record_every == 0:
            costs.append(cost)
        w -= learning_rate * grads["dw"]
        b -= learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs


def predict(w, b, X):
    P = sigmoid(np.tensordot(w, X, axes=([0], [0])) + b)
    np.greater(P, 0.5, out=P)
    return P


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    w, b = initialize(X_train.shape[0])
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    out = {"costs": costs}
    out.update(params)
    for name, X, Y in (("train", X_train, Y_train), ("test", X_test, Y_test)):
        P = predict(out["w"], out["b"], X)
        out["Y_prediction_" + name] = P
        out[name + "_accuracy"] = np.einsum("ij->", (P == Y).astype(float)) * (100 / Y.size)
    return out


def mse_propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.einsum("fo,fm->om", w, X) + b)
    E = A - Y
    cost = np.einsum("om,om->", E, E) / (2 * m)
    D = np.einsum("om,om,om->om", E, A, 1 - A) / m
    return {"dw": np.einsum("fm,om->fo", X, D), "db": np.einsum("om->", D)}, cost


def curvature(w, x, y, loss):
    x, y = np.array(x, float), np.array(y, float)
    a = sigmoid(w * x)
    c = 1 - a
    if loss == "bce":
        return np.einsum("i,i,i,i->", a, c, x, x) / len(x)
    if loss == "mse":
        # J' = (a-y) a c x;  J'' = [a c (a c) + (a-y)(c - a) a c] x^2
        return np.einsum("i,i,i,i,i->", a * c + (a - y) * (c - a), a, c, x, x) / len(x)
    raise ValueError("unknown loss: " + str(loss))


def nonconvexity_witness():
    return {"x": [-1, -2, 3], "y": [1, 1, 0], "wa": 1, "wb": 9}
