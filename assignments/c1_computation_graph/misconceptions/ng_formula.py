def neuron_gradients(
    w: Sequence[float],  # noqa: F821
    b: float,
    x: Sequence[float],  # noqa: F821
    y: int,
) -> tuple[float, list[float], float]:
    z = sum(weight * feature for weight, feature in zip(w, x, strict=True)) + b
    a = 1 / (1 + math.exp(-z))  # noqa: F821
    loss = -(y * math.log(a) + (1 - y) * math.log(1 - a))  # noqa: F821
    return loss, [(a - y) * feature for feature in x], a - y
