"""Written with care: types, assertions, and helpers that say what they do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Optional

import numpy as np
from numpy.typing import NDArray

UNRESOLVED: Final = "unresolved"
Choice = Literal["end_to_end", "pipeline", "collect_data"]


def _as_rows(correct: Any) -> NDArray[np.bool_]:
    rows = np.asarray(correct).astype(bool)
    if rows.ndim != 2:
        raise ValueError(f"expected a table, got {rows.ndim} axes")
    return rows


def _first(places: Iterable[int]) -> Optional[int]:
    return next(iter(places), None)


@dataclass(frozen=True)
class Linear:
    matrix: NDArray[np.float64]

    def __matmul__(self, other: Linear) -> Linear:
        return Linear(self.matrix @ other.matrix)

    def error(self, X: NDArray[np.float64], T: NDArray[np.float64]) -> float:
        difference = self.matrix @ X - T
        return float(np.vdot(difference, difference)) / difference.size


def pipeline_accuracy(stage_accuracies: Sequence[float]) -> float:
    shares = np.asarray(stage_accuracies, dtype=np.float64).reshape(-1)
    assert np.all((0 <= shares) & (shares <= 1)), "accuracies are shares"
    return float(shares.prod(initial=1.0))


def measure_ceilings(correct: Any) -> list[float]:
    return [float(np.count_nonzero(row)) / row.size for row in _as_rows(correct)]


def ceiling_analysis(
    names: Sequence[str], accuracies: Sequence[float]
) -> tuple[dict[str, float], str]:
    if len(accuracies) != len(names) + 1:
        raise ValueError("one accuracy more than names")
    values = [float(one) for one in accuracies]
    gains = {name: values[j] - values[j - 1] for j, name in enumerate(names, start=1)}
    # sorted is stable: of equal gains the earlier stage stays in front
    ranking = sorted(gains.items(), key=lambda item: item[1], reverse=True)
    return gains, ranking[0][0]


def attribute_errors(names: Sequence[str], correct: Any) -> dict[str, int]:
    rows = _as_rows(correct)
    wrong = np.flatnonzero(~rows[0])
    culprits: Counter[str] = Counter()
    for example in wrong:
        stage = _first(np.flatnonzero(rows[1:, example]))
        culprits[UNRESOLVED if stage is None else names[int(stage)]] += 1
    result = {name: culprits.get(name, 0) for name in [*names, UNRESOLVED]}
    assert sum(result.values()) == wrong.size
    return result


def run_with_oracle(
    stages: Sequence[Callable[[Any], Any]], x: Any, oracle: Sequence[Any], k: int
) -> Any:
    if not 0 <= k <= len(stages):
        raise ValueError(f"k must be between 0 and {len(stages)}")
    known = x if k == 0 else oracle[k - 1]
    remaining = iter(stages[k:])
    for stage in remaining:
        known = stage(known)
    return known


def crossover_size(
    sizes: Sequence[int], err_pipeline: Sequence[float], err_end_to_end: Sequence[float]
) -> Optional[int]:
    behind = [
        place
        for place, (pipe, end) in enumerate(zip(err_pipeline, err_end_to_end))
        if end > pipe
    ]
    start = 1 + max(behind, default=-1)
    return int(sizes[start]) if start < len(sizes) else None


def choose_architecture(
    n_pairs: int,
    pairs_needed: int,
    stage_examples: Sequence[int],
    stage_needed: Sequence[int],
) -> Choice:
    if n_pairs >= pairs_needed:
        return "end_to_end"
    lacking = [need for have, need in zip(stage_examples, stage_needed) if have < need]
    return "collect_data" if lacking else "pipeline"


def fit_linear(
    X: NDArray[np.float64], T: NDArray[np.float64], lambd: float = 1e-3
) -> NDArray[np.float64]:
    d, m = X.shape
    assert T.shape[1] == m
    L = np.linalg.cholesky(X @ X.T + lambd * np.identity(d))
    half = np.linalg.solve(L, X @ T.T)
    return np.ascontiguousarray(np.linalg.solve(L.T, half).T)


def compare_designs(
    X1: NDArray[np.float64],
    U1: NDArray[np.float64],
    U2: NDArray[np.float64],
    T2: NDArray[np.float64],
    Xp: NDArray[np.float64],
    Tp: NDArray[np.float64],
    Xtest: NDArray[np.float64],
    Ttest: NDArray[np.float64],
    lambd: float = 1e-3,
) -> dict[str, float]:
    stage_one = Linear(fit_linear(X1, U1, lambd))
    stage_two = Linear(fit_linear(U2, T2, lambd))
    direct = Linear(fit_linear(Xp, Tp, lambd))
    return {
        "pipeline": (stage_two @ stage_one).error(Xtest, Ttest),
        "end_to_end": direct.error(Xtest, Ttest),
    }
