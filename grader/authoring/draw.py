"""Strategies as nouns: what a check's inputs are, in one declaration.

Hypothesis draws sizes and an integer seed; the arrays come from NumPy's generator with
that seed. So arrays are dense and off the kinks, drawing is cheap, and shrinking acts on
the sizes. Nothing here runs a check.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from numpy.random import Generator

Sizes = dict[str, int]
Fields = dict[str, Any]
Field = Callable[[Generator, Sizes, Fields], Any]
Dim = str | int
MOST_SEEDS = 2**16
# Two decimals keep a counterexample readable; an exact 0 would hide sign and kink errors.
DECIMALS = 2


def _shape(dims: tuple[Dim, ...], sizes: Sizes) -> tuple[int, ...]:
    return tuple(sizes[dim] if isinstance(dim, str) else dim for dim in dims)


def _readable(values: Any) -> Any:
    rounded = np.round(values, DECIMALS)
    smallest = 10.0**-DECIMALS
    rounded = np.where(rounded == 0, np.where(np.asarray(values) < 0, -smallest, smallest), rounded)
    return rounded if rounded.ndim else float(rounded)


def normal(*dims: Dim, scale: float = 1.0) -> Field:
    """An array of N(0, scale²), two decimals and never 0; without dims a float.

    A dim is the name of a size of `drawn`, or a number; so it is in the other fields.
    """

    def field(rng: Generator, sizes: Sizes, _: Fields) -> Any:
        return _readable(scale * rng.normal(size=_shape(dims, sizes)))

    return field


def uniform(*dims: Dim, low: float, high: float) -> Field:
    """An array of U(low, high), in full precision; without dims a float."""

    def field(rng: Generator, sizes: Sizes, _: Fields) -> Any:
        drawn = rng.uniform(low, high, size=_shape(dims, sizes))
        return drawn if dims else float(drawn)

    return field


def integers(*dims: Dim, low: int, high: int) -> Field:
    """An int64 array of whole numbers low … high, both included; without dims an int."""

    def field(rng: Generator, sizes: Sizes, _: Fields) -> Any:
        drawn = rng.integers(low, high, size=_shape(dims, sizes), endpoint=True)
        return drawn if dims else int(drawn)

    return field


def labels(dim: Dim) -> Field:
    """A (1, dim) float array of 0 and 1 in which both occur when dim is at least 2."""

    def field(rng: Generator, sizes: Sizes, _: Fields) -> Any:
        (count,) = _shape((dim,), sizes)
        drawn = rng.integers(0, 1, size=(1, count), endpoint=True).astype(np.float64)
        if count >= 2:
            first, second = rng.choice(count, size=2, replace=False)
            drawn[0, first], drawn[0, second] = 0.0, 1.0
        return drawn

    return field


def choice(options: Sequence[Any]) -> Field:
    """One of the options, each as likely."""

    def field(rng: Generator, _: Sizes, __: Fields) -> Any:
        return options[int(rng.integers(len(options)))]

    return field


def _sizes(ranges: dict[str, tuple[int, int]]) -> SearchStrategy[Sizes]:
    """Sizes, all different in at least half of the draws and all equal in a fifth.

    A missing keepdims or a transposition often shows on one of the two kinds only.
    """
    free = st.fixed_dictionaries({name: st.integers(*bounds) for name, bounds in ranges.items()})
    if len(ranges) < 2:
        return free
    # The sizes themselves are always drawn, and then made equal or different: so a shrunk
    # example has the smallest sizes that fail. Of ten draws three are equal, six different.
    return st.tuples(free, st.integers(0, 9)).map(
        lambda pair: (
            _equal(pair[0], ranges)
            if 1 <= pair[1] <= 3
            else _different(pair[0], ranges)
            if pair[1] >= 4
            else pair[0]
        )
    )


def _equal(sizes: Sizes, ranges: dict[str, tuple[int, int]]) -> Sizes:
    """All sizes the same, if their ranges have one in common."""
    low = max(bounds[0] for bounds in ranges.values())
    high = min(bounds[1] for bounds in ranges.values())
    if low > high:
        return sizes
    first = next(iter(sizes.values()))
    return dict.fromkeys(ranges, low + (first - low) % (high - low + 1))


def _different(sizes: Sizes, ranges: dict[str, tuple[int, int]]) -> Sizes:
    """Each size other than those before it, if its range has one left: the next, going round."""
    made: Sizes = {}
    for name, size in sizes.items():
        low, high = ranges[name]
        span = high - low + 1
        following = [low + (size - low + step) % span for step in range(span)]
        taken = set(made.values())
        made[name] = next((one for one in following if one not in taken), size)
    return made


def drawn(sizes: dict[str, tuple[int, int]] | None = None, **fields: Field) -> Any:
    """A joint strategy for `@given`: draws the sizes and a seed, and builds each field in order.

    `sizes` are ranges by name, both ends included: `{"n": (1, 5)}`. Each of `fields` is an input of
    the check: a field such as `normal("n")`, or a callable(rng, sizes, fields so far). Draw lengths
    as sizes, and not in a field: what fails is then shown with the smallest that fail.
    """

    def build(pair: tuple[Sizes, int]) -> Fields:
        rng = np.random.default_rng(pair[1])
        built: Fields = {}
        for name, field in fields.items():
            built[name] = field(rng, pair[0], built)
        return built

    drawn_sizes = _sizes(dict(sizes)) if sizes else st.just({})
    return st.tuples(drawn_sizes, st.integers(0, MOST_SEEDS)).map(build)


def number(low: float, high: float) -> SearchStrategy[float]:
    """A float between the bounds, with few decimals where Hypothesis can choose."""
    return st.floats(low, high, allow_nan=False, allow_infinity=False, allow_subnormal=False)


def integer(low: int, high: int) -> SearchStrategy[int]:
    """A whole number between the bounds, both included."""
    return st.integers(low, high)


# The values of each `options`: Hypothesis' strategies do not tell theirs.
_OPTIONS: WeakKeyDictionary[SearchStrategy[Any], tuple[Any, ...]] = WeakKeyDictionary()


def options(*values: Any) -> SearchStrategy[Any]:
    """One of the values; as an input of its own, each of them in one example at least.

    That needs as many examples as there are values.
    """
    strategy = st.sampled_from(values)
    _OPTIONS[strategy] = values
    return strategy


def options_of(strategy: SearchStrategy[Any]) -> tuple[Any, ...]:
    """The values of what `options` made; of any other strategy none."""
    return _OPTIONS.get(strategy, ())


def any_shape(
    *, min_dims: int = 0, max_dims: int = 3, max_side: int = 4, low: float = -30, high: float = 30
) -> SearchStrategy[Any]:
    """Float arrays of 0 to 3 dimensions with entries U(low, high)."""
    shapes = st.lists(st.integers(1, max_side), min_size=min_dims, max_size=max_dims)
    return st.tuples(shapes, st.integers(0, MOST_SEEDS)).map(
        lambda pair: np.asarray(np.random.default_rng(pair[1]).uniform(low, high, size=pair[0]))
    )


def growing(*, least: int = 5, most: int = 2000, count: int = 5) -> SearchStrategy[Fields]:
    """Rising `sizes` from about `least` to about `most`, and a `seed` for data of these sizes.

    For `@given` of a check that counts steps. Each size is about as many times the one before,
    so that a loop that is kept for some sizes only meets one of these. Both follow from one
    number: a loop shows at all sizes, and a search for small ones would take long. The largest must
    be large, or a loop of that length could not be told from a function that does much.
    """

    def build(number: int) -> Fields:
        rng = np.random.default_rng(number)
        places = np.arange(count) + rng.uniform(-0.3, 0.3, size=count)
        # What is drawn beyond an end is as far within it.
        places = (count - 1 - np.abs(count - 1 - np.abs(places))) / (count - 1)
        sizes = np.round(least * (most / least) ** places)
        return {"sizes": [int(size) for size in sizes], "seed": number}

    return st.integers(0, MOST_SEEDS).map(build)
