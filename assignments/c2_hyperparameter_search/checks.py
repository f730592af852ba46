"""The checks of "Searching hyperparameters".

Each states one law of the exercise that its name starts with. Random draws are judged by their
distribution, never by their numbers: students may seed whichever of NumPy's generators they
like. Nothing here may touch a student's value before its type and shape were looked at.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from common.chance import as_often
from common.networks import seeds
from grader.authoring import (
    Array,
    Failure,
    Reference,
    Student,
    array,
    check,
    close,
    double_precision,
    draw,
    entries,
    equal,
    given,
    kind_of,
    numbers,
    refuses,
    require,
    scalar,
    sequence,
    unchanged,
    unpack,
)

Point = dict[str, Any]
Space = dict[str, tuple[Any, ...]]
Trial = tuple[Point, float]

# What rounding may move a draw beyond its limits by.
RELATIVE, ABSOLUTE = 1e-9, 1e-12
# Each bound below is passed by a right solution but for one time in 10⁹: the distance of N draws
# from their distribution is above √(DKW/N), and below EVEN/√N, as rarely as that.
DKW = math.log(2e9) / 2
EVEN = 0.2
# Correlations are looked at by the dozen.
SIGMAS = 7.0
CONTINUOUS = ("log", "linear", "beta")
# What of a name is spread evenly.
SPREAD = {"log": "the logarithm of {}", "beta": "the logarithm of 1 − {}"}
NUMBERS = (*CONTINUOUS, "int")


# What the checks share: inputs


def log_limits(rng: Generator, _: draw.Sizes, __: draw.Fields) -> tuple[float, float]:
    """0 < low < high, at least a factor of 2 and at most seven decades apart."""
    low = float(f"{10 ** rng.uniform(-9, 1):.3g}")
    return low, float(f"{low * 10 ** rng.uniform(0.31, 7):.3g}")


def beta_limits(rng: Generator, _: draw.Sizes, __: draw.Fields) -> tuple[float, float]:
    """0 ≤ low < high < 1; in a third of the draws low is 0."""
    digits = float(rng.uniform(0.2, 2)) if rng.random() < 2 / 3 else 0.0
    high = 1 - 10 ** -(digits + rng.uniform(0.31, 2.5))
    return round(1 - 10**-digits, 3), round(float(high), 6)


def limits_of(kind: str, rng: Generator) -> tuple[Any, ...]:
    """Limits of that kind, or a list of options."""
    if kind == "log":
        return log_limits(rng, {}, {})
    if kind == "beta":
        return beta_limits(rng, {}, {})
    if kind == "linear":
        low = round(float(rng.uniform(-5, 5)), 2)
        return low, round(low + float(rng.uniform(0.5, 9)), 2)
    if kind == "int":
        low_end = int(rng.integers(-4, 9))
        return low_end, low_end + int(rng.integers(2, 30))
    words = ["tanh", "relu", "sigmoid", "elu", "gelu"]
    layers = [[8], [16, 8], 4, [32, 16, 8], [64]]
    stock: list[Any] = words if rng.random() < 0.4 else layers
    return ([stock[i] for i in rng.permutation(5)[: int(rng.integers(2, 6))]],)


def spaces(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Space:
    """A space of so many names; the first is of a continuous kind."""
    kinds = [str(rng.choice(CONTINUOUS))]
    kinds += [
        str(rng.choice([*CONTINUOUS, "int", "choice", "choice"])) for _ in range(sizes["names"] - 1)
    ]
    found: Space = {f"{kind}_{i}": (kind, *limits_of(kind, rng)) for i, kind in enumerate(kinds)}
    return {name: found[name] for name in map(str, rng.permutation(list(found)))}


def point_in(space: Space, rng: Generator) -> Point:
    """Some point of the space."""
    point: Point = {}
    for name, (kind, *limits) in space.items():
        if kind not in NUMBERS:
            point[name] = limits[0][int(rng.integers(len(limits[0])))]
        elif kind == "int":
            point[name] = int(rng.integers(limits[0], limits[1], endpoint=True))
        else:
            point[name] = float(f"{rng.uniform(limits[0], limits[1]):.6g}")
    return point


def some_scores(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[float]:
    """Scores, many of them equal, some NaN and some infinite, but never without a finite one."""
    scores = rng.integers(-3, 3, endpoint=True, size=sizes["trials"]).astype(np.float64)
    scores[rng.random(scores.size) < 0.25] = np.nan
    finite = np.flatnonzero(np.isfinite(scores))
    scores[finite[1:][rng.random(finite[1:].size) < 0.2]] = np.inf * rng.choice([-1, 1])
    scores = rng.permutation(scores)
    return [float(score) for score in scores]


def trials_of(scores: Sequence[float]) -> list[Trial]:
    """Trials with these scores, at points that tell nothing."""
    return [({"x": 0.25}, score) for score in scores]


def scored_trials(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> list[Trial]:
    """Trials in the space, no two with the same score; some are NaN, and one may be infinite."""
    scores = np.round(rng.permutation(sizes["trials"]) - 4 + rng.uniform(0, 0.9), 2)
    if rng.random() < 0.3:
        scores[int(np.argmax(scores))] = np.inf
    scores[rng.random(scores.size) < 0.25] = np.nan
    if np.isnan(scores).all():
        scores[int(rng.integers(scores.size))] = -1.5
    return [(point_in(fields["space"], rng), float(score)) for score in scores]


# What the checks share: reading answers


def plain(value: Any, what: str) -> Any:
    """A value of a point: a number, a word, None, or a tuple of these."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, list | tuple):
        return tuple(plain(item, what) for item in value)
    if not (value is None or isinstance(value, bool | int | float | str)):
        raise Failure(f"{what} must be a plain value; it is {kind_of(value)}", got=value)
    return value


def point_of(got: Any, names: Sequence[str], what: str = "A point") -> Point:
    """A point with exactly these names, its values plain."""
    values = entries(got, *names)
    if len(got) != len(names):
        law = f"{what} must have the names {', '.join(names)} and no others"
        raise Failure(law, got=got)
    return {name: plain(value, name) for name, value in zip(names, values, strict=True)}


def points_of(got: Any, names: Sequence[str], count: int) -> list[Point]:
    """So many points."""
    return [point_of(one, names) for one in sequence(got, count, "the list of points")]


def trials_in(got: Any, names: Sequence[str], count: int, what: str) -> list[Trial]:
    """So many trials (point, score)."""
    pairs = [unpack(one, "point", "score") for one in sequence(got, count, what)]
    return [(point_of(point, names), scalar(score, "a score")) for point, score in pairs]


def number_of(value: Any, what: str) -> float:
    """A plain value that must be a number."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    require(is_number, f"{what} must be a number", got=value)
    return float(value)


def lie_within(points: Sequence[Point], space: Space) -> None:
    """All values of the points are such as the space allows, up to rounding."""
    for name, rule in space.items():
        kind, *limits = rule
        values = [point[name] for point in points]
        if kind in NUMBERS:
            numbers_within(values, kind, limits[0], limits[1], name)
            continue
        options = [plain(option, name) for option in limits[0]]
        law = f"{name} must be one of the options, as it is"
        for value in values:
            # 3.0 is equal to 3, and no number of units.
            fits = value in options and isinstance(value, float) == isinstance(
                options[options.index(value)], float
            )
            require(fits, law, got=value, want=limits[0])


def numbers_within(values: Sequence[Any], kind: str, low: float, high: float, name: str) -> None:
    """Plain values are numbers from low to high, up to rounding."""
    for value in values:
        whole = isinstance(value, int) and not isinstance(value, bool)
        law = f"{name} must be a {'whole number (int)' if kind == 'int' else 'number'}"
        require(whole or (kind != "int" and isinstance(value, float)), law, got=value)
    low_room, high_room = (ABSOLUTE + RELATIVE * abs(end) for end in (low, high))
    outside = [value for value in values if not low - low_room <= value <= high + high_room]
    law = f"{name} must lie in its range"
    require(not outside, law, got=outside[:1], want=f"from {low} to {high}")


def places(values: Any, rule: tuple[Any, ...]) -> Array:
    """Where values lie in their range on the scale of its kind: 0 at one end, 1 at the other."""
    # On the wrong side of 0 the logarithm is nowhere, and so is what is outside of the range.
    at = np.array([*rule[1:], *values], dtype=np.float64)
    if rule[0] in ("log", "beta"):
        at = np.log(at if rule[0] == "log" else 1 - at)
    found: Array = (at[2:] - at[0]) / (at[1] - at[0])
    return found


def same_numbers(got: Any, want: Array, what: str) -> None:
    """The same seed gives the very same draws."""
    close(got, want, rtol=0, atol=0, what=f"{what} of the same seed once more")


# What the checks share: laws of chance


def shares(counts: Sequence[int], of: int, chance: float, words: Sequence[str]) -> None:
    """Each of these counts is what `of` draws give to something of that chance."""
    for count, name in zip(counts, words, strict=True):
        as_often(count, of, chance, "draws", f"be {name}")


def decades_alike(found: Array, edges: Sequence[float]) -> None:
    """Between any two neighbours of the edges there are as many draws, up to chance."""
    counts = np.histogram(found, [-np.inf, *edges[1:-1], np.inf])[0].tolist()
    words = [f"between {low:g} and {high:g}" for low, high in pairwise(edges)]
    shares(counts, found.size, 1 / len(counts), words)


def looks_uniform(at: Array, what: str) -> None:
    """Places between 0 and 1 look like independent uniform draws."""
    count = at.size
    ordered, steps = np.sort(at), np.arange(count + 1) / count
    distance = float(max((steps[1:] - ordered).max(), (ordered - steps[:-1]).max()))
    law = f"{what} must be spread evenly: a share of the range must get that share of {count} draws"
    most = math.sqrt(DKW / count)
    off = f"a share that is off by {distance:.3g}"
    require(distance <= most, law, got=off, want=f"off by {most:.3g} at most, as by chance")
    law = f"{what} must be drawn at random; these are spread more evenly than chance does it"
    require(distance >= EVEN / math.sqrt(count), law, got=off, want="some unevenness")
    law = f"{what} must be independent: a draw tells nothing of the next one"
    unrelated(at[:-1], at[1:], law)


def unrelated(one: Array, other: Array, law: str) -> None:
    """The correlation of two rows of draws is that of chance."""
    if one.std() == 0 or other.std() == 0:
        return  # neither tells anything of the other
    found = float(np.corrcoef(one, other)[0, 1])
    most = SIGMAS / math.sqrt(one.size)
    small = f"at most {most:.2g} in size"
    require(abs(found) <= most, law, got=f"a correlation of {found:.3g}", want=small)


def draws(got: Any, rule: tuple[Any, ...], size: int) -> Array:
    """`size` float64 numbers in their range, up to rounding."""
    found = numbers(got, (size,), "the draws")
    double_precision(got, "the draws")
    low, high = rule[1:]
    room = np.array([ABSOLUTE + RELATIVE * abs(end) for end in (low, high)])
    law = f"all draws must lie from {low} to {high}"
    worst = float(found[int(np.argmax(np.maximum(low - found, found - high)))])
    require(low - room[0] <= worst <= high + room[1], law, got=worst)
    return found


def all_different(found: Array) -> None:
    """Draws from a continuous range do not repeat.

    Who draws a seed of 31 bits for each value has the same one twice now and then: a few of many
    are allowed to be the same.
    """
    different = np.unique(found).size
    law = "the draws must all be different: between any two numbers there are others"
    enough = different >= found.size - (1 + found.size // 300 if found.size > 2 else 0)
    require(enough, law, got=f"{different} of {found.size} are different")


def seed_decides(got: Any, again: Any, other: Any, what: str = "the draws") -> None:
    """The same seed, the same numbers; another seed, others."""
    found = array(got, what=what)
    same_numbers(again, found, what)
    fresh = array(other, found.shape, what=what)
    law = f"{what} must be others for another seed, at whatever place"
    require(not np.isin(fresh, found).any(), law, got=other, want="other numbers")


# sample_log_uniform


@check(
    "sample_log_uniform",
    points=1,
    kind="statistical",
    public=True,
    hint="Draw the exponent, not the number: a decade from 0.001 to 0.01 is as long as 10 to 100.",
)
@given(seed=draw.options(0, 1, 2), examples=3)
def sample_log_uniform_fills_decades(student: Student, ref: Reference, seed: int) -> None:
    """1000 draws from 0.001 to 100: 114 to 297 in each of the five decades, no two equal.

    385 to 615 lie in the lower halves of the decades. From 0.003 to 0.03 there are as many as from
    there to 0.3, and from 7 to 7 it is 7.
    """
    got = student.sample_log_uniform(0.001, 100.0, 1000, seed)
    found = draws(got, ("log", 0.001, 100.0), 1000)
    decades_alike(found, [0.001, 0.01, 0.1, 1.0, 10.0, 100.0])
    lower = int(np.sum(np.log10(found) % 1 < 0.5))
    shares([lower], 1000, 0.5, ["in the lower halves of the decades, as from 1 to 3.16"])
    all_different(found)
    looks_uniform(places(found, ("log", 0.001, 100.0)), "the logarithm of the draws")
    two = draws(student.sample_log_uniform(0.003, 0.3, 600, seed), ("log", 0.003, 0.3), 600)
    decades_alike(two, [0.003, 0.03, 0.3])
    draws(student.sample_log_uniform(7.0, 7.0, 3, seed), ("log", 7.0, 7.0), 3)
    again, other = (student.sample_log_uniform(0.001, 100.0, 1000, s) for s in (seed, seed + 1))
    seed_decides(got, again, other)


@check(
    "sample_log_uniform",
    points=1,
    kind="property",
    hint="Both limits and the size count, whatever they are; and so does the seed, 0 among them.",
)
@given(
    draw.drawn(
        sizes={"size": (1, 9)},
        limits=log_limits,
        size=lambda _, sizes, __: sizes["size"],
        seed=seeds,
    ),
    examples=12,
)
def sample_log_uniform_keeps_to_its_limits(
    student: Student, ref: Reference, limits: tuple[float, float], size: int, seed: int
) -> None:
    """(size,) float64 numbers from low to high that the seed decides; low = high gives low."""
    got = student.sample_log_uniform(*limits, size, seed)
    all_different(draws(got, ("log", *limits), size))
    again, other = (student.sample_log_uniform(*limits, size, s) for s in (seed, seed + 1))
    seed_decides(got, again, other)
    low = limits[0]
    draws(student.sample_log_uniform(low, low, size, seed), ("log", low, low), size)


@check(
    "sample_log_uniform",
    points=1,
    kind="statistical",
    hint="The logarithm must be uniform between those of the limits; take one base both ways.",
)
@given(
    limits=draw.options((1e-4, 1.0), (0.5, 3.0), (1e-9, 1e-2), (20.0, 5000.0)),
    seed=draw.integer(0, 999),
    examples=4,
)
def sample_log_uniform_is_uniform_in_the_log(
    student: Student, ref: Reference, limits: tuple[float, float], seed: int
) -> None:
    """(log x − log low)/(log high − log low) is uniform on [0, 1], and draws are independent."""
    found = draws(student.sample_log_uniform(*limits, 2000, seed), ("log", *limits), 2000)
    all_different(found)
    looks_uniform(places(found, ("log", *limits)), "the logarithm of the draws")


# sample_beta


@check(
    "sample_beta",
    points=1,
    kind="statistical",
    public=True,
    hint="Draw the distance to 1, 1 − β, on a logarithmic scale. Which limits does it have?",
)
@given(seed=draw.options(0, 1, 2), examples=3)
def sample_beta_fills_decades(student: Student, ref: Reference, seed: int) -> None:
    """1000 draws each from 0.9 to 0.999 and from 0 to 0.99: 385 to 615 above 0.99 and 0.9.

    Of 6000 from 0 to 0.9 half lie above 1 − √0.1, and from 1/2 to 1/2 it is 1/2.
    """
    for low, middle, high in ((0.9, 0.99, 0.999), (0.0, 0.9, 0.99)):
        got = student.sample_beta(low, high, 1000, seed)
        found = draws(got, ("beta", low, high), 1000)
        upper = int(np.sum(found > middle))
        shares([upper], 1000, 0.5, [f"above {middle}"])
        all_different(found)
        again, other = (student.sample_beta(low, high, 1000, s) for s in (seed, seed + 1))
        seed_decides(got, again, other)
    # The middle of a single decade: 1 − β runs from 1 down to 0.1, and √0.1 is half of the way.
    many = draws(student.sample_beta(0.0, 0.9, 6000, seed), ("beta", 0.0, 0.9), 6000)
    shares([int(np.sum(many > 1 - 0.1**0.5))], 6000, 0.5, ["above 1 − √0.1"])
    draws(student.sample_beta(0.5, 0.5, 3, seed), ("beta", 0.5, 0.5), 3)


@check(
    "sample_beta",
    points=1,
    kind="property",
    hint="The larger β is, the smaller 1 − β: low and high change places on the way.",
)
@given(
    draw.drawn(
        sizes={"size": (1, 9)},
        limits=beta_limits,
        size=lambda _, sizes, __: sizes["size"],
        seed=seeds,
    ),
    examples=12,
)
def sample_beta_keeps_to_its_limits(
    student: Student, ref: Reference, limits: tuple[float, float], size: int, seed: int
) -> None:
    """(size,) float64 numbers from low to high that the seed decides; low = high gives low."""
    got = student.sample_beta(*limits, size, seed)
    all_different(draws(got, ("beta", *limits), size))
    again, other = (student.sample_beta(*limits, size, s) for s in (seed, seed + 1))
    seed_decides(got, again, other)
    low = limits[0]
    draws(student.sample_beta(low, low, size, seed), ("beta", low, low), size)


@check(
    "sample_beta",
    points=1,
    kind="statistical",
    hint="log(1 − β) must be uniform, from that of 1 − high to that of 1 − low.",
)
@given(
    limits=draw.options((0.9, 0.999), (0.5, 0.99), (0.0, 0.9999), (0.2, 0.6)),
    seed=draw.integer(0, 999),
    examples=4,
)
def sample_beta_is_uniform_in_the_log(
    student: Student, ref: Reference, limits: tuple[float, float], seed: int
) -> None:
    """log(1 − β) is uniform between its limits, and draws are independent."""
    # From 0 to 0.9 the logarithm of another span, such as (1 + β)/(1 − β), is off by 0.07 only.
    for (low, high), size in ((limits, 2000), ((0.0, 0.9), 6000)):
        found = draws(student.sample_beta(low, high, size, seed), ("beta", low, high), size)
        all_different(found)
        looks_uniform(places(found, ("beta", low, high)), "the logarithm of 1 − β")


# sample_integers


def whole_numbers(got: Any, low: int, high: int, size: int) -> NDArray[np.int64]:
    """`size` whole numbers from low to high."""
    found = array(got, (size,), what="the draws", dtype="int").astype(np.int64)
    law = f"all draws must lie from {low} to {high}"
    worst = int(found[int(np.argmax(np.maximum(low - found, found - high)))])
    require(low <= worst <= high, law, got=worst)
    return found


@check(
    "sample_integers",
    points=1,
    kind="statistical",
    public=True,
    hint="Both ends count, and each number is as likely as the others. Where does your range end? "
    "Of real numbers that are rounded each end gets half an interval.",
)
@given(seed=draw.options(0, 1, 2), examples=3)
def sample_integers_includes_both_ends(student: Student, ref: Reference, seed: int) -> None:
    """3000 draws from 3 to 5: 814 to 1192 each of 3, 4 and 5; from −1 to 1 too; 7 to 7 is 7."""
    got = student.sample_integers(3, 5, 3000, seed)
    found = whole_numbers(got, 3, 5, 3000)
    counts = [int(np.sum(found == n)) for n in (3, 4, 5)]
    # Of 3000 right draws more than 1364 are 4 less than once in 10⁹ times.
    law = "the two ends, 3 and 5, must come as often as 4; here each comes about half as often"
    half = all(0.4 < counts[end] / max(counts[1], 1) < 0.6 for end in (0, 2))
    require(not half, law, got=counts, want="about 1000 each")
    shares(counts, 3000, 1 / 3, ["3", "4", "5"])
    same_numbers(student.sample_integers(3, 5, 3000, seed), found.astype(np.float64), "the draws")
    other = whole_numbers(student.sample_integers(3, 5, 3000, seed + 1), 3, 5, 3000)
    law = "the draws must be others for another seed"
    require((other != found).any(), law, got=other, want="other numbers")
    whole_numbers(student.sample_integers(7, 7, 4, seed), 7, 7, 4)
    below = whole_numbers(student.sample_integers(-1, 1, 3000, seed), -1, 1, 3000)
    shares([int(np.sum(below == n)) for n in (-1, 0, 1)], 3000, 1 / 3, ["−1", "0", "1"])


@check(
    "sample_integers",
    points=1,
    kind="statistical",
    hint="Each number of the range comes as often as the others, both ends and those beside 0, "
    "too. Rounding real numbers leaves each end half an interval, and cutting their digits off "
    "gives 0 two.",
)
@given(
    draw.drawn(
        low=draw.integers(low=-4, high=0),
        width=draw.integers(low=1, high=5),
        size=draw.integers(low=1, high=9),
        seed=seeds,
    ),
    examples=6,
)
def sample_integers_is_uniform(
    student: Student, ref: Reference, low: int, width: int, size: int, seed: int
) -> None:
    """Each of low, …, high is as likely, below 0 too; draws are independent; (size,) of them."""
    high, count = low + width, 2500
    few = whole_numbers(student.sample_integers(low, high, size, seed), low, high, size)
    again = student.sample_integers(low, high, size, seed)
    same_numbers(again, few.astype(np.float64), "the draws")
    got = student.sample_integers(low, high, count, seed)
    found = whole_numbers(got, low, high, count)
    numbers_in = range(low, high + 1)
    counts = [int(np.sum(found == number)) for number in numbers_in]
    shares(counts, count, 1 / (width + 1), [str(number) for number in numbers_in])
    law = "the draws must be independent: one tells nothing of the next"
    unrelated(found[:-1].astype(np.float64), found[1:].astype(np.float64), law)
    other = whole_numbers(student.sample_integers(low, high, count, seed + 1), low, high, count)
    law = "the draws must be others for another seed, and unrelated to these"
    require((other != found).any(), law, got=other, want="other numbers")
    one, two = found.astype(np.float64), other.astype(np.float64)
    for here, there in ((one, two), (one[1:], two[:-1]), (one[:-1], two[1:])):
        unrelated(here, there, law)


# grid_points


def same_points(got: Any, want: list[Point], names: Sequence[str]) -> None:
    """The very same points, in any order."""
    found = points_of(got, names, len(want))
    for point in want:
        law = f"the grid must have the point {point} exactly once"
        there = sum(one == point for one in found)
        require(there == 1, law, got=f"{there} times", want="once")


@check(
    "grid_points",
    points=1,
    kind="example",
    public=True,
    hint="Each of the two values of a meets each of the three of b; and a point is a new dict.",
)
def grid_points_by_hand(student: Student, ref: Reference) -> None:
    """a in 1, 2 and b in "x", "y", "z": 6 points; with c = 1 still 6; without any c none.

    A single axis will do, and two may have the same values. axes stays as it is.
    """
    want: list[Point] = [{"a": a, "b": b} for a in (1, 2) for b in ("x", "y", "z")]
    same_points(student.grid_points({"a": [1, 2], "b": ["x", "y", "z"]}), want, ["a", "b"])
    more = [{**point, "c": 1} for point in want]
    got = student.grid_points({"a": [1, 2], "b": ["x", "y", "z"], "c": [1]})
    same_points(got, more, ["a", "b", "c"])
    got = student.grid_points({"a": [1, 2], "b": ["x", "y", "z"], "c": []})
    sequence(got, 0, "the grid with an empty axis")
    same_points(student.grid_points({"a": [1, 2]}), [{"a": 1}, {"a": 2}], ["a"])
    axes = {"a": [2, 1], "b": [1, 2, 3]}
    want = [{"a": a, "b": b} for a in (1, 2) for b in (1, 2, 3)]
    same_points(unchanged(student.grid_points, axes), want, ["a", "b"])


def some_axes(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> dict[str, list[Any]]:
    """Up to four axes of up to four values, of which the same may stand on several axes."""
    stock = [1, 2, 0.5, 1e-3, "x", "relu", -1, None]
    return {
        f"p{number}": [stock[i] for i in rng.permutation(len(stock))[: rng.integers(1, 5)]]
        for number in rng.permutation(sizes["names"]).tolist()
    }


@check(
    "grid_points",
    points=1,
    kind="property",
    hint="One axis or four, long or short: extend each point so far by each value of the next.",
)
@given(draw.drawn(sizes={"names": (1, 4)}, axes=some_axes), examples=8)
def grid_points_are_all_combinations(
    student: Student, ref: Reference, axes: dict[str, list[Any]]
) -> None:
    """Every combination once, for any number of axes; axes is unchanged; an empty axis: []."""
    same_points(unchanged(student.grid_points, axes), ref.grid_points(axes), list(axes))
    for name in axes:
        sequence(student.grid_points({**axes, name: []}), 0, "the grid with an empty axis")


# random_points


def columns_of(points: Sequence[Point], space: Space) -> dict[str, Array]:
    """For each name where its values lie: from 0 to 1 in a range, or the place of the option."""
    found: dict[str, Array] = {}
    for name, rule in space.items():
        values = [point[name] for point in points]
        if rule[0] == "choice":
            options = [plain(option, name) for option in rule[1]]
            found[name] = np.array([options.index(value) for value in values], dtype=np.float64)
        else:
            found[name] = places(values, rule)
    return found


def none_tells_of_another(columns: dict[str, Array]) -> None:
    """No two names go together, at the same point or at neighbours."""
    for name, column in columns.items():
        for other, beside in columns.items():
            if name < other:
                law = f"{name} and {other} must be independent of each other"
                unrelated(column, beside, law)
            law = f"{name} must tell nothing of {other} in the next point"
            unrelated(column[:-1], beside[1:], law)


@check(
    "random_points",
    points=1,
    kind="property",
    public=True,
    hint="Each name by its kind and with draws of its own; a kind that you don't know: ValueError.",
)
@given(seed=draw.options(0, 1, 2), examples=3)
def random_points_by_kind(student: Student, ref: Reference, seed: int) -> None:
    """300 points of five kinds: each value is as often as due, and tells nothing of the others.

    Nor does it in the next point, nor under the next seed. space stays as it is, and where both
    limits are equal that is the value.
    """
    space: Space = {
        "a": ("log", 0.001, 10.0),
        "b": ("log", 0.001, 10.0),
        "c": ("linear", -1.0, 1.0),
        "d": ("beta", 0.9, 0.99),
        "e": ("int", 2, 4),
        "f": ("choice", ["tanh", 3]),
        "g": ("choice", [[64, 32], [16, 8]]),
    }
    names = list(space)
    found = points_of(student.random_points(space, 300, seed), names, 300)
    lie_within(found, space)
    a, b = (np.array([point[name] for point in found]) for name in "ab")
    decades_alike(a, [0.001, 0.01, 0.1, 1.0, 10.0])
    all_different(a)
    law = "a and b have the same kind and limits, but draws of their own: they must differ"
    require((a != b).all(), law, got=found[int(np.argmax(a == b))])
    for name, middle in (("c", 0.0), ("d", 1 - 0.001**0.5)):
        upper = sum(point[name] > middle for point in found)
        shares([upper], 300, 0.5, [f"above {middle:.4g}, for {name}"])
    for name, options in (("e", (2, 3, 4)), ("f", ("tanh", 3))):
        values = [point[name] for point in found]
        words = [f"{option}, for {name}" for option in options]
        shares([values.count(one) for one in options], 300, 1 / len(options), words)
    columns = columns_of(found, space)
    none_tells_of_another(columns)
    under_next = points_of(student.random_points(space, 300, seed + 1), names, 300)
    lie_within(under_next, space)
    for other_name, beside in columns_of(under_next, space).items():
        for name, column in columns.items():
            law = f"{name} must tell nothing of {other_name} under the next seed"
            unrelated(column, beside, law)
    unchanged(student.random_points, space, 3, seed)
    single: Space = {"x": ("linear", 2.0, 2.0), "y": ("int", 4, 4), "z": ("log", 0.5, 0.5)}
    lie_within(points_of(student.random_points(single, 2, seed), list(single), 2), single)
    few, again = (points_of(student.random_points(space, 8, seed), names, 8) for _ in range(2))
    require(again == few, "the same seed must give the same points", got=again, want=few)
    other = points_of(student.random_points(space, 8, seed + 1), names, 8)
    differ = all(one["a"] != two["a"] for one, two in zip(few, other, strict=True))
    require(differ, "another seed must give other points", got=other, want="other points")
    for kind in ("normal", "lo", "Log", ""):
        refuses(student.random_points, {**space, "h": (kind, 1.0, 2.0)}, 2, seed)


MARGINALS: Space = {
    "rate": ("log", 1e-5, 1.0),
    "decay": ("log", 1e-5, 1.0),
    "drop": ("linear", -1.0, 3.0),
    "mix": ("linear", -1.0, 3.0),
    "momentum": ("beta", 0.5, 0.999),
    "layers": ("int", 1, 4),
    "g": ("choice", ["tanh", "relu", "sigmoid"]),
}


@check(
    "random_points",
    points=2,
    kind="statistical",
    hint="No two names, and no two points, may share a seed: then one draw tells the other.",
)
@given(
    names=draw.options(tuple(MARGINALS), tuple(reversed(MARGINALS))),
    seed=draw.integer(0, 999),
    examples=2,
)
def random_points_are_independent(
    student: Student, ref: Reference, names: tuple[str, ...], seed: int
) -> None:
    """Each name has the distribution of its kind, and tells nothing of the others, in the next
    point and under the next seed either."""
    space, n = {name: MARGINALS[name] for name in names}, 500
    both = [points_of(student.random_points(space, n, one), names, n) for one in (seed, seed + 1)]
    found = [*both[0], *both[1]]
    lie_within(found, space)
    columns = columns_of(found, space)
    for name, rule in space.items():
        if rule[0] in CONTINUOUS:
            spread = SPREAD.get(rule[0], "{}").format(name)
            looks_uniform(columns[name], f'{spread}, of kind "{rule[0]}",')
            continue
        values = [point[name] for point in found]
        options = rule[1] if rule[0] == "choice" else list(range(rule[1], rule[2] + 1))
        counts = [values.count(option) for option in options]
        shares(counts, 2 * n, 1 / len(options), [f"{name} = {option}" for option in options])
    none_tells_of_another(columns)
    for name, column in columns.items():
        for other, beside in columns.items():
            law = f"{name} must tell nothing of {other} under the next seed"
            unrelated(column[:n], beside[n:], law)


def odd_space(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Space:
    """Options of any types, and ranges of a single value."""
    stocks: list[list[Any]] = [
        ["relu", 3, 8],
        [8, None, "x", 2],
        [[64, 32], [16, 8]],
        [[64], [32, 16], [8, 8, 8]],
        [4, 0.5, "adam"],
        [7],
    ]
    stock = stocks[int(rng.integers(len(stocks)))]
    single = float(np.round(rng.uniform(0.1, 0.9), 2))
    whole = int(rng.integers(-3, 9))
    found: Space = {
        "options": ("choice", stock),
        "rate": ("log", single, single),
        "momentum": ("beta", single, single),
        "drop": ("linear", single, single),
        "units": ("int", whole, whole),
        "x": ("linear", -2.0, 5.0),
    }
    return {name: found[name] for name in map(str, rng.permutation(list(found)))}


@check(
    "random_points",
    points=1,
    kind="property",
    hint="An option comes back just as it stands in the list, a number as a number and a list as "
    "a list: draw a place in the list. A range of one number has that number to draw.",
)
@given(
    draw.drawn(space=odd_space, n=draw.integers(low=3, high=9), seed=seeds),
    examples=10,
)
def random_points_of_any_options(
    student: Student, ref: Reference, space: Space, n: int, seed: int
) -> None:
    """Options come just as the list holds them; low = high gives that value; space is unchanged."""
    found = points_of(unchanged(student.random_points, space, n, seed), list(space), n)
    lie_within(found, space)
    all_different(np.array([point["x"] for point in found]))


@check(
    "random_points",
    points=1,
    kind="property",
    hint="Which names a space has, of which kinds, and in which order, is up to whoever asks.",
)
@given(
    draw.drawn(sizes={"names": (2, 6)}, space=spaces, n=draw.integers(low=1, high=8), seed=seeds),
    examples=10,
)
def random_points_of_any_space(
    student: Student, ref: Reference, space: Space, n: int, seed: int
) -> None:
    """n points with the names of the space, each value in its range, whatever the space is."""
    found = points_of(student.random_points(space, n, seed), list(space), n)
    lie_within(found, space)
    for name, rule in space.items():
        if rule[0] in CONTINUOUS:
            all_different(np.array([point[name] for point in found]))
    again = points_of(student.random_points(space, n, seed), list(space), n)
    require(again == found, "the same seed must give the same points", got=again, want=found)


# distinct_values


def counts_of(got: Any, want: dict[str, int]) -> None:
    """A whole number for each name, and no other names."""
    require(isinstance(got, dict), f"It must return a dict; it returned {kind_of(got)}", got=got)
    for name, value in zip(want, entries(got, *want), strict=True):
        close(value, float(want[name]), rtol=0, atol=0, what=f"the count of {name}")
    require(len(got) == len(want), "there must be no other names", got=list(got), want=list(want))


@check(
    "distinct_values",
    points=1,
    kind="example",
    public=True,
    hint="For each name: how many of its values differ from each other? On the grid two of a and "
    'three of b, and fewer in a part of it. 3 and "3" are two values, and so are 10⁻⁹ and '
    "2·10⁻⁹. Without points there are no names.",
)
def distinct_values_by_hand(student: Student, ref: Reference) -> None:
    """A 2 × 3 grid has 2 and 3 values; [] gives {}; 3, "3", 3, 3.0004 are three, 1e-9, 2e-9 two."""
    grid = [{"a": a, "b": b} for a in (0.1, 0.2) for b in ("x", "y", "z")]
    counts_of(student.distinct_values(grid), {"a": 2, "b": 3})
    counts_of(student.distinct_values(grid[::2]), {"a": 2, "b": 3})
    counts_of(student.distinct_values(grid[1::3]), {"a": 2, "b": 1})
    counts_of(student.distinct_values(grid[:1]), {"a": 1, "b": 1})
    counts_of(student.distinct_values([]), {})
    counts_of(student.distinct_values([{"a": 3}, {"a": "3"}, {"a": 3}, {"a": 3.0004}]), {"a": 3})
    counts_of(student.distinct_values([{"a": 1e-9}, {"a": 2e-9}, {"a": 1e-9}]), {"a": 2})
    unchanged(student.distinct_values, grid)


def few_values(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[Point]:
    """Points whose values repeat, in any order; some values differ in their last digits only."""
    stock = [1e-9, 3, "3", 2e-9, "x", 3.0000001, "y", -3]
    names = [f"p{number}" for number in rng.permutation(sizes["names"]).tolist()]
    several = {name: int(rng.integers(1, len(stock), endpoint=True)) for name in names}
    return [
        {name: stock[int(rng.integers(several[name]))] for name in names}
        for _ in range(sizes["points"])
    ]


@check(
    "distinct_values",
    points=1,
    kind="property",
    hint="Per name: how many of its values differ from each other, however little?",
)
@given(draw.drawn(sizes={"names": (1, 4), "points": (0, 12)}, points=few_values), examples=14)
def distinct_values_per_name(student: Student, ref: Reference, points: list[Point]) -> None:
    """For each name the number of its different values; the points stay as they are."""
    want = ref.distinct_values(points)
    counts_of(unchanged(student.distinct_values, points), want)


# best_trial


@check(
    "best_trial",
    points=1,
    kind="example",
    public=True,
    hint="NaN is no score, and ∞, 0 and numbers below 0 are; of equal scores the first counts. It "
    "is the place that is asked for, and where there is no score ValueError.",
)
def best_trial_by_hand(student: Student, ref: Reference) -> None:
    """Scores 3, NaN, 1, 1: place 2, or 0 with maximise; ∞ is a score, and NaN is none."""
    scores = trials_of([3.0, np.nan, 1.0, 1.0])
    close(student.best_trial(scores), 2.0, rtol=0, atol=0, what="the place")
    close(
        student.best_trial(scores, maximise=True), 0.0, rtol=0, atol=0, what="the largest's place"
    )
    scores = trials_of([np.nan, 0.0, 2.0, np.inf])
    close(student.best_trial(scores), 1.0, rtol=0, atol=0, what="the place of 0")
    close(student.best_trial(scores, maximise=True), 3.0, rtol=0, atol=0, what="the place of ∞")
    scores = trials_of([-5.0, np.nan, -2.0, -2.0])
    close(student.best_trial(scores, maximise=True), 2.0, rtol=0, atol=0, what="the place of −2")
    refuses(student.best_trial, trials_of([np.nan, np.nan]))
    refuses(student.best_trial, [])


@check(
    "best_trial",
    points=2,
    kind="reference",
    hint="Strictly better, in the direction that was asked for; NaN compares as false with all.",
)
@given(draw.drawn(sizes={"trials": (2, 20)}, scores=some_scores), examples=16)
def best_trial_is_the_first_of_the_best(
    student: Student, ref: Reference, scores: list[float]
) -> None:
    """The first place with the smallest score (or largest), NaN aside; without any, ValueError.

    However large or small all of them are.
    """
    trials = trials_of(scores)
    for maximise, lifts in ((False, (0.0, 1e12)), (True, (0.0, -1e12))):
        if np.isnan(scores).all():
            refuses(student.best_trial, trials, maximise)
            continue
        want = float(ref.best_trial(trials, maximise))
        for lift in lifts:
            lifted = trials_of([score + lift for score in scores])
            close(student.best_trial(lifted, maximise), want, rtol=0, atol=0, what="the place")
    refuses(student.best_trial, [], True)


# zoom


def zoomed(got: Any, space: Space) -> Space:
    """A space with the names and kinds of another."""
    found = {}
    for name, value in zip(space, entries(got, *space), strict=True):
        parts = sequence(value, len(space[name]), f"the entry of {name}")
        kind = parts[0]
        law = f'{name} must keep its kind, "{space[name][0]}"'
        require(isinstance(kind, str) and kind == space[name][0], law, got=kind)
        found[name] = tuple(parts)
    require(len(got) == len(space), "there must be no other names", got=list(got), want=list(space))
    return found


def same_space(got: Any, want: Space) -> None:
    """The very same kinds, limits and options."""
    found = zoomed(got, want)
    for name, (kind, *limits) in want.items():
        if kind not in NUMBERS:
            options = sequence(found[name][1], what=f"the options of {name}")
            kept = [plain(one, name) for one in options]
            equal(kept, [plain(one, name) for one in limits[0]], f"the options of {name}")
            continue
        for word, end, new in zip(("lower", "upper"), limits, found[name][1:], strict=True):
            close(new, end, rtol=1e-12, atol=0, what=f"the {word} limit of {name}")
            if kind == "int":
                law = f"the {word} limit of {name} must be a whole number (int)"
                require(isinstance(plain(new, name), int), law, got=new)


@check(
    "zoom",
    points=1,
    kind="example",
    public=True,
    hint="Of the four rates the two best are at 0.01 and 0.1; with maximise at 1 and 0.001. NaN "
    "is never among the best, and where fewer than k have a score all of these count. Options "
    "come in the order of the space. Without any score: ValueError.",
)
def zoom_by_hand(student: Student, ref: Reference) -> None:
    """Costs 3, 1, 2, 9 at rates 0.001, 0.01, 0.1, 1, k = 2: 0.01 to 0.1; maximise: 0.001 to 1.

    Where fewer than k have a score all of these count, ∞ among them; options may be lists; space
    and trials stay as they are.
    """
    space: Space = {
        "rate": ("log", 1e-4, 1.0),
        "g": ("choice", ["tanh", "relu", "elu"]),
        "units": ("int", 2, 9),
    }
    rates, words, units = (0.001, 0.01, 0.1, 1.0), ("relu", "elu", "tanh", "elu"), (3, 8, 4, 5)
    costs = (3.0, 1.0, 2.0, 9.0)
    trials = [
        ({"rate": rate, "g": word, "units": n}, cost)
        for rate, word, n, cost in zip(rates, words, units, costs, strict=True)
    ]
    trials.insert(1, ({"rate": 0.5, "g": "relu", "units": 2}, np.nan))
    want: Space = {
        "rate": ("log", 0.01, 0.1),
        "g": ("choice", ["tanh", "elu"]),
        "units": ("int", 4, 8),
    }
    same_space(unchanged(student.zoom, space, trials, 2), want)
    want = {
        "rate": ("log", 0.001, 1.0),
        "g": ("choice", ["relu", "elu"]),
        "units": ("int", 3, 5),
    }
    same_space(unchanged(student.zoom, space, trials, 2, maximise=True), want)
    rest = [trials[2], (trials[1][0], np.inf), (trials[0][0], np.nan)]
    want = {"rate": ("log", 0.01, 0.5), "g": ("choice", ["relu", "elu"]), "units": ("int", 2, 8)}
    same_space(student.zoom(space, rest, 4), want)
    layers: Space = {"layers": ("choice", [[8], [16, 8], [4], 2]), "drop": ("linear", 0.0, 1.0)}
    at = ([16, 8], 0.25, 3.0), (2, 0.75, 4.0), ([8], 0.5, 1.0), ([8], 0.125, 2.0)
    trials_there = [({"layers": one, "drop": drop}, cost) for one, drop, cost in at]
    want = {"layers": ("choice", [[8], [16, 8]]), "drop": ("linear", 0.125, 0.5)}
    same_space(student.zoom(layers, trials_there, 3), want)
    refuses(student.zoom, space, trials[1:2], 2)
    refuses(student.zoom, {"g": space["g"]}, trials[1:2], 2)


@check(
    "zoom",
    points=2,
    kind="reference",
    hint="Drop NaN first, then sort in the right direction, take k; then smallest and largest.",
)
@given(
    draw.drawn(sizes={"names": (2, 5), "trials": (2, 14)}, space=spaces, trials=scored_trials),
    k=draw.integer(1, 6),
    maximise=draw.options(False, True),
    examples=30,
)
def zoom_spans_the_best(
    student: Student, ref: Reference, space: Space, trials: list[Trial], k: int, maximise: bool
) -> None:
    """Each name: its kind, and the smallest and largest of its values in the k best trials."""
    same_space(student.zoom(space, trials, k, maximise), ref.zoom(space, trials, k, maximise))


@check(
    "zoom",
    points=1,
    kind="purity",
    hint="The list of trials and the space are the caller's, and stay in their order and as they "
    "are: sort a list of your own, and write into a dict of your own. The box must be right as "
    "well.",
)
@given(
    draw.drawn(sizes={"names": (1, 4), "trials": (3, 9)}, space=spaces, trials=scored_trials),
    k=draw.integer(1, 3),
    examples=8,
)
def zoom_keeps_space_and_trials(
    student: Student, ref: Reference, space: Space, trials: list[Trial], k: int
) -> None:
    """space and trials are the same after the call as before, in order too; the result is right."""
    for most in (False, True):
        got = unchanged(student.zoom, space, trials, k, maximise=most)
        same_space(got, ref.zoom(space, trials, k, most))


# coarse_to_fine


def wide(rng: Generator, _: draw.Sizes, __: draw.Fields) -> Space:
    """A space for the given training, its names in any order."""
    low = float(f"{10 ** rng.uniform(-6, -4):.2g}")
    found: Space = {
        "learning_rate": ("log", low, 1.0),
        "momentum": ("beta", 0.5, 0.999),
        "units": ("int", 4, int(rng.integers(20, 65))),
        "dropout": ("linear", 0.0, 0.8),
        "activation": ("choice", ["tanh", "relu", "sigmoid"]),
    }
    return {name: found[name] for name in map(str, rng.permutation(list(found)))}


def is_better(score: float, other: float, maximise: bool) -> bool:
    """Whether a score beats another; NaN beats none."""
    return score > other if maximise else score < other


def best_of(trials: Sequence[Trial], k: int, maximise: bool) -> list[Trial]:
    """Of the trials with a score those that fewer than k others beat."""
    found = [
        trial
        for trial in trials
        if not math.isnan(trial[1])
        and sum(is_better(other[1], trial[1], maximise) for other in trials) < k
    ]
    require(found, "the points must be drawn from all of the space; here none got a score")
    return found


def lies_among(trial: Trial, others: Sequence[Trial], k: int) -> None:
    """Each value of a fine point lies between values of the best coarse ones, or is one of them."""
    for name, value in trial[0].items():
        seen = [point[name] for point, _ in others]
        law = f"{name} of a fine point must lie among those of the {k} best coarse ones"
        if not all(isinstance(one, int | float) for one in (value, *seen)):
            require(value in seen, law, got=value, want=seen)
            continue
        number = number_of(value, name)
        room = ABSOLUTE + RELATIVE * abs(number)
        above, below = (any(sign * (number - one) <= room for one in seen) for sign in (1, -1))
        require(above and below, law, got=number, want=seen)


def search_of(
    returned: Any, asked: Sequence[Trial], space: Space, stages: tuple[int, int], maximise: bool
) -> list[Trial]:
    """The trials that came back: those that were asked for, and the best of them."""
    best, listed = unpack(returned, "best", "trials")
    total, names = sum(stages), list(space)
    law = f"the objective must be called {stages[0]} + {stages[1]} times"
    require(len(asked) == total, law, got=f"{len(asked)} calls", want=f"{total} calls")
    trials = trials_in(listed, names, total, "the list of trials")
    for number, ((point, score), (asked_for, answer)) in enumerate(zip(trials, asked, strict=True)):
        law = f"trial {number} must be the point of call {number} of the objective"
        require(point == asked_for, law, got=point, want=asked_for)
        law = f"the score of trial {number} must be what the objective gave in call {number}"
        require(
            score == answer or (score != score and answer != answer), law, got=score, want=answer
        )
    point, score = unpack(best, "point", "score")
    most = scalar(score, "the best score")
    beaten = [one for _, one in trials if is_better(one, most, maximise)]
    want = (max if maximise else min)(beaten, default=most)
    law = "the best must have the score of its own call, and no trial a better one"
    require(not beaten, law, got=score, want=want)
    found = point_of(point, names, "The best point")
    require((found, most) in trials, "the best must be a trial, with its score", got=best)
    return trials


def looked_on(
    student: Student, space: Space, stages: tuple[int, int], k: int, seed: int, maximise: bool
) -> tuple[list[Trial], list[Trial]]:
    """A search on the given training that is right call by call: its trials, and the k best."""
    seen = student.record_search(space, *stages, k, seed, maximise)
    returned, calls = entries(seen, "returned", "asked")
    asked = trials_in(calls, list(space), len(sequence(calls)), "the calls of the objective")
    trials = search_of(returned, asked, space, stages, maximise)
    coarse, fine = trials[: stages[0]], trials[stages[0] :]
    lie_within([point for point, _ in coarse], space)
    best = best_of(coarse, k, maximise)
    for trial in fine:
        lies_among(trial, best, k)
    return trials, best


@check(
    "coarse_to_fine",
    points=1,
    kind="property",
    public=True,
    hint="Two stages, one list: keep each score when you get it; the first stage counts too.",
)
@given(
    draw.drawn(space=wide, n_coarse=draw.integers(low=12, high=16), seed=seeds),
    n_fine=draw.integer(3, 6),
    k=draw.integer(2, 6),
    maximise=draw.options(False, True),
    examples=8,
)
def coarse_to_fine_step_by_step(
    student: Student,
    ref: Reference,
    space: Space,
    n_coarse: int,
    n_fine: int,
    k: int,
    seed: int,
    maximise: bool,
) -> None:
    """n_coarse points of the space, n_fine of the box of the k best; the best of all of them."""
    looked_on(student, space, (n_coarse, n_fine), k, seed, maximise)


@check(
    "coarse_to_fine",
    points=1,
    kind="statistical",
    public=True,
    hint="Both stages draw with what was passed as seed, but not with the same seed; and each "
    "point costs one call of the objective.",
)
@given(seed=draw.options(0, 1, 2), examples=3)
def coarse_to_fine_by_its_seed(student: Student, ref: Reference, seed: int) -> None:
    """15 coarse and 15 fine points: the seed decides both, and each stage has draws of its own."""
    space: Space = {"learning_rate": ("log", 1e-5, 0.1), "momentum": ("beta", 0.5, 0.999)}
    space |= {"units": ("int", 4, 64), "dropout": ("linear", 0.0, 0.8)}
    space |= {"activation": ("choice", ["tanh", "relu", "sigmoid"])}
    two_patterns(student, space, 15, 5, seed, False)


def two_patterns(
    student: Student, space: Space, count: int, k: int, seed: int, maximise: bool
) -> None:
    """Two stages of `count` points each have patterns of their own, which the seed decides."""

    def search(number: int) -> list[Point]:
        trials, _ = looked_on(student, space, (count, count), k, number, maximise)
        return [point for point, _ in trials]

    names = [name for name, rule in space.items() if rule[0] in CONTINUOUS]
    one = search(seed)
    for name in names:
        at = places([point[name] for point in one], space[name])
        law = (
            f"the fine points must be new draws: their {name} repeats the coarse ones, only nearer"
        )
        another_pattern(at[:count], at[count:], law)
    again = search(seed)
    require(again == one, "the same seed must give the same points", got=again[:2], want=one[:2])
    other = search(seed + 1)
    for name in names:
        at, beside = (
            places([point[name] for point in points], space[name]) for points in (one, other)
        )
        law = f"another seed must give other values of {name}"
        require(not np.equal(at, beside).any(), law, got=other[:2])
        law = f"another seed must give other fine points: their {name} has the same pattern"
        another_pattern(at[count:], beside[count:], law)
        another_pattern(at[count + 1 :], beside[count:-1], law)


@check(
    "coarse_to_fine",
    points=2,
    kind="statistical",
    hint="The second stage needs draws of its own, from all of the box: another seed, new points. "
    "And each point costs one call of the objective.",
)
@given(
    draw.drawn(space=wide, seed=seeds),
    maximise=draw.options(False, True),
    examples=2,
)
def coarse_to_fine_draws_anew(
    student: Student, ref: Reference, space: Space, seed: int, maximise: bool
) -> None:
    """The fine points fill the box, and do not repeat the pattern of the coarse ones."""
    continuous = [name for name, rule in space.items() if rule[0] in CONTINUOUS]
    trials, best = looked_on(student, space, (20, 40), 5, seed, maximise)
    for name in continuous:
        fine, box = (
            places([point[name] for point, _ in some], space[name]) for some in (trials[20:], best)
        )
        # 40 uniform draws span less than half of a range once in 10¹⁰ times.
        span = float((fine.max() - fine.min()) / (box.max() - box.min()))
        law = f"{name} of 40 fine points must span at least half of the box of the 5 best"
        require(span >= 0.5, law, got=f"{100 * span:.0f}% of it")
    two_patterns(student, space, 20, 5, seed, maximise)


def another_pattern(one: Array, other: Array, law: str) -> None:
    """Two rows of 14 draws or more are not one row, moved and stretched."""
    # The correlation of such rows is beyond ±0.99 less than once in 10¹⁰ times.
    related = float(np.corrcoef(one, other)[0, 1])
    require(abs(related) < 0.99, law, got=f"a correlation of {related:.4g}", want="about 0")


def planned_scores(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> list[float]:
    """What the objective will answer, call by call; no two are the same, but some are NaN."""
    count = fields["n_coarse"] + fields["n_fine"]
    scores = np.round(rng.permutation(count) + rng.uniform(-count, 0), 2)
    scores[rng.random(count) < 0.2] = np.nan
    scores[:2] = [0.125, -1.375]  # of which no other has the third digit
    return [float(score) for score in scores]


@check(
    "coarse_to_fine",
    points=1,
    kind="property",
    hint="Call the objective once per point, and work with the score that it gave then.",
)
@given(
    draw.drawn(
        sizes={"names": (1, 4)},
        space=spaces,
        n_coarse=draw.integers(low=4, high=7),
        n_fine=draw.integers(low=2, high=5),
        scores=planned_scores,
        seed=seeds,
    ),
    k=draw.integer(1, 4),
    maximise=draw.options(False, True),
    examples=4,
)
def coarse_to_fine_asks_once(
    student: Student,
    ref: Reference,
    space: Space,
    n_coarse: int,
    n_fine: int,
    scores: list[float],
    seed: int,
    k: int,
    maximise: bool,
) -> None:
    """The score of each point is what the objective gave in its call, and no call is made twice."""
    asked: list[Any] = []

    def objective(point: Any) -> float:
        asked.append(point)
        return scores[min(len(asked), len(scores)) - 1]

    returned = student.coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise)
    points = points_of(asked, list(space), len(asked))
    calls = list(zip(points, scores, strict=False))
    trials = search_of(returned, calls, space, (n_coarse, n_fine), maximise)
    lie_within([point for point, _ in trials[:n_coarse]], space)
    best = best_of(trials[:n_coarse], k, maximise)
    for trial in trials[n_coarse:]:
        lies_among(trial, best, k)
