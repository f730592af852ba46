# Schedules are objects that can be called; functions make one and ask it.

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Schedule:
    lr0: float

    def share(self, epoch: int) -> float:
        """What is left of lr0."""
        raise NotImplementedError

    def __call__(self, epoch: int) -> float:
        return self.lr0 * self.share(epoch)

    def curve(self, count: int) -> list[float]:
        return list(map(self, range(count)))


@dataclass(frozen=True)
class Constant(Schedule):
    def share(self, epoch: int) -> float:
        return 1.0 if epoch >= 0 else 0.0


@dataclass(frozen=True)
class Step(Schedule):
    drop: float = 0.5
    epochs_per_drop: int = 10

    def share(self, epoch: int) -> float:
        return math.pow(self.drop, math.floor(epoch / self.epochs_per_drop))


@dataclass(frozen=True)
class Exponential(Schedule):
    rate: float = 0.95

    def share(self, epoch: int) -> float:
        return math.pow(self.rate, epoch)


@dataclass(frozen=True)
class InverseTime(Schedule):
    decay_rate: float = 1.0

    def share(self, epoch: int) -> float:
        return 1 / (1 + self.decay_rate * epoch)


@dataclass(frozen=True)
class Stairs(InverseTime):
    time_interval: int = 1000

    def share(self, epoch: int) -> float:
        return super().share((epoch - epoch % self.time_interval) // self.time_interval)


@dataclass(frozen=True)
class Cosine(Schedule):
    total_epochs: int = 1
    lr_min: float = 0.0

    def share(self, epoch: int) -> float:
        return math.sin(math.pi / 2 * (1 - min(1.0, epoch / self.total_epochs))) ** 2

    def __call__(self, epoch: int) -> float:
        return self.lr_min + (self.lr0 - self.lr_min) * self.share(epoch)


@dataclass(frozen=True)
class WarmUp(Schedule):
    warmup_epochs: int
    after: Schedule

    def share(self, epoch: int) -> float:
        return (epoch + 1) / self.warmup_epochs

    def __call__(self, epoch: int) -> float:
        if epoch >= self.warmup_epochs:
            return self.after(epoch - self.warmup_epochs)
        return super().__call__(epoch)


def step_decay(lr0: float, epoch: int, drop: float = 0.5, epochs_per_drop: int = 10) -> float:
    return Step(lr0, drop, epochs_per_drop)(epoch)


def exponential_decay(lr0: float, epoch: int, rate: float = 0.95) -> float:
    return Exponential(lr0, rate)(epoch)


def inverse_time_decay(lr0: float, epoch: int, decay_rate: float = 1.0) -> float:
    return InverseTime(lr0, decay_rate)(epoch)


def staircase_inverse_time(
    lr0: float, epoch: int, decay_rate: float = 1.0, time_interval: int = 1000
) -> float:
    return Stairs(lr0, decay_rate, time_interval)(epoch)


def cosine_annealing(lr0: float, epoch: int, total_epochs: int, lr_min: float = 0.0) -> float:
    return Cosine(lr0, total_epochs, lr_min)(epoch)


def warmup_cosine(
    lr0: float, epoch: int, warmup_epochs: int, total_epochs: int, lr_min: float = 0.0
) -> float:
    wave = Cosine(lr0, total_epochs - warmup_epochs, lr_min)
    return WarmUp(lr0, warmup_epochs, wave)(epoch)


def make_schedule(name: str, lr0: float, num_epochs: int, **options: float) -> list[float]:
    kinds = {
        "constant": Constant,
        "step": Step,
        "exponential": Exponential,
        "inverse_time": InverseTime,
        "cosine": Cosine,
    }
    try:
        kind = kinds[name]
    except KeyError as unknown:
        raise ValueError(f"no schedule {name}") from unknown
    more = {"total_epochs": num_epochs} if kind is Cosine else {}
    return kind(lr0, **more, **options).curve(num_epochs)


@dataclass
class Walk:
    x: np.ndarray
    y: np.ndarray
    w: float
    count: int = 0

    def step(self, rate: float) -> float:
        place = self.count % self.x.size
        self.count += 1
        self.w -= rate * self.x[place] * (self.x[place] * self.w - self.y[place])
        return self.w


def sgd_with_rates(x: np.ndarray, y: np.ndarray, w0: float, rates: Sequence[float]) -> np.ndarray:
    walk = Walk(x, y, float(w0))
    return np.array([float(w0), *(walk.step(rate) for rate in rates)])
