"""The public checks of Searching hyperparameters; run them with `grade check`."""

import numpy as np
from grader.authoring import Array, Failure, Reference, Student, array, check, close, double_precision, draw, entries, equal, given, kind_of, numbers, refuses, require, scalar, sequence, unchanged, unpack
from collections.abc import Sequence
from typing import Any
from numpy.random import Generator
import math
from itertools import pairwise
from numpy.typing import NDArray


SURPRISE = 27.0


def by_chance(of: int, chance: float) -> tuple[int, int]:
    """How often, at least and at most, something of that chance occurs in so many draws.

    A share s of n independent draws of chance p is as far off, or further, on its side with a
    probability below e^(−n·KL(s, p)), KL(s, p) = s log(s/p) + (1 − s) log((1 − s)/(1 − p))
    (Chernoff's bound, as in Hoeffding, 1963).
    """
    shares = np.arange(of + 1) / of
    logs = (
        np.log(np.maximum(shares, 1e-300) / chance),
        np.log(np.maximum(1 - shares, 1e-300) / (1 - chance)),
    )
    off = shares * logs[0] + (1 - shares) * logs[1]
    allowed = np.flatnonzero(of * off <= SURPRISE)
    return int(allowed[0]), int(allowed[-1])


def as_often(count: int, of: int, chance: float, what: str, must: str) -> None:
    """Of so many independent draws so many have something of that chance."""
    least, most = by_chance(of, chance)
    law = f"of {of} {what}, {least} to {most} must {must}"
    require(least <= count <= most, law, got=count, want=f"about {of * chance:.0f}")


def seeds(rng: Generator, _: draw.Sizes, __: draw.Fields) -> int:
    """A seed; in a third of the draws 0, which Python takes for false."""
    return int(rng.integers(1, 999, endpoint=True)) if rng.random() < 2 / 3 else 0


Point = dict[str, Any]


Space = dict[str, tuple[Any, ...]]


Trial = tuple[Point, float]


RELATIVE, ABSOLUTE = 1e-9, 1e-12


DKW = math.log(2e9) / 2


EVEN = 0.2


SIGMAS = 7.0


CONTINUOUS = ("log", "linear", "beta")


NUMBERS = (*CONTINUOUS, "int")


def trials_of(scores: Sequence[float]) -> list[Trial]:
    """Trials with these scores, at points that tell nothing."""
    return [({"x": 0.25}, score) for score in scores]


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


def another_pattern(one: Array, other: Array, law: str) -> None:
    """Two rows of 14 draws or more are not one row, moved and stretched."""
    # The correlation of such rows is beyond ±0.99 less than once in 10¹⁰ times.
    related = float(np.corrcoef(one, other)[0, 1])
    require(abs(related) < 0.99, law, got=f"a correlation of {related:.4g}", want="about 0")
