"""Pipeline or end to end: which stage to work on, whom to blame, and which design the data allow.

A pipeline has K stages: each takes what the one before it gave. Tables of who is right have a row
for each configuration: row 0 is the whole system as it is, and in row j the outputs of stages
1 … j are replaced by the truth. Columns are examples, here as in the arrays of the last two
functions.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def pipeline_accuracy(stage_accuracies: ArrayLike) -> float:
    """Return the accuracy of independent stages that must all be right; 1.0 without any stage.

    stage_accuracies: K numbers from 0 to 1.
    """
    raise NotImplementedError


def measure_ceilings(correct: ArrayLike) -> list[float]:
    """Return the K + 1 accuracies of the configurations, one for each row.

    correct (K + 1, m) holds 0 and 1, or False and True: whether configuration j is right about an
    example.
    """
    raise NotImplementedError


def ceiling_analysis(
    names: Sequence[str], accuracies: Sequence[float]
) -> tuple[dict[str, float], str]:
    """Return (gains, best): what each stage's truth adds, and the stage with the largest gain.

    names: the K stages, first to last. accuracies: K + 1 numbers, as measure_ceilings gives them.
    The gain of stage j is accuracy j minus accuracy j − 1. Of equal gains the earlier stage's wins.
    """
    raise NotImplementedError


def attribute_errors(names: Sequence[str], correct: ArrayLike) -> dict[str, int]:
    """Return how many of the system's errors each stage has to answer for, and "unresolved".

    names: the K stages. correct (K + 1, m), as in measure_ceilings. An example that is wrong in
    row 0 is put down to the first stage j whose row j is right, and to "unresolved" if none is.
    """
    raise NotImplementedError


def run_with_oracle(
    stages: Sequence[Callable[[Any], Any]], x: Any, oracle: Sequence[Any], k: int
) -> Any:
    """Return the output of the pipeline for x when its first k stages are replaced by the truth.

    stages: K functions of one argument. oracle: their K true outputs for this x. k: from 0, which
    replaces none, to K. Only the stages after the first k run, each once.
    """
    raise NotImplementedError


def crossover_size(
    sizes: Sequence[float], err_pipeline: Sequence[float], err_end_to_end: Sequence[float]
) -> float | None:
    """Return the smallest size from which on the end-to-end error is never above the pipeline's.

    sizes rise; the errors belong to them. Equal errors will do. If the pipeline is better at the
    largest size, it is None.
    """
    raise NotImplementedError


def choose_architecture(
    n_pairs: int, pairs_needed: int, stage_examples: Sequence[int], stage_needed: Sequence[int]
) -> str:
    """Return "end_to_end", "pipeline" or "collect_data": what the data are enough for.

    End to end needs pairs_needed of the n_pairs. A pipeline needs as many examples for each of its
    K stages as stage_needed says. Where both are possible it is "end_to_end".
    """
    raise NotImplementedError


def fit_linear(X: Array, T: Array, lambd: float = 1e-3) -> Array:
    """Return the M (k, d) that minimises ‖M X − T‖² + lambd ‖M‖², sums of squares of all entries.

    X (d, m): inputs. T (k, m): targets. lambd > 0, so there is one M, also where m < d.
    """
    raise NotImplementedError


def compare_designs(
    X1: Array,
    U1: Array,
    U2: Array,
    T2: Array,
    Xp: Array,
    Tp: Array,
    Xtest: Array,
    Ttest: Array,
    lambd: float = 1e-3,
) -> dict[str, float]:
    """Return {"pipeline": …, "end_to_end": …}: the mean squared errors of both on the test set.

    The pipeline's first stage is fitted on X1 (d, m1) and U1 (q, m1), its second one on U2 (q, m2)
    and T2 (k, m2). End to end one matrix is fitted on the pairs Xp (d, mp) and Tp (k, mp). All with
    lambd. Xtest (d, m), Ttest (k, m): the mean is over all k·m entries. Uses fit_linear.
    """
    raise NotImplementedError
