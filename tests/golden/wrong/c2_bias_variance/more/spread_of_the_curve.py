# expect: bias_variance_decomposition loses
"""Variance over models and points together."""
import numpy as np

R = dict(bias=["bigger_network", "new_architecture", "train_longer"], variance=["dropout", "more_data", "regularization"])
error_rate = lambda y, y_hat: (np.array(y).ravel() != np.array(y_hat).ravel()).sum() / np.array(y).size
polynomial_features = lambda x, degree: np.array([np.float64(x) ** j for j in range(degree + 1)])
err = lambda t, F, y: float(((t @ F - y) ** 2).mean())
fit = lambda x, y, d, l: ridge_fit(polynomial_features(x, d), y, l)


def diagnose(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
	b, v = train_error - bayes_error, dev_error - train_error
	return {"avoidable_bias": b, "variance": v, "problems": [n for n, g in (("bias", b), ("variance", v)) if g > tolerance]}


def recommend(problems):
	if any(p not in R for p in problems): raise ValueError
	return sorted({r for p in problems for r in R[p]})


def ridge_fit(Phi, y, lambd):
	return np.linalg.pinv(Phi @ Phi.T + lambd * np.diag([0.0] + [1.0] * (len(Phi) - 1))) @ Phi @ y


def learning_curve(x_train, y_train, x_dev, y_dev, sizes, degree, lambd):
	T = [fit(x_train[:s], y_train[:s], degree, lambd) for s in sizes]
	return [err(t, polynomial_features(x_train[:s], degree), y_train[:s]) for t, s in zip(T, sizes)], [err(t, polynomial_features(x_dev, degree), y_dev) for t in T]


def read_learning_curve(train_errors, dev_errors, target, tolerance):
	b, v = train_errors[-1] > target + tolerance, dev_errors[-1] - train_errors[-1] > tolerance
	return {"problem": {0: "none", 1: "bias", 2: "variance", 3: "both"}[b + 2 * v], "more_data_helps": v}


def bias_variance_decomposition(predictions, targets):
	p = predictions - targets
	return {"bias2": (p.mean(0) ** 2).mean(), "variance": p.var(), "mse": (p ** 2).mean()}


def choose_lambda(x_train, y_train, x_dev, y_dev, degree, lambdas):
	e = [err(fit(x_train, y_train, degree, l), polynomial_features(x_dev, degree), y_dev) for l in lambdas]
	return min(zip(e, range(len(e)), lambdas))[2], e
