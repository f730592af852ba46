"""Steps of Adam, with which what a student's network learns is tried."""

from collections.abc import Callable

import numpy as np

from grader.authoring import Array


class Adam:
    """Steps of Adam, for arrays by name."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.first: dict[str, Array] = {}
        self.second: dict[str, Array] = {}
        self.count = 0

    def step(self, slopes: dict[str, Array]) -> Callable[[str, Array], Array]:
        """One step against these derivatives: what becomes of the array of a name."""
        self.count += 1
        for name, slope in slopes.items():
            self.first[name] = 0.9 * self.first.get(name, 0.0) + 0.1 * slope
            self.second[name] = 0.99 * self.second.get(name, 0.0) + 0.01 * slope**2

        def after(name: str, value: Array) -> Array:
            first = self.first[name] / (1 - 0.9**self.count)
            second = self.second[name] / (1 - 0.99**self.count)
            return value - self.rate * first / (np.sqrt(second) + 1e-8)

        return after
