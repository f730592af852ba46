"""What a student's activations draw: curves, slopes, and what depth does to a gradient."""

from functools import cache

import numpy as np

from grader.authoring import Array, Reference, Student, sequence
from grader.authoring.pictures import Band, Lines, lines, picture, predicted

ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu")
BACKWARD = tuple(f"{name}_backward" for name in ACTIVATIONS)
LAYERS = 20
RATES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)


@picture(
    *ACTIVATIONS,
    *BACKWARD,
    try_next="Draw leaky_relu with alpha = 0.2 and with alpha = 1. What is left of it then?",
)
def curves_and_slopes(student: Student, ref: Reference) -> list[Lines]:
    """Your four activations, and their slopes as your backward functions give them."""
    z = np.linspace(-6.0, 6.0, 49)
    upstream = np.ones_like(z)
    curves = {name: getattr(student, name)(z) for name in ACTIVATIONS}
    slopes = {name: getattr(student, f"{name}_backward")(upstream, z) for name in ACTIVATIONS}
    # σ′(z) = 0.01 at |z| = 4.6.
    flat = [
        Band(label="", axis="x", low=None, high=-4.6),
        Band(label="", axis="x", low=4.6, high=None),
    ]
    return [
        lines(z, curves, x_label="z", y_label="g(z)", heading="The curves"),
        lines(
            z,
            slopes,
            x_label="z",
            y_label="g′(z)",
            heading="Their slopes (shaded: where the sigmoid is saturated)",
            bands=flat,
        ),
    ]


@picture(
    "gradient_attenuation",
    try_next="Draw the pre-activations from N(0, 1), and from N(0, 0.1): whose gradient comes "
    "through 20 layers then? Which of the four would you put into a deep network?",
)
def gradient_through_layers(student: Student, ref: Reference) -> Lines:
    """What is left of a gradient after 1 to 20 layers, their pre-activations drawn from N(1, 1)."""
    rng = np.random.default_rng(1)
    Zs = [1.0 + rng.normal(size=(16, 16)) for _ in range(LAYERS)]
    # Entry l has passed the layers l … L−1: the last has come through one layer.
    left = {
        name: sequence(student.gradient_attenuation(Zs, name), LAYERS)[::-1] for name in ACTIVATIONS
    }
    return lines(
        range(1, LAYERS + 1), left, x_label="layers", y_label="share of the gradient", log_y=True
    )


@picture(
    "dead_units",
    try_next="Train the same layer with leaky_relu: can its units die? What else could keep a unit "
    "alive at a large rate?",
)
def dead_by_learning_rate(student: Student, ref: Reference) -> Lines:
    """How many of 40 ReLU units are dead after 20 steps of training, by the learning rate."""
    shares = [
        float(predicted(student.dead_units(Z), len(Z), "dead_units").mean())
        for Z in map(after_training, RATES)
    ]
    return lines(RATES, {"dead": shares}, x_label="learning rate", y_label="share dead", log_x=True)


@cache
def after_training(rate: float) -> Array:
    """The pre-activations Z (40, 80) of a hidden ReLU layer, trained on petals at this rate."""
    rng = np.random.default_rng(2)
    theta, rho = rng.uniform(0, 2 * np.pi, size=80), 2 * np.sqrt(rng.uniform(0.01, 1, size=80))
    X, Y = rho * np.array([np.cos(theta), np.sin(theta)]), np.sin(2 * theta) > 0
    W, b = rng.normal(size=(40, 2)), np.zeros((40, 1))
    v, c = rng.normal(size=(1, 40)) / np.sqrt(40), 0.0
    for _ in range(20):
        Z = W @ X + b
        A = np.maximum(Z, 0.0)
        error = (1.0 + np.tanh((v @ A + c) / 2)) / 2 - Y
        dZ = (v.T @ error) * (Z > 0)
        v, c = v - rate * error @ A.T / 80, c - rate * float(error.mean())
        W, b = W - rate * dZ @ X.T / 80, b - rate * dZ.mean(axis=1, keepdims=True)
    return W @ X + b
