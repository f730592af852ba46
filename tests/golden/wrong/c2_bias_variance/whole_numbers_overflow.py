# expect: polynomial_features loses
# Raises whole numbers to powers as int64, which overflows (10**20), and makes them float64 only then.
import numpy as np

HELP = {"bias": {"bigger_network", "train_longer", "new_architecture"}, "variance": {"more_data", "regularization", "dropout"}}


def error_rate(y, y_hat):
    return np.mean(np.ravel(y) != np.ravel(y_hat))


def diagnose(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    gaps = np.diff([bayes_error, train_error, dev_error])
    return {
        "avoidable_bias": gaps[0],
        "variance": gaps[1],
        "problems": [p for p, gap in zip(("bias", "variance"), gaps) if gap > tolerance],
    }


def recommend(problems):
    if set(problems) - set(HELP):
        raise ValueError(set(problems) - set(HELP))
    return sorted(set().union(*(HELP[p] for p in problems)))


def polynomial_features(x, degree):
    return (np.asarray(x) ** np.arange(degree + 1)[:, None]).astype(float)


def ridge_fit(Phi, y, lambd):
    P = np.diag(np.r_[0.0, np.ones(len(Phi) - 1)])
    return np.linalg.solve(np.einsum("ji,li->jl", Phi, Phi) + lambd * P, np.einsum("ji,i->j", Phi, y))


def learning_curve(x_train, y_train, x_dev, y_dev, sizes, degree, lambd):
    Phi, Phi_dev = polynomial_features(x_train, degree), polynomial_features(x_dev, degree)
    thetas = [ridge_fit(Phi[:, :s], y_train[:s], lambd) for s in sizes]
    train = [np.mean((t @ Phi[:, :s] - y_train[:s]) ** 2) for t, s in zip(thetas, sizes)]
    return train, [np.mean((t @ Phi_dev - y_dev) ** 2) for t in thetas]


def read_learning_curve(train_errors, dev_errors, target, tolerance):
    bias, variance = train_errors[-1] > target + tolerance, dev_errors[-1] - train_errors[-1] > tolerance
    return {"problem": ["none", "bias", "variance", "both"][int(bias) + 2 * int(variance)], "more_data_helps": variance}


def bias_variance_decomposition(predictions, targets):
    return {
        "bias2": np.mean((predictions.mean(axis=0) - targets) ** 2),
        "variance": predictions.var(axis=0).mean(),
        "mse": np.mean((predictions - targets) ** 2),
    }


def choose_lambda(x_train, y_train, x_dev, y_dev, degree, lambdas):
    Phi, Phi_dev = polynomial_features(x_train, degree), polynomial_features(x_dev, degree)
    thetas = np.array([ridge_fit(Phi, y_train, lambd) for lambd in lambdas])
    errors = np.mean((thetas @ Phi_dev - y_dev) ** 2, axis=1)
    return lambdas[np.argmin(errors)], errors
