"""The checks of "Learning rates that decay".

Each states one law of the exercise that its name starts with. A schedule is a function of
numbers, so its law is asked at the epochs where something happens: the first one, the ends of
periods, the middle and the end of a wave, and those beyond it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.random import Generator

from grader.authoring import (
    Array,
    Failure,
    Function,
    Reference,
    Student,
    check,
    close,
    double_precision,
    draw,
    given,
    numbers,
    refuses,
    require,
    scalar,
    sequence,
    unchanged,
)

# A cosine at π/2 is not quite 0, and what follows from it isn't either.
ROUNDING = 1e-12

# Steps of descent over noisy points, and how many of the last are looked at.
STEPS, LAST = 600, 100


# What the checks share: rates, and laws used more than once


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


def schedules(**more: draw.Field) -> Any:
    """A rate to begin with, and what else a schedule needs."""
    return draw.drawn(sizes={"period": (1, 20)}, lr0=draw.uniform(low=0.01, high=2.0), **more)


def period(_: Generator, sizes: draw.Sizes, __: draw.Fields) -> int:
    """How many epochs a period has."""
    return sizes["period"]


def around_periods(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[int]:
    """Epochs at both sides of the ends of periods, the first epoch, and one far away."""
    ends = sizes["period"] * rng.integers(1, 10, size=2, endpoint=True)
    far = int(rng.integers(200, 10000, endpoint=True))
    return [0, *(int(end) + beside for end in ends for beside in (-1, 0)), far]


def some_epochs(rng: Generator, _: draw.Sizes, __: draw.Fields) -> list[int]:
    """The first epochs, a few others, and one far away."""
    found = rng.integers(3, 60, size=2, endpoint=True)
    return [0, 1, 2, *(int(epoch) for epoch in found), int(rng.integers(500, 10000))]


# step_decay


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
    "step_decay",
    points=1,
    kind="property",
    hint="Count the periods that are over: the rate is multiplied by drop once for each of them.",
)
@given(
    schedules(epochs_per_drop=period, epochs=around_periods),
    drop=draw.options(0.1, 0.3, 0.5, 0.9, 0.99),
    examples=25,
)
def step_decay_goes_down_in_steps(
    student: Student,
    ref: Reference,
    lr0: float,
    drop: float,
    epochs_per_drop: int,
    epochs: list[int],
) -> None:
    """lr0·drop^k once k periods are over, just before and after their ends; defaults too."""
    wanted = {epoch: ref.step_decay(lr0, epoch, drop, epochs_per_drop) for epoch in epochs}
    rates_at(student.step_decay, lr0, wanted, drop, epochs_per_drop)
    rates_at(student.step_decay, lr0, {epoch: ref.step_decay(lr0, epoch) for epoch in epochs})
    # 49 · (1/49) is a little less than 1.
    rates_at(student.step_decay, lr0, {48: lr0, 49: drop * lr0, 98: drop**2 * lr0}, drop, 49)


# exponential_decay


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
    "exponential_decay",
    points=1,
    kind="property",
    hint="From one epoch to the next it is always the same factor, and at epoch 0 there is none.",
)
@given(
    schedules(epochs=some_epochs),
    rate=draw.options(0.5, 0.9, 0.95, 0.999, 1.0),
    examples=20,
)
def exponential_decay_has_one_factor(
    student: Student, ref: Reference, lr0: float, rate: float, epochs: list[int]
) -> None:
    """lr0 at epoch 0, and from each epoch to the next `rate` times as much, up to 10000."""
    wanted, now, at = {}, lr0, 0
    for epoch in sorted(epochs):
        for _ in range(epoch - at):
            now *= rate
        wanted[epoch], at = now, epoch
    rates_at(student.exponential_decay, lr0, wanted, rate)


# inverse_time_decay


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
    "inverse_time_decay",
    points=1,
    kind="property",
    hint="What lr0 is divided by grows by decay_rate from epoch to epoch; it is 1 at epoch 0.",
)
@given(
    schedules(epochs=some_epochs),
    decay_rate=draw.options(0.0, 0.01, 0.3, 1.0, 2.5),
    examples=20,
)
def inverse_time_decay_is_a_line_upside_down(
    student: Student, ref: Reference, lr0: float, decay_rate: float, epochs: list[int]
) -> None:
    """lr0 divided by the rate is 1 + decay_rate·epoch; with decay_rate 0 the rate is constant."""
    for epoch in epochs:
        found = numbers(student.inverse_time_decay(lr0, epoch, decay_rate), (), "the rate")
        require(found > 0, "the rate must be above 0", got=float(found))
        what = f"lr0 divided by the rate of epoch {epoch}"
        close(lr0 / found, 1 + decay_rate * epoch, what=what)


# staircase_inverse_time


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
    "staircase_inverse_time",
    points=1,
    kind="property",
    hint="Count the intervals that are over, a whole number; only then multiply by decay_rate.",
)
@given(
    schedules(time_interval=period, epochs=around_periods),
    decay_rate=draw.options(0.0, 0.01, 0.3, 1.0, 2.5),
    examples=25,
)
def staircase_inverse_time_goes_down_in_steps(
    student: Student,
    ref: Reference,
    lr0: float,
    decay_rate: float,
    time_interval: int,
    epochs: list[int],
) -> None:
    """lr0/(1 + decay_rate·k) once k intervals are over, just before and after their ends."""
    wanted = {
        epoch: ref.inverse_time_decay(lr0, epoch // time_interval, decay_rate) for epoch in epochs
    }
    rates_at(student.staircase_inverse_time, lr0, wanted, decay_rate, time_interval)
    # 49 · (1/49) is a little less than 1.
    ends = {48: lr0, 49: lr0 / (1 + decay_rate), 98: lr0 / (1 + 2 * decay_rate)}
    rates_at(student.staircase_inverse_time, lr0, ends, decay_rate, 49)
    usual = {epoch: lr0 / (1 + epoch // 1000) for epoch in (0, 999, 1000, epochs[-1])}
    rates_at(student.staircase_inverse_time, lr0, usual)


# cosine_annealing


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


def waves(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> list[int]:
    """A few epochs on the way, the ends, the last one before the end, and two beyond it."""
    total = fields["total_epochs"]
    inside = [int(epoch) for epoch in rng.integers(0, total, size=3, endpoint=True)]
    return [0, *inside, total - 1, total, total + 1, int(rng.integers(total, 10000, endpoint=True))]


def floor_below(rng: Generator, _: draw.Sizes, fields: draw.Fields) -> float:
    """A least rate below lr0, and 0 in a third of the draws."""
    share = rng.choice([0.0, *rng.uniform(0.01, 0.9, size=2)])
    return float(share * fields["lr0"])


@check(
    "cosine_annealing",
    points=1,
    kind="property",
    hint="Half a wave goes from lr0 to lr_min, and there it ends: later epochs stay at lr_min.",
)
@given(
    schedules(
        total_epochs=draw.integers(low=1, high=300),
        lr_min=floor_below,
        epochs=waves,
    ),
    examples=25,
)
def cosine_annealing_is_half_a_wave(
    student: Student,
    ref: Reference,
    lr0: float,
    total_epochs: int,
    lr_min: float,
    epochs: list[int],
) -> None:
    """Half a wave from lr0 at epoch 0 to lr_min at total_epochs, and lr_min ever after."""
    for least in (lr_min, 0.0):
        more = (total_epochs, lr_min) if least == lr_min else (total_epochs,)
        wanted = {}
        for epoch in epochs:
            angle = np.pi * epoch / (2 * total_epochs)
            left = np.cos(angle) ** 2 if epoch < total_epochs else 0.0
            wanted[epoch] = float(left * lr0 + (1 - left) * least)
        rates_at(student.cosine_annealing, lr0, wanted, *more)


# warmup_cosine


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


def within(rng: Generator, _: draw.Sizes, fields: draw.Fields) -> int:
    """A warm-up that is shorter than all; in a third of the draws there is none."""
    total = fields["total_epochs"]
    return int(rng.integers(0, total)) if rng.random() < 2 / 3 else 0


def turns(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> list[int]:
    """Epochs on both sides of the end of the warm-up, and those of the wave."""
    warm = fields["warmup_epochs"]
    rising = [int(rng.integers(warm)), warm - 1] if warm else []
    return [*rising, warm, warm + 1, *waves(rng, sizes, fields)]


@check(
    "warmup_cosine",
    points=1,
    kind="property",
    hint="After the warm-up the wave starts at its own epoch 0, and has the epochs that are left.",
)
@given(
    schedules(
        total_epochs=draw.integers(low=1, high=120),
        warmup_epochs=within,
        lr_min=floor_below,
        epochs=turns,
    ),
    examples=25,
)
def warmup_cosine_rises_and_falls(
    student: Student,
    ref: Reference,
    lr0: float,
    total_epochs: int,
    warmup_epochs: int,
    lr_min: float,
    epochs: list[int],
) -> None:
    """warmup_epochs equal steps up to lr0, then half a wave over the epochs that are left."""
    # A warm-up of one epoch has one step, which is lr0 itself; then the wave has its top.
    short = (1, total_epochs + 1, lr_min)
    for more in ((warmup_epochs, total_epochs, lr_min), (warmup_epochs, total_epochs), short):
        wanted = {epoch: ref.warmup_cosine(lr0, epoch, *more) for epoch in epochs}
        rates_at(student.warmup_cosine, lr0, wanted, *more)


# make_schedule


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
    "make_schedule",
    points=1,
    kind="reference",
    hint="Whatever options there are go on to the schedule's function, and those that are left out "
    "keep its defaults. Any other name is refused.",
)
@given(
    schedules(
        num_epochs=draw.integers(low=1, high=25),
        epochs_per_drop=period,
        lr_min=floor_below,
    ),
    drop=draw.options(0.1, 0.7),
    rate=draw.options(0.5, 0.99),
    decay_rate=draw.options(0.1, 2.0),
    examples=12,
)
def make_schedule_passes_options_on(
    student: Student,
    ref: Reference,
    lr0: float,
    num_epochs: int,
    epochs_per_drop: int,
    drop: float,
    rate: float,
    decay_rate: float,
    lr_min: float,
) -> None:
    """Each schedule with all of its options, with some and with none; other names are refused."""
    # What is refused comes first: the public check has begun with the rates.
    for name in ("Cosine", "inverse", "", "exp", "steps"):
        refuses(student.make_schedule, name, lr0, num_epochs)
    for name, options in (
        ("step", {"drop": drop, "epochs_per_drop": epochs_per_drop}),
        ("step", {"drop": drop}),
        ("step", {"epochs_per_drop": epochs_per_drop}),
        ("step", {}),
        ("exponential", {"rate": rate}),
        ("exponential", {}),
        ("inverse_time", {"decay_rate": decay_rate}),
        ("inverse_time", {}),
        ("cosine", {"lr_min": lr_min}),
        ("cosine", {}),
        ("constant", {}),
    ):
        wanted = ref.make_schedule(name, lr0, num_epochs, **options)
        what = f'"{name}"' + (f" with {', '.join(options)}" if options else "")
        rates_agree(student.make_schedule(name, lr0, num_epochs, **options), wanted, what)


# sgd_with_rates


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


@check(
    "sgd_with_rates",
    points=1,
    kind="reference",
    hint="Step i looks at example i mod n only, with rates[i]; the first weight is w0 itself.",
)
@given(
    draw.drawn(
        sizes={"n": (1, 6), "k": (1, 20)},
        x=draw.normal("n"),
        y=draw.normal("n"),
        w0=draw.normal(scale=2.0),
        rates=draw.uniform("k", low=0.01, high=0.4),
    ),
    examples=25,
)
def sgd_with_rates_looks_at_one_example(
    student: Student, ref: Reference, x: Array, y: Array, w0: float, rates: Array
) -> None:
    """All weights, w0 included, of many steps, two and none; from whole numbers in float64 too."""
    for some in (rates, [float(rate) for rate in rates[:2]], []):
        wanted = ref.sgd_with_rates(x, y, w0, some)
        found = student.sgd_with_rates(x, y, w0, some)
        close(found, wanted, what=f"the weights of {len(some)} steps")
        double_precision(found, "the weights")
    columns, start = np.rint([3 * x, y]), round(w0)
    whole_x, whole_y = columns.astype(np.int64)
    for some in (rates / 9, []):
        wanted = ref.sgd_with_rates(*columns, float(start), some)
        found = student.sgd_with_rates(whole_x, whole_y, start, some)
        close(found, wanted, what=f"the weights of {len(some)} steps, for whole numbers")
        double_precision(found, "the weights")
    unchanged(student.sgd_with_rates, x, y, w0, rates)


@check(
    "sgd_with_rates",
    points=1,
    kind="training",
    hint="A constant rate keeps the weight trembling; under one that decays it comes to rest.",
)
def sgd_with_rates_comes_to_rest(student: Student, ref: Reference) -> None:
    """600 steps on y = 2x + noise: rates that decay end less than half as far off as constant."""
    # On 400 data sets the two were at most 0.14 to 1, and 0.06 to 1 on average.
    rng = np.random.default_rng(5)
    x = rng.normal(size=100)
    y = 2 * x + 0.5 * rng.normal(size=100)
    best = float(x @ y / (x @ x))
    off = []
    for rates, which in (
        ([0.3] * STEPS, "a constant rate"),
        ([0.3 / (1 + 0.05 * i) for i in range(STEPS)], "a rate that decays"),
    ):
        weights = student.sgd_with_rates(x, y, 0.0, rates)
        close(weights, ref.sgd_with_rates(x, y, 0.0, rates), what=f"the weights under {which}")
        ends = numbers(weights, (STEPS + 1,), "the weights")[-LAST:]
        off.append(float(np.mean(np.abs(ends - best))))
    law = "with a rate that decays the last weights must be less than half as far from the best"
    require(off[1] < off[0] / 2, law, got=off[1], want=f"less than half of {off[0]:.3g}")
