"""The public checks of Learning rates that decay; run them with `grade check`."""

from collections.abc import Mapping, Sequence
from typing import Any
import numpy as np
from grader.authoring import Failure, Function, Reference, Student, check, close, double_precision, refuses, scalar, sequence, unchanged


ROUNDING = 1e-12


def rate_is(got: Any, want: float, what: str) -> None:
    """As `close`, of a rate: that of another epoch is a plain ratio of it, which is no cause."""
    try:
        close(got, want, atol=ROUNDING, what=what)
    except Failure as wrong:
        if not np.isfinite(scalar(got, what)):
            raise
        raise Failure(wrong.message, got=got, want=want, what=what) from None


def rates_at(schedule: Function, lr0: float, wanted: Mapping[int, float], *more: Any) -> None:
    """A schedule has these rates at these epochs."""
    for epoch, rate in wanted.items():
        rate_is(schedule(lr0, epoch, *more), rate, f"the rate of epoch {epoch}")


@check(
    "step_decay",
    points=1,
    kind="example",
    public=True,
    hint="After 25 epochs two periods of 10 are over, and a third has begun: 0.8·0.5·0.5.",
)
def step_decay_by_hand(student: Student, ref: Reference) -> None:
    """From 0.8: 0.8 at epochs 0 and 9, 0.4 at 10, 0.2 at 25; drop 0.1 every 3, half every 49."""
    rates_at(student.step_decay, 0.8, {0: 0.8, 9: 0.8, 10: 0.4, 19: 0.4, 25: 0.2})
    # Ten periods leave 0.1 ten times: 0.8e-10.
    rates_at(student.step_decay, 0.8, {2: 0.8, 3: 0.08, 8: 0.008, 30: 0.8e-10}, 0.1, 3)
    # 49 · (1/49) is a little less than 1.
    rates_at(student.step_decay, 0.8, {48: 0.8, 49: 0.4, 97: 0.4, 98: 0.2}, 0.5, 49)


@check(
    "exponential_decay",
    points=1,
    kind="example",
    public=True,
    hint="Two epochs after the start: 1·0.95·0.95.",
)
def exponential_decay_by_hand(student: Student, ref: Reference) -> None:
    """From 1: 1, 0.95, 0.9025 at epochs 0, 1, 2. From 0.4: rates of 0.5, 0.1 and 1."""
    rates_at(student.exponential_decay, 1.0, {0: 1.0, 1: 0.95, 2: 0.9025})
    rates_at(student.exponential_decay, 0.4, {0: 0.4, 3: 0.05}, 0.5)
    # Ten factors of 0.1 leave hardly anything; a factor of 1 leaves all.
    rates_at(student.exponential_decay, 0.4, {0: 0.4, 10: 0.4e-10}, 0.1)
    rates_at(student.exponential_decay, 0.4, {0: 0.4, 3: 0.4, 50: 0.4}, 1.0)


@check(
    "inverse_time_decay",
    points=1,
    kind="example",
    public=True,
    hint="At epoch 3 with a decay of 1, lr0 is divided by 1 + 3.",
)
def inverse_time_decay_by_hand(student: Student, ref: Reference) -> None:
    """From 0.2: 0.2, 0.1, 0.05 at epochs 0, 1, 3. Decay 0.5: 0.1 at 2. Decay 0: always 0.2."""
    rates_at(student.inverse_time_decay, 0.2, {0: 0.2, 1: 0.1, 3: 0.05})
    rates_at(student.inverse_time_decay, 0.2, {0: 0.2, 2: 0.1, 6: 0.05}, 0.5)
    rates_at(student.inverse_time_decay, 0.2, {0: 0.2, 1: 0.2, 30: 0.2}, 0.0)


@check(
    "staircase_inverse_time",
    points=1,
    kind="example",
    public=True,
    hint="At epoch 29 two intervals of 10 are over: 0.6/(1 + 2).",
)
def staircase_inverse_time_by_hand(student: Student, ref: Reference) -> None:
    """From 0.6, decay 1, every 10: 0.6, 0.3, 0.2 at epochs 9, 10, 29; other decays, intervals."""
    stairs = student.staircase_inverse_time
    rates_at(stairs, 0.6, {0: 0.6, 9: 0.6, 10: 0.3, 19: 0.3, 29: 0.2}, 1.0, 10)
    rates_at(stairs, 0.6, {9: 0.6, 15: 0.4, 29: 0.3}, 0.5, 10)
    rates_at(stairs, 0.6, {0: 0.6, 29: 0.6}, 0.0, 10)
    # 49 · (1/49) is a little less than 1.
    rates_at(stairs, 0.6, {48: 0.6, 49: 0.3, 97: 0.3, 98: 0.2}, 1.0, 49)
    rates_at(stairs, 0.6, {999: 0.6, 1000: 0.3})


@check(
    "cosine_annealing",
    points=1,
    kind="example",
    public=True,
    hint="A third of the way: cos(π/3) = 1/2, so (1 + 1/2)/2 of the way from lr_min up to lr0.",
)
def cosine_annealing_by_hand(student: Student, ref: Reference) -> None:
    """From 1 over 12: 1, 0.75, 0.5, 0.25, 0 at epochs 0, 4, 6, 8, 12; down to 0.2; over 3 and 1."""
    anneal = student.cosine_annealing
    rates_at(anneal, 1.0, {0: 1.0, 4: 0.75, 6: 0.5, 8: 0.25, 12: 0.0, 13: 0.0, 30: 0.0}, 12)
    rates_at(anneal, 1.0, {0: 1.0, 4: 0.8, 6: 0.6, 8: 0.4, 12: 0.2, 13: 0.2, 30: 0.2}, 12, 0.2)
    # Two thirds of the way, in the last epoch before the end, a quarter is left.
    rates_at(anneal, 1.0, {0: 1.0, 1: 0.75, 2: 0.25, 3: 0.0, 4: 0.0}, 3)
    rates_at(anneal, 1.0, {0: 1.0, 1: 0.2, 2: 0.2}, 1, 0.2)


@check(
    "warmup_cosine",
    points=1,
    kind="example",
    public=True,
    hint="Four steps up to lr0, at epochs 0 to 3. The wave begins at epoch 4 and has 12 epochs.",
)
def warmup_cosine_by_hand(student: Student, ref: Reference) -> None:
    """From 1, warm-up 4 of 16: 0.25, 1, 1, 0.75, 0 at epochs 0, 3, 4, 8, 16; warm-ups of 1, 0."""
    rise = {0: 0.25, 1: 0.5, 3: 1.0, 4: 1.0}
    wave = {8: 0.75, 10: 0.5, 16: 0.0, 25: 0.0}
    rates_at(student.warmup_cosine, 1.0, rise | wave, 4, 16)
    raised = {8: 0.8, 10: 0.6, 16: 0.2, 25: 0.2}
    rates_at(student.warmup_cosine, 1.0, rise | raised, 4, 16, 0.2)
    rates_at(student.warmup_cosine, 1.0, {0: 1.0, 4: 0.75, 12: 0.0}, 0, 12)
    # The only epoch that warms up has lr0, and so has the top of the wave after it.
    rates_at(student.warmup_cosine, 1.0, {0: 1.0, 1: 1.0, 2: 0.75, 3: 0.25, 4: 0.0}, 1, 4)


def rates_agree(got: Any, wanted: Sequence[float], what: str) -> None:
    """A list of rates is what it must be."""
    found = sequence(got, len(wanted), f"the rates of {what}")
    for epoch, (rate, want) in enumerate(zip(found, wanted, strict=True)):
        rate_is(rate, want, f"the rate of epoch {epoch} of {what}")


@check(
    "make_schedule",
    points=1,
    kind="example",
    public=True,
    hint="Epochs 0, 1, …, num_epochs − 1, each by the function of that name and from lr0. Whatever "
    "is none of the five names raises ValueError.",
)
def make_schedule_by_hand(student: Student, ref: Reference) -> None:
    """The rates from 0.8 for each name, with all options, some or none; other names are refused."""
    for name, options, wanted in (
        ("constant", {}, [0.8, 0.8, 0.8, 0.8]),
        ("step", {"drop": 0.5, "epochs_per_drop": 2}, [0.8, 0.8, 0.4, 0.4]),
        ("step", {"epochs_per_drop": 3, "drop": 0.25}, [0.8, 0.8, 0.8, 0.2]),
        ("step", {"epochs_per_drop": 2}, [0.8, 0.8, 0.4, 0.4]),
        ("step", {"drop": 0.25}, [*[0.8] * 10, 0.2]),
        ("step", {}, [*[0.8] * 10, 0.4]),
        ("exponential", {"rate": 0.5}, [0.8, 0.4, 0.2, 0.1]),
        ("inverse_time", {"decay_rate": 0.5}, [0.8, 1.6 / 3, 0.4, 0.32]),
        ("inverse_time", {}, [0.8, 0.4, 0.8 / 3, 0.2]),
        ("cosine", {}, [0.8, 0.4 + 0.2 * np.sqrt(2), 0.4, 0.4 - 0.2 * np.sqrt(2)]),
        ("cosine", {"lr_min": 0.4}, [0.8, 0.6 + 0.1 * np.sqrt(2), 0.6, 0.6 - 0.1 * np.sqrt(2)]),
        ("exponential", {}, [0.8, 0.76, 0.722, 0.6859]),
    ):
        found = student.make_schedule(name, 0.8, len(wanted), **options)
        rates_agree(found, wanted, f'"{name}"')
    for name in ("linear", "Step", "exp"):
        refuses(student.make_schedule, name, 0.8, 4)


@check(
    "sgd_with_rates",
    points=1,
    kind="example",
    public=True,
    hint="Step 0: 1 − 0.5·(1·1 − 3)·1 = 2. Step 1 is at x = 2: 2 − 0.25·(2·2 − 2)·2 = 1.",
)
def sgd_with_rates_by_hand(student: Student, ref: Reference) -> None:
    """x = 1, 2, 4, y = 3, 2, 4, w0 = 1, rates 1/2, 1/4, 1/8, 1/4: 1, 2, 1, 1, 3/2; of any type."""
    x, y = np.array([1.0, 2.0, 4.0]), np.array([3.0, 2.0, 4.0])
    found = student.sgd_with_rates(x, y, 1.0, [0.5, 0.25, 0.125, 0.25])
    close(found, np.array([1.0, 2.0, 1.0, 1.0, 1.5]), what="the weights")
    double_precision(found, "the weights")
    unchanged(student.sgd_with_rates, x, y, 1.0, [0.5, 0.25, 0.125, 0.25])
    # The same of whole numbers, with the rates in an array; with fewer rates than examples; and
    # with none.
    whole = x.astype(np.int64), y.astype(np.int64), 1
    for rates, weights in (
        (np.array([0.5, 0.25, 0.125, 0.25]), [1.0, 2.0, 1.0, 1.0, 1.5]),
        ((0.25,), [1.0, 1.5]),
        ([], [1.0]),
    ):
        found = student.sgd_with_rates(*whole, rates)
        close(found, np.array(weights), what=f"the weights of {len(rates)} steps of whole numbers")
        double_precision(found, "the weights")
