# Objects: a pipeline that knows its stages, a table that knows its columns, a fit that predicts.

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass
class Pipeline:
    stages: Sequence[Callable[[Any], Any]]
    trace: list[Any] = field(default_factory=list)

    def run(self, value: Any, start: int = 0) -> Any:
        self.trace = [value]
        for stage in list(self.stages)[start:]:
            self.trace.append(stage(self.trace[-1]))
        return self.trace[-1]


@dataclass(frozen=True)
class Configurations:
    rows: np.ndarray

    @classmethod
    def of(cls, correct: Any) -> Configurations:
        return cls(np.array(correct, dtype=np.int32))

    def __iter__(self) -> Iterator[np.ndarray]:
        yield from self.rows.T

    @property
    def accuracies(self) -> tuple[float, ...]:
        return tuple(float(row.sum()) / row.size for row in self.rows)


class Ridge:
    def __init__(self, lambd: float) -> None:
        self.lambd = lambd

    def fit(self, X: np.ndarray, T: np.ndarray) -> Ridge:
        U, s, Vt = np.linalg.svd(X, full_matrices=False)
        self.matrix = (T @ Vt.T) * (s / (s**2 + self.lambd)) @ U.T
        return self

    def __call__(self, X: np.ndarray) -> np.ndarray:
        return self.matrix @ X


def pipeline_accuracy(stage_accuracies: Any) -> np.ndarray:
    return Pipeline([lambda v, a=a: a * v for a in stage_accuracies]).run(np.ones((1, 1)))


def measure_ceilings(correct: Any) -> tuple[float, ...]:
    return Configurations.of(correct).accuracies


def ceiling_analysis(names: Sequence[str], accuracies: Any) -> list[Any]:
    gains = {n: accuracies[j + 1] - accuracies[j] for j, n in enumerate(names)}
    ranked = sorted(names, key=lambda n: -gains[n])
    return [{"total": accuracies[-1] - accuracies[0], **gains}, ranked[0]]


def attribute_errors(names: Sequence[str], correct: Any) -> dict[str, int]:
    boxes: Counter[str] = Counter()
    for example in Configurations.of(correct):
        where = list(example).index(1) if 1 in example else len(names) + 1
        boxes[("right", *names, "unresolved")[where]] += 1
    return {name: boxes[name] for name in ("right", *names, "unresolved")}


def run_with_oracle(stages: Any, x: Any, oracle: Any, k: int) -> Any:
    return Pipeline(stages).run(oracle[k - 1] if k else x, start=k)


def crossover_size(sizes: Any, err_pipeline: Any, err_end_to_end: Any) -> Any:
    answer = None
    for size, p, e in zip(sizes, err_pipeline, err_end_to_end, strict=True):
        if e > p:
            answer = None
        elif answer is None:
            answer = size
    return answer


def choose_architecture(n_pairs: int, pairs_needed: int, stage_examples: Any, stage_needed: Any):
    missing = [need - have for have, need in zip(stage_examples, stage_needed, strict=True)]
    match (n_pairs >= pairs_needed, bool(max(missing) <= 0)):
        case (True, _):
            return "end_to_end"
        case (False, True):
            return "pipeline"
        case _:
            return "collect_data"


def fit_linear(X: np.ndarray, T: np.ndarray, lambd: float = 1e-3) -> np.ndarray:
    return Ridge(lambd).fit(X, T).matrix


def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    designs = {
        "pipeline": Pipeline([Ridge(lambd).fit(X1, U1), Ridge(lambd).fit(U2, T2)]).run,
        "end_to_end": Ridge(lambd).fit(Xp, Tp),
    }
    return {
        name: np.linalg.norm(design(Xtest) - Ttest) ** 2 / Ttest.size
        for name, design in designs.items()
    }
