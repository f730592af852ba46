# Tom Abara, s1043277
import math
import numpy as np


def sigmoid(z):
    if isinstance(z, (int, float)):
        if z < -700:
            return 0.0
        return 1 / (1 + math.exp(-z))
    z = np.array(z, dtype=float)
    answer = np.zeros(z.shape)
    flat = answer.reshape(-1)
    i = 0
    for v in z.reshape(-1):
        flat[i] = sigmoid(float(v))
        i = i + 1
    return answer


def initialize(n_x):
    w = []
    for i in range(n_x):
        w.append([0.0])
    return np.array(w), 0.0


def compute_cost(A, Y):
    m = A.shape[1]
    J = 0.0
    for i in range(m):
        a = float(A[0, i])
        if Y[0, i] == 1:
            p = a
        else:
            p = 1 - a
        if p < 1e-10:
            p = 1e-10
        J += -math.log(p)
    return J / m


def propagate(w, b, X, Y):
    # loops over features are fine, over examples not
    n_x, m = X.shape
    Z = np.zeros((1, m)) + b
    for j in range(n_x):
        Z = Z + w[j, 0] * X[j, :]
    A = 1 / (1 + np.exp(-np.clip(Z, -700, 700)))
    dw = np.zeros((n_x, 1))
    for j in range(n_x):
        dw[j, 0] = ((A - Y) * X[j, :]).sum() / m
    db = (A - Y).sum() / m
    loss = -np.log(np.maximum(np.where(Y == 1, A, 1 - A), 1e-10))
    return {"dw": dw, "db": db}, loss.sum() / m


def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.01, record_every=100):
    costs = []
    grads = {}
    n_x = w.shape[0]
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % record_every == 0:
            costs.append(cost)
        w_new = np.zeros((n_x, 1))
        for j in range(n_x):
            w_new[j, 0] = w[j, 0] - learning_rate * grads["dw"][j, 0]
        w = w_new
        b = b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs


def predict(w, b, X):
    Z = b
    for j in range(X.shape[0]):
        Z = Z + w[j, 0] * X[j : j + 1, :]
    A = 1 / (1 + np.exp(-np.clip(Z, -700, 700)))
    P = np.zeros((1, X.shape[1]))
    P[A > 0.5] = 1
    return P


def accuracy(P, Y):
    right = 0
    for i in range(Y.shape[1]):
        if P[0, i] == Y[0, i]:
            right += 1
    return right / Y.shape[1] * 100


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    w, b = initialize(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, 100)
    P_train = predict(params["w"], params["b"], X_train)
    P_test = predict(params["w"], params["b"], X_test)
    d = {}
    d["w"] = params["w"]
    d["b"] = params["b"]
    d["costs"] = costs
    d["Y_prediction_train"] = P_train
    d["Y_prediction_test"] = P_test
    d["train_accuracy"] = accuracy(P_train, Y_train)
    d["test_accuracy"] = accuracy(P_test, Y_test)
    d["num_iterations"] = num_iterations
    d["learning_rate"] = learning_rate
    return d


def mse_propagate(w, b, X, Y):
    n_x, m = X.shape
    dw = np.zeros((n_x, 1))
    db = 0.0
    J = 0.0
    for i in range(m):
        z = b
        for j in range(n_x):
            z = z + w[j, 0] * X[j, i]
        a = sigmoid(float(z))
        error = a - Y[0, i]
        J = J + error**2 / (2 * m)
        slope = a * (1 - a)
        for j in range(n_x):
            dw[j, 0] += error * slope * X[j, i] / m
        db += error * slope / m
    return {"dw": dw, "db": db}, J


def curvature(w, x, y, loss):
    if loss != "bce" and loss != "mse":
        raise ValueError("loss must be bce or mse")
    total = 0.0
    for i in range(len(x)):
        a = sigmoid(float(w * x[i]))
        s = a * (1 - a)
        if loss == "bce":
            total += s * x[i] ** 2
        else:
            total += x[i] ** 2 * s * (s + (a - y[i]) * (1 - 2 * a))
    return total / len(x)


def nonconvexity_witness():
    return {"x": [1], "y": [0], "wa": 0, "wb": 10}
