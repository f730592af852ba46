"""The checks of "Splits that tell the truth".

Each states one law of the exercise that its name starts with. Random splits are judged by what
holds for all of them and by how often things happen, never by their numbers: students may seed
whichever of NumPy's or Python's generators they like. Nothing here may touch a student's value
before its type and shape were looked at.
"""

import itertools
import math
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from common.chance import as_often
from grader.authoring import (
    Array,
    Reference,
    Student,
    array,
    check,
    close,
    double_precision,
    draw,
    entries,
    given,
    refuses,
    require,
    sequence,
    steps,
    unchanged,
    unpack,
)

Places = NDArray[np.int64]
# So many seeds are tried where chance is looked at.
RUNS = 250


# What the checks share: reading answers


def places_in(got: Any, what: str, count: int | None = None) -> Places:
    """Places of examples, whole numbers in a row, so many where the count is known."""
    found = array(got, (None,), what=what)
    if count is not None:
        law = f"{what} must have {count} places; it has {found.size}"
        require(found.size == count, law, got=got, want=f"{count} places")
    # An empty list has no whole numbers in it, nor any others.
    law = f"{what} must hold places, which are ints; its dtype is {found.dtype}"
    require(found.size == 0 or found.dtype.kind in "iu", law, got=got, want="ints")
    return found.astype(np.int64)


def are_a_partition(parts: Sequence[Places], m: int) -> None:
    """Each of the places 0 … m − 1 is in one part, and there once."""
    together = np.concatenate(parts)
    outside = together[(together < 0) | (together >= m)]
    law = f"there are {m} examples: all places must lie from 0 to {m - 1}"
    require(not outside.size, law, got=outside[:1])
    counts = np.bincount(together, minlength=m)
    for wrong, law, found in (
        (counts > 1, "no example may be there twice, in two parts or in one", "is there twice"),
        (counts == 0, "no example may be lost: each must be in some part", "is in no part"),
    ):
        if wrong.any():
            place = int(np.flatnonzero(wrong)[0])
            require(False, law, got=f"place {place} {found}", want="each place once")


def two_parts(got: Any, m: int) -> list[Places]:
    """train_idx and dev_idx, which are a partition."""
    found = unpack(got, "train_idx", "dev_idx")
    parts = [
        places_in(one, name) for one, name in zip(found, ("train_idx", "dev_idx"), strict=True)
    ]
    are_a_partition(parts, m)
    return parts


def held_in(parts: Sequence[Places]) -> tuple[tuple[int, ...], ...]:
    """Which places each part holds, whatever their order."""
    return tuple(tuple(sorted(part.tolist())) for part in parts)


def seed_decides(split: Callable[[int], Sequence[Places]], seed: int) -> None:
    """The same seed, the same split; another seed, another one. 0 is a seed like any other."""
    for which in {0: 0, seed: seed}:
        one, again, other = (held_in(split(s)) for s in (which, which, which + 1))
        law = f"the same seed must give the same split; of seed {which} two calls gave two"
        require(one == again, law, got="two splits", want="one split")
        law = f"another seed must give another split; seeds {which} and {which + 1} gave the same"
        require(one != other, law, got="one split", want="two splits")


def as_due(inside: NDArray[np.bool_], chance: float, must: str) -> None:
    """Over the seeds (rows) each column is true as often as something of that chance."""
    for place, count in enumerate(inside.sum(axis=0).tolist()):
        as_often(count, len(inside), chance, "seeds", must.format(place))


def together(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """For each column whether it is true together with the one before it."""
    both: NDArray[np.bool_] = inside & np.roll(inside, 1, axis=1)
    return both


def differ(splits: Sequence[Any]) -> None:
    """Hardly any two of the splits are the same: there are more than 10⁹ that may come."""
    count = len(set(splits))
    law = f"{len(splits)} seeds must give as many splits"
    require(count >= len(splits) - 2, law, got=f"{count} splits")


# split_sizes


def exact_sizes(got: Any, want: Sequence[int], what: str) -> None:
    """The sizes, as ints."""
    found = array(sequence(got, len(want), what), (len(want),), what=what, dtype="int")
    close(found, np.array(want, dtype=np.float64), rtol=0, atol=0, what=what)


@check(
    "split_sizes",
    points=1,
    kind="example",
    public=True,
    hint="20 % of 1003 are 200.6: 200, twice. The training set gets what is left of 1003.",
)
def split_sizes_by_hand(student: Student, ref: Reference) -> None:
    """1003 by 60, 20, 20 %: 603, 200, 200; 99 by 70, 15, 15 %: 71, 14, 14; 29 % of 100 are 29; 9
    by 0, 50, 50 %: 1, 4, 4. 90 and 20 %, 50 and 30 %, 120 and −20 %: ValueError."""
    for m, percentages, want in (
        (1003, [60, 20, 20], [603, 200, 200]),
        (99, [70, 15, 15], [71, 14, 14]),
        (100, [71, 29], [71, 29]),
        (9, [0, 50, 50], [1, 4, 4]),
        (250, [96, 1, 1, 2], [241, 2, 2, 5]),
        (7, [50, 50, 0], [4, 3, 0]),
        (37, [100], [37]),
        (0, [80, 20], [0, 0]),
    ):
        parts = ", ".join(map(str, percentages))
        what = f"the sizes of {m} by {parts} %"
        exact_sizes(student.split_sizes(m, percentages), want, what)
    exact_sizes(student.split_sizes(1003, (60, 30, 10)), [603, 300, 100], "the sizes of a tuple")
    for wrong in ([90, 20], [50, 30], [120, -20], [60, -20, 20], [-10, 60, 50], [60, 20, 19]):
        refuses(student.split_sizes, 10, wrong)
    unchanged(student.split_sizes, 1003, [60, 20, 20])


def some_percentages(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[int]:
    """Whole percentages, one for each part, that add up to 100; some may be 0."""
    cuts = np.sort(rng.integers(0, 100, size=sizes["parts"] - 1, endpoint=True))
    return [int(one) for one in np.diff(np.concatenate([[0], cuts, [100]]))]


@check(
    "split_sizes",
    points=1,
    kind="property",
    hint="Whole numbers only: m·p // 100. And nothing may be lost: what is left goes to train.",
)
@given(
    draw.drawn(
        sizes={"parts": (1, 5)},
        m=lambda rng, _, __: int(10 ** rng.uniform(0, 7)) - 1,
        percentages=some_percentages,
        off=draw.choice([-1, 1, 7]),
    ),
    examples=40,
)
def split_sizes_lose_nothing(
    student: Student, ref: Reference, m: int, percentages: list[int], off: int
) -> None:
    """Up to 10 million examples: all parts but the first are the largest whole number that is no
    more than its share, and all parts together are m; hundreds divide without a rest."""
    others = [math.floor(Fraction(m * p, 100)) for p in percentages[1:]]
    want = [m - sum(others), *others]
    exact_sizes(student.split_sizes(m, percentages), want, "the sizes")
    hundreds = [100 * p for p in percentages]
    exact_sizes(student.split_sizes(10_000, percentages), hundreds, "the sizes of 10000")
    refuses(student.split_sizes, m, [percentages[0] + off, *percentages[1:]])
    refuses(student.split_sizes, m, [*percentages, off, -off])


# split_indices


def parts_of(got: Any, m: int, sizes: Sequence[int]) -> list[Places]:
    """The parts, of these sizes, which are a partition."""
    listed = sequence(got, len(sizes), "the list of parts")
    parts = [
        places_in(one, f"part {number}", size)
        for number, (one, size) in enumerate(zip(listed, sizes, strict=True))
    ]
    are_a_partition(parts, m)
    return parts


def some_sizes(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[int]:
    """Sizes of so many parts, some of them 0."""
    drawn = rng.integers(0, 20, size=sizes["parts"], endpoint=True)
    drawn[rng.random(drawn.size) < 0.15] = 0
    return [int(one) for one in drawn]


@check(
    "split_indices",
    points=1,
    kind="property",
    public=True,
    hint="Put all places into a random order once, and cut it. The seed says which order.",
)
@given(
    draw.drawn(sizes={"parts": (1, 4)}, cut=some_sizes),
    seed=draw.integer(0, 999),
    examples=9,
)
def split_indices_are_a_partition(
    student: Student, ref: Reference, cut: list[int], seed: int
) -> None:
    """Each place is in one part, and parts have their sizes, 0 among them; the same seed gives the
    same parts, another one others; the list of sizes stays as it is."""
    m, fifty = sum(cut), [25, 15, 10]
    parts_of(student.split_indices(m, cut, seed), m, cut)

    def split(s: int) -> list[Places]:
        return parts_of(student.split_indices(50, fifty, s), 50, fifty)

    seed_decides(split, seed)
    # A part of 25 in a row would come by chance once in 10¹² times.
    first = sorted(split(seed)[0].tolist())
    law = "which examples are together must be left to chance: those of part 0 stand in a row"
    require(first[-1] - first[0] > 24, law, got=first)
    unchanged(student.split_indices, 50, fifty, seed)


@check(
    "split_indices",
    points=1,
    kind="statistical",
    hint="Every partition is as likely as every other: what counts is a shuffle of all places.",
)
@given(first=draw.integer(0, 9999), examples=1)
def split_indices_are_random(student: Student, ref: Reference, first: int) -> None:
    """Over 250 seeds each place is in each part as often as due, so is each pair of neighbours in
    the second one; and all partitions of three come."""
    m, sizes = 40, [24, 10, 6]
    second, third = np.zeros((2, RUNS, m), dtype=bool)
    splits = []
    for run in range(RUNS):
        parts = parts_of(student.split_indices(m, sizes, first + run), m, sizes)
        second[run, parts[1]], third[run, parts[2]] = True, True
        splits.append(held_in(parts))
    as_due(second, 10 / m, "put place {} into a part of 10 of 40")
    as_due(third, 6 / m, "put place {} into a part of 6 of 40")
    pair = "put place {} and the one before it into a part of 10 of 40"
    as_due(together(second), 10 * 9 / (m * (m - 1)), pair)
    differ(splits)
    # Of six that are equally likely one never comes once in 10¹¹ times.
    few = range(first, first + 150)
    orders = {held_in(parts_of(student.split_indices(3, [1] * 3, s), 3, [1] * 3)) for s in few}
    law = "each of the six ways to give three examples to three parts must come, in 150 seeds"
    require(len(orders) == 6, law, got=f"{len(orders)} of them")


# stratified_split


def classes_of(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Places:
    """Labels of so many classes with 1 to 30 examples each, in any order; the labels have gaps."""
    labels = rng.choice(np.arange(-3, 12), size=sizes["classes"], replace=False)
    counts = rng.integers(1, 30, size=labels.size, endpoint=True)
    found: Places = rng.permutation(np.repeat(labels, counts))
    return found


def has_shares(parts: Sequence[Places], y: Places, dev_percent: int) -> None:
    """Of each class the share that is due is in dev, rounded down."""
    for label in np.unique(y).tolist():
        count = int(np.sum(y == label))
        found = int(np.sum(y[parts[1]] == label))
        law = f"of {count} examples of class {label} dev must get {dev_percent} %, rounded down"
        due = math.floor(Fraction(count * dev_percent, 100))
        require(found == due, law, got=f"{found} examples", want=f"{due} examples")


@check(
    "stratified_split",
    points=1,
    kind="property",
    public=True,
    hint="Take one class after the other: its places in a random order, the first n_c·p // 100.",
)
@given(
    draw.drawn(sizes={"classes": (1, 5)}, y=classes_of),
    dev_percent=draw.integer(0, 100),
    seed=draw.integer(0, 999),
    examples=10,
)
def stratified_split_keeps_shares(
    student: Student, ref: Reference, y: Places, dev_percent: int, seed: int
) -> None:
    """Each place is on one side; of each class dev gets its share, rounded down; a list of labels
    will do; the same seed gives the same split, another one another; the labels stay."""
    for labels, percent in ((y, dev_percent), (y.tolist(), 99)):
        parts = two_parts(student.stratified_split(labels, percent, seed), y.size)
        has_shares(parts, y, percent)
    # 58 % of 50 are 29, though 0.58 · 50 is less in floating point.
    large = np.tile([4, 7, 4], 50)

    def split(s: int) -> list[Places]:
        parts = two_parts(student.stratified_split(large, 58, s), 150)
        has_shares(parts, large, 58)
        return parts

    seed_decides(split, seed)
    # Of 50 the first 29, or the last, come by chance once in 10¹³ times.
    sevens = np.isin(np.flatnonzero(large == 7), split(seed)[1])
    law = "which examples of a class go to dev must be left to chance: these stood in a row"
    require(not sevens[:29].all() and not sevens[-29:].all(), law, got="the first or the last 29")
    unchanged(student.stratified_split, y, dev_percent, seed)


@check(
    "stratified_split",
    points=1,
    kind="statistical",
    hint="Within a class each example has the same chance, and each class is shuffled by itself.",
)
@given(first=draw.integer(0, 9999), examples=1)
def stratified_split_is_random(student: Student, ref: Reference, first: int) -> None:
    """Over 250 seeds each example of classes of 20, 20 and 8 is in dev as often as due; so are two
    neighbours of a class, and two of different classes that have the same number in theirs."""
    size, due, few = 20, 5, 8
    y = np.concatenate([np.tile([5, 2, 9], few), np.tile([2, 5], size - few)])
    inside = np.zeros((RUNS, y.size), dtype=bool)
    for run in range(RUNS):
        parts = two_parts(student.stratified_split(y, 25, first + run), y.size)
        has_shares(parts, y, 25)
        inside[run, parts[1]] = True
    twos, fives, nines = (inside[:, y == label] for label in (2, 5, 9))
    as_due(twos, due / size, "put number {} of class 2 into dev, with 25 %")
    as_due(fives, due / size, "put number {} of class 5 into dev, with 25 %")
    as_due(nines, 2 / few, "put number {} of class 9 into dev, with 25 %")
    for members, label in ((twos, 2), (fives, 5)):
        pair = f"put number {{}} of class {label} into dev, and the one before it"
        as_due(together(members), due * (due - 1) / (size * (size - 1)), pair)
    pair = "put number {0} of class 2 into dev, and number {0} of class 5"
    as_due(fives & twos, (due / size) ** 2, pair)
    differ([row.tobytes() for row in inside])


# group_split


def some_groups(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Places:
    """Group ids of 2 to 12 groups of 1 to 8 examples, which stand anywhere."""
    ids = rng.choice(np.arange(-20, 90), size=sizes["groups"], replace=False)
    counts = rng.integers(1, 8, size=ids.size, endpoint=True)
    found: Places = rng.permutation(np.repeat(ids, counts))
    return found


def keeps_groups(parts: Sequence[Places], groups: Places, dev_percent: int) -> None:
    """No group is on both sides; dev has enough, and without some group of it too little."""
    torn = np.intersect1d(groups[parts[0]], groups[parts[1]])
    law = "no group may be on both sides"
    require(not torn.size, law, got=f"group {torn[0]} is on both" if torn.size else None)
    m, count = groups.size, parts[1].size
    law = f"dev must hold at least {dev_percent} % of {m} examples"
    least = math.ceil(Fraction(m * dev_percent, 100))
    require(count >= least, law, got=f"{count} examples", want=f"at least {least}")
    largest = int(np.unique(groups[parts[1]], return_counts=True)[1].max())
    law = (
        f"dev must stop at {dev_percent} % of {m}: without its last group it has less than {least}"
    )
    found = f"{count} examples, of which no group has more than {largest}"
    require(count - largest < least, law, got=found)


@check(
    "group_split",
    points=1,
    kind="property",
    public=True,
    hint="Put the groups in a random order; whole groups go to dev, until it has enough examples.",
)
@given(
    draw.drawn(sizes={"groups": (2, 12)}, groups=some_groups),
    dev_percent=draw.integer(1, 99),
    seed=draw.integer(0, 999),
    examples=10,
)
def group_split_tears_nothing(
    student: Student, ref: Reference, groups: Places, dev_percent: int, seed: int
) -> None:
    """Each example is on one side, and with it all of its group; dev has dev_percent % of the
    examples or more, and would have less without its last group; ids may be words; the same seed
    gives the same split, another one another; the groups stay."""
    named = [f"patient {one}" for one in groups.tolist()]
    for ids in (groups, groups.tolist(), named):
        parts = two_parts(student.group_split(ids, dev_percent, seed), groups.size)
        keeps_groups(parts, groups, dev_percent)
    # 28 % of 150 are 42, and 87 are 58 % of it, though 0.28 · 150 is more in floating point, and
    # 87/150 · 100 is less.
    alone = 1000 - 3 * np.arange(150)

    def split(s: int, percent: int = 28) -> list[Places]:
        parts = two_parts(student.group_split(alone, percent, s), 150)
        keeps_groups(parts, alone, percent)
        return parts

    seed_decides(split, seed)
    for percent in (58, 98):
        split(seed, percent)
    # That all 42 stand in a row comes by chance once in 10¹⁵ times.
    dev = split(seed)[1]
    law = "which groups go to dev must be left to chance: these stood in a row"
    require(int(dev.max() - dev.min()) > 41, law, got=sorted(dev.tolist()))
    unchanged(student.group_split, groups, dev_percent, seed)


# Four groups of different size; 40 % of 15 are 6: the three small ones are just enough.
UNEQUAL = (1, 9, 3, 2)


@check(
    "group_split",
    points=1,
    kind="statistical",
    hint="It is the groups that are shuffled, each once: a large one comes no sooner.",
)
@given(first=draw.integer(0, 9999), examples=1)
def group_split_is_random(student: Student, ref: Reference, first: int) -> None:
    """Over 250 seeds each of 20 equal groups is in dev as often as due, and so is each with the
    next one; of four groups of 1, 9, 3 and 2 each set comes as often as over all 24 orders."""
    alike = np.tile(np.arange(20), 2)
    inside = np.zeros((RUNS, 20), dtype=bool)
    unequal = np.repeat(np.arange(4), UNEQUAL)
    found: Counter[tuple[int, ...]] = Counter()
    for run in range(RUNS):
        parts = two_parts(student.group_split(alike, 25, first + run), alike.size)
        keeps_groups(parts, alike, 25)
        inside[run, alike[parts[1]]] = True
        parts = two_parts(student.group_split(unequal, 40, first + run), unequal.size)
        keeps_groups(parts, unequal, 40)
        found[tuple(np.unique(unequal[parts[1]]).tolist())] += 1
    as_due(inside, 5 / 20, "put group {} of 20 into dev, with 25 %")
    as_due(together(inside), 5 * 4 / (20 * 19), "put group {} and the one before it into dev")
    orders = list(itertools.permutations(range(4)))
    due: Counter[tuple[int, ...]] = Counter()
    for order in orders:
        held = list(itertools.accumulate(UNEQUAL[group] for group in order))
        until = next(place for place, count in enumerate(held) if count >= 6) + 1
        due[tuple(sorted(order[:until]))] += 1
    # What comes in no order was refused by the laws of each split.
    for groups, count in due.items():
        names = " and ".join(str(UNEQUAL[group]) for group in groups)
        must = f"put the groups of {names} examples into dev"
        as_often(found[groups], RUNS, count / len(orders), "seeds", must)


# split_two_sources

SETS = ("train", "train_dev", "dev", "test")


def four_sets(got: Any, n_web: int, n_target: int, wanted: Sequence[int]) -> list[Places]:
    """train, train_dev, dev and test, a partition; dev and test hold target examples only."""
    total = n_web + n_target
    sizes = [total - sum(wanted), *wanted]
    found = [
        places_in(one, name, size)
        for one, name, size in zip(entries(got, *SETS), SETS, sizes, strict=True)
    ]
    are_a_partition(found, total)
    for name, part in zip(SETS[2:], found[2:], strict=True):
        law = f"{name} must hold target examples only: places from {n_web} on"
        require((part >= n_web).all(), law, got=f"{int((part < n_web).sum())} web examples")
    return found


def four_sizes(rng: Generator, _: draw.Sizes, __: draw.Fields) -> tuple[int, int, list[int]]:
    """n_web, n_target, and sizes of train_dev, dev and test; ends of what is possible as well."""
    n_web, n_target = int(rng.integers(0, 41)), int(rng.integers(1, 31))
    held = n_target if rng.random() < 0.25 else int(rng.integers(0, n_target + 1))
    n_dev = int(rng.integers(0, held + 1))
    pool = n_web + n_target - held
    n_train_dev = pool if rng.random() < 0.2 else int(rng.integers(0, pool + 1))
    return n_web, n_target, [n_train_dev, n_dev, held - n_dev]


@check(
    "split_two_sources",
    points=1,
    kind="property",
    public=True,
    hint="First dev and test, from the target. All that is left is one pool, and the rest is cut "
    "from that.",
)
@given(draw.drawn(drawn_sizes=four_sizes), seed=draw.integer(0, 999), examples=15)
def split_two_sources_aims_at_the_target(
    student: Student, ref: Reference, drawn_sizes: tuple[int, int, list[int]], seed: int
) -> None:
    """All sets have their sizes and are a partition; dev and test hold target examples only; what
    can't be is ValueError; the same seed gives the same sets, another one others; and the target
    examples that are left over are used in training, some in train and some in train_dev."""
    n_web, n_target, wanted = drawn_sizes
    n_train_dev, n_dev, n_test = wanted
    got = student.split_two_sources(n_web, n_target, *wanted, seed)
    four_sets(got, n_web, n_target, wanted)
    for impossible in (
        (n_train_dev, n_dev, n_target - n_dev + 1),
        (0, n_target - n_test + 1, n_test),
        (0, n_target + 1, 0),
        (n_web + n_target - n_dev - n_test + 1, n_dev, n_test),
        (-1, n_dev, n_test),
        (0, -1, n_test),
        (0, n_dev, -1),
    ):
        refuses(student.split_two_sources, n_web, n_target, *impossible, seed)
    sizes = [40, 15, 10]

    def split(s: int) -> list[Places]:
        return four_sets(student.split_two_sources(60, 65, *sizes, s), 60, 65, sizes)

    seed_decides(split, seed)
    train, train_dev, dev, _ = split(seed)
    for name, part in (("train", train), ("train_dev", train_dev)):
        # Of 60 web and 40 target examples 40 are of one kind only once in 10⁹ times.
        law = f"{name} must be drawn from the whole pool: of 60 web and 40 target examples"
        web = int((part < 60).sum())
        require(0 < web < part.size, law, got=f"{web} web and {part.size - web} target examples")
    law = "which target examples go to dev must be left to chance: these stood in a row"
    require(int(dev.max() - dev.min()) > 14, law, got=sorted(dev.tolist()))


@check(
    "split_two_sources",
    points=1,
    kind="statistical",
    hint="Each target example has the same chance to be in dev, and to be in test.",
)
@given(first=draw.integer(0, 9999), examples=1)
def split_two_sources_draws_dev_and_test(student: Student, ref: Reference, first: int) -> None:
    """Over 250 seeds each of 30 target examples is in dev, and in test, as often as due, and in
    dev together with the one before it; no two seeds give the same sets."""
    n_web, n_target, wanted = 25, 30, [12, 8, 6]
    dev, test = np.zeros((2, RUNS, n_target), dtype=bool)
    splits = []
    for run in range(RUNS):
        got = student.split_two_sources(n_web, n_target, *wanted, first + run)
        sets = four_sets(got, n_web, n_target, wanted)
        dev[run, sets[2] - n_web], test[run, sets[3] - n_web] = True, True
        splits.append(held_in(sets))
    as_due(dev, 8 / 30, "put target example {} into dev, 8 of 30")
    as_due(test, 6 / 30, "put target example {} into test, 6 of 30")
    pair = "put target example {} and the one before it into dev, 8 of 30"
    as_due(together(dev), 8 * 7 / (30 * 29), pair)
    differ(splits)


@check(
    "split_two_sources",
    points=1,
    kind="statistical",
    hint="train_dev is to look like train: a random piece of the pool, web and target in it.",
)
@given(first=draw.integer(0, 9999), examples=1)
def split_two_sources_draws_train_dev(student: Student, ref: Reference, first: int) -> None:
    """Over 250 seeds each web example is in train_dev as often as a piece of the pool is due, each
    target example as often, if it was left over; so target has the same share of both."""
    n_web, n_target, wanted = 36, 24, [15, 8, 4]
    pool = n_web + n_target - 12
    inside = np.zeros((RUNS, n_web + n_target), dtype=bool)
    for run in range(RUNS):
        got = student.split_two_sources(n_web, n_target, *wanted, first + run)
        inside[run, four_sets(got, n_web, n_target, wanted)[1]] = True
    due = 15 / pool
    as_due(inside[:, :n_web], due, f"put web example {{}} into train_dev, 15 of {pool}")
    left = 12 / n_target
    must = (
        f"put target example {{}} into train_dev: left over in half of them, and then 15 of {pool}"
    )
    as_due(inside[:, n_web:], left * due, must)
    pair = f"put web example {{}} and the one before it into train_dev, 15 of {pool}"
    as_due(together(inside[:, :n_web]), due * 14 / (pool - 1), pair)
    # Of the pool's 48 another 15 hold 3 or 4 target examples about every second time.
    counts = Counter(inside[:, n_web:].sum(axis=1).tolist())
    law = "how many target examples train_dev holds must be left to chance"
    require(len(counts) > 2, law, got=f"{sorted(counts)} with {RUNS} seeds")
    # Without replacement a count strays no further than with it (Hoeffding, 1963).
    count = int(inside[:, n_web:].sum())
    must = f"be target examples, as 12 of the {pool} in the pool are"
    as_often(count, RUNS * 15, 12 / pool, "examples of train_dev", must)


# fit_scaler


def scaler_is(got: Any, mu: Array, sigma: Array, what: str = "") -> None:
    """mu and sigma, columns."""
    found = unpack(got, "mu", "sigma")
    for value, want, name in zip(found, (mu, sigma), ("mu", "sigma"), strict=True):
        close(value, want, rtol=1e-6, atol=1e-12, what=f"{name}{what}")
        double_precision(value, name)


# The handout's features (rows) of eight examples.
FEATURES = (
    (2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0),
    (1.0, 1.0, 1.0, 1.0, 7.0, 7.0, 7.0, 7.0),
    (0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1),
)


@check(
    "fit_scaler",
    points=1,
    kind="example",
    public=True,
    hint="A mean and a deviation for each row, as columns; 1/m under the root; equal entries: 1.",
)
def fit_scaler_by_hand(student: Student, ref: Reference) -> None:
    """The handout's three features: means 5, 4, 0.1 and deviations 2, 3, 1; three times 0.1 as
    well; features of whole numbers, some of which stand still; and X stays as it is."""
    X = np.array(FEATURES)
    mu, sigma = np.array([[5.0], [4.0], [0.1]]), np.array([[2.0], [3.0], [1.0]])
    scaler_is(student.fit_scaler(X), mu, sigma)
    three = np.array([[0.1, 0.1, 0.1], [1.0, 2.0, 6.0]])
    mu, sigma = np.array([[0.1], [3.0]]), np.array([[1.0], [math.sqrt(14 / 3)]])
    scaler_is(student.fit_scaler(three), mu, sigma, " of three times 0.1")
    whole = np.array([[5, 5, 5, 5], [1, 2, 3, 6], [0, 0, 0, 0], [-2, 0, 2, 0], [-7, -7, -7, -7]])
    mu = np.array([[5.0], [3.0], [0.0], [0.0], [-7.0]])
    sigma = np.array([[1.0], [math.sqrt(3.5)], [1.0], [math.sqrt(2.0)], [1.0]])
    scaler_is(student.fit_scaler(whole), mu, sigma, " of whole numbers")
    unchanged(student.fit_scaler, X)


def scaled_features(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """X (n, m): features of different scale and mean, some of them constant."""
    n, m = sizes["n"], sizes["m"]
    scale = 10.0 ** rng.integers(-3, 4, size=(n, 1))
    X = np.round(scale * (rng.normal(size=(n, m)) + rng.normal(0, 3, size=(n, 1))), 4)
    constant = np.round(rng.choice([0.1, 0.3, 1.0, 3.7, 0.0, -2.2], size=(n, 1)), 1)
    found: Array = np.where(rng.random((n, 1)) < 0.3, constant, X)
    return found


@check(
    "fit_scaler",
    points=1,
    kind="property",
    hint="Another unit multiplies both, another zero moves the mean only; each feature by itself.",
)
@given(
    draw.drawn(
        sizes={"n": (1, 6), "m": (1, 12)},
        X=scaled_features,
        order=lambda rng, sizes, _: rng.permutation(sizes["m"]),
    ),
    examples=30,
)
def fit_scaler_measures_each_feature(
    student: Student, ref: Reference, X: Array, order: Places
) -> None:
    """Sums by hand, with 1/m; examples in another order, and each twice, change nothing; −2 times
    a feature has −2 times the mean and twice the deviation; what stands still keeps 1."""
    m = X.shape[1]
    moves = np.array([len(set(row)) > 1 for row in X.tolist()])[:, None]
    mu = np.array([[math.fsum(row) / m] for row in X.tolist()])
    root = [math.sqrt(math.fsum((row - c) ** 2) / m) for row, c in zip(X, mu[:, 0], strict=True)]
    sigma = np.where(moves, np.array(root)[:, None], 1.0)
    scaler_is(student.fit_scaler(X), mu, sigma)
    scaler_is(student.fit_scaler(X[:, order]), mu, sigma, " of another order")
    scaler_is(student.fit_scaler(np.tile(X, 2)), mu, sigma, " of each example twice")
    turned = np.where(moves, 2 * sigma, 1.0)
    scaler_is(student.fit_scaler(-2 * X), -2 * mu, turned, " of −2 X")
    unchanged(student.fit_scaler, X)


# apply_scaler


@check(
    "apply_scaler",
    points=1,
    kind="property",
    public=True,
    hint="Only what was fitted on the training set is used: subtract mu, and divide by sigma.",
)
@given(
    draw.drawn(
        sizes={"n": (2, 5), "m": (3, 9), "test": (2, 6)},
        X=draw.normal("n", "m", scale=3.0),
        X_test=lambda rng, sizes, _: np.round(
            rng.normal(4, 9, size=(sizes["n"], sizes["test"])), 2
        ),
        mu=lambda rng, sizes, _: np.round(rng.normal(0, 4, size=(sizes["n"], 1)), 2),
        sigma=lambda rng, sizes, _: np.round(rng.uniform(0.3, 6, size=(sizes["n"], 1)), 2),
    ),
    examples=15,
)
def apply_scaler_uses_what_was_fitted(
    student: Student, ref: Reference, X: Array, X_test: Array, mu: Array, sigma: Array
) -> None:
    """(X − mu)/sigma with the given mu and sigma: of the handout's test set 2, −2, 0, 2 and 0,
    0.2; of other examples, one alone like one of many; whole numbers as well; and all stay."""
    test = np.array([[9.0, 1.0], [4.0, 10.0], [0.1, 0.3]])
    fitted = np.array([[5.0], [4.0], [0.1]]), np.array([[2.0], [3.0], [1.0]])
    want = np.array([[2.0, -2.0], [0.0, 2.0], [0.0, 0.2]])
    close(student.apply_scaler(test, *fitted), want, what="the handout's test set, scaled,")
    for examples, words in ((X, "the training set"), (X_test, "the test set")):
        got = student.apply_scaler(examples, mu, sigma)
        close(got, (examples - mu) / sigma, what=f"{words}, scaled,")
        double_precision(got, f"{words}, scaled,")
        unchanged(student.apply_scaler, examples, mu, sigma)
    alone = X_test[:, :1]
    got = student.apply_scaler(alone, mu, sigma)
    close(got, (alone - mu) / sigma, what="a single example, scaled,")
    whole = np.round(X_test).astype(np.int64)
    got = student.apply_scaler(whole, mu, sigma)
    close(got, (whole - mu) / sigma, what="whole numbers, scaled,")


# find_leaks


def leaks_are(got: Any, want: Sequence[tuple[int, int]], what: str = "the leaks") -> None:
    """These pairs of places, in any order."""
    if isinstance(got, np.ndarray):
        listed: list[Any] = list(array(got, (None, 2), what=what))
    else:
        listed = sequence(got, what=what)
    found = [tuple(places_in(list(unpack_pair(pair)), "a pair", 2).tolist()) for pair in listed]
    odd = sorted(set(found) - set(want))
    law = f"{what} must be pairs (column of X_train, column of X_test) that are equal"
    require(not odd, law, got=f"{odd[0]}" if odd else None, want=sorted(want)[:8])
    lost = sorted(set(want) - set(found))
    law = f"{what} must be all pairs of equal columns, {len(want)} here"
    require(not lost, law, got=f"{lost[0]} is missing" if lost else None)
    law = f"{what} must hold each pair once"
    require(len(found) == len(want), law, got=f"{len(found)} pairs", want=f"{len(want)} pairs")


def unpack_pair(pair: Any) -> tuple[Any, ...]:
    """The two places of a pair, a tuple, a list or a row."""
    if isinstance(pair, np.ndarray):
        return tuple(array(pair, (2,), what="a pair"))
    return unpack(pair, "train", "test")


@check(
    "find_leaks",
    points=1,
    kind="example",
    public=True,
    hint="Whole columns: (2, 4) is columns 1 and 3 of X_train and column 0 of X_test: two pairs.",
)
def find_leaks_by_hand(student: Student, ref: Reference) -> None:
    """The handout's four columns and three: (1, 0), (3, 0) and (2, 2); the other way round; beside
    columns that are nearly equal, none; three rows; and both stay."""
    train = np.array([[1.0, 2.0, 4.0, 2.0], [3.0, 4.0, 2.0, 4.0]])
    test = np.array([[2.0, 1.0, 4.0], [4.0, 4.0, 2.0]])
    leaks_are(student.find_leaks(train, test), [(1, 0), (3, 0), (2, 2)])
    turned = student.find_leaks(test, train)
    leaks_are(turned, [(0, 1), (0, 3), (2, 2)], "the leaks the other way round")
    near = np.array([[2.0 + 1e-9, 1.0], [4.0, 3.0 - 1e-9]])
    leaks_are(student.find_leaks(train, near), [], "the leaks among columns that are nearly equal")
    three = np.array([[1, 2, 2, 0, 2], [2, 0, 1, 1, 1], [0, 1, 0, 2, 0]])
    other = np.array([[2, 1, 2, 1], [1, 1, 1, 2], [0, 1, 0, 1]])
    pairs = [(2, 0), (4, 0), (2, 2), (4, 2)]
    leaks_are(student.find_leaks(three, other), pairs, "the leaks of three rows")
    unchanged(student.find_leaks, train, test)


def near_matches(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> tuple[Array, Array]:
    """X_train and X_test of few numbers: many columns are equal, and more are nearly so.

    Some differ by a sign, by the order, by where the digits are parted, or by a billionth.
    """
    n = sizes["n"]
    of = {1: np.arange(-1.0, 7.0)}.get(n, np.array([-1.0, 1.0, 11.0]))
    X_train = rng.choice(of, size=(n, sizes["train"]))
    X_test = rng.choice(of, size=(n, sizes["test"]))
    for j in np.flatnonzero(rng.random(sizes["test"]) < 0.3).tolist():
        X_test[:, j] = X_train[:, int(rng.integers(sizes["train"]))]
    for X in (X_train, X_test):
        X[rng.random(X.shape) < 0.05] += 1e-9
    return X_train, X_test


@check(
    "find_leaks",
    points=1,
    kind="property",
    hint="A column may be there twice, on either side: all pairs, and only of columns that are "
    "equal in every entry.",
)
@given(
    draw.drawn(sizes={"n": (1, 4), "train": (1, 14), "test": (1, 10)}, X=near_matches),
    kind=draw.options("float", "int"),
    examples=30,
)
def find_leaks_finds_all_pairs(
    student: Student, ref: Reference, X: tuple[Array, Array], kind: str
) -> None:
    """Exactly the pairs of columns that are equal in each entry, whole numbers or not; the other
    way round the same, turned; against itself each column at least once; both stay."""
    X_train, X_test = (one.astype(np.int64) if kind == "int" else one for one in X)
    left, right = ([tuple(column) for column in one.T.tolist()] for one in (X_train, X_test))
    pairs = itertools.product(range(len(left)), range(len(right)))
    want = [(i, j) for i, j in pairs if left[i] == right[j]]
    leaks_are(student.find_leaks(X_train, X_test), want)
    turned = [(j, i) for i, j in want]
    leaks_are(student.find_leaks(X_test, X_train), turned, "the leaks the other way round")
    pairs = itertools.product(range(len(left)), range(len(left)))
    want = [(i, j) for i, j in pairs if left[i] == left[j]]
    leaks_are(student.find_leaks(X_train, X_train), want, "the leaks of X_train and itself")
    unchanged(student.find_leaks, X_train, X_test)


# Work that grows with the columns is four times as much for four times as many; this much more is
# allowed, and a loop over all pairs does four times that.
MOST_GROWTH = 1.6


@check(
    "find_leaks",
    points=1,
    kind="vectorised",
    hint="Go through each side once: where was this column before? A dict of columns knows.",
)
@given(
    draw.drawn(sizes={"few": (60, 75)}, few=lambda _, sizes, __: sizes["few"]),
    number=draw.integer(0, 999),
    examples=2,
)
def find_leaks_looks_at_each_column_once(
    student: Student, ref: Reference, few: int, number: int
) -> None:
    """With four times as many columns on both sides Python has four times as much to do, and not
    sixteen times; each leak is found."""
    counts = []
    for size in (few, 4 * few):
        rng = np.random.default_rng([number, size])
        X_train, X_test = rng.normal(size=(3, size)), rng.normal(size=(3, size + 5))
        X_train[0], X_test[0] = 0.5, 0.5
        here, there = rng.choice(size, size=4, replace=False), rng.permutation(size)[:4]
        X_test[:, there] = X_train[:, here]
        want = [(int(i), int(j)) for i, j in zip(here, there, strict=True)]
        seen = steps(student.find_leaks, X_train, X_test)
        leaks_are(seen.value, want)
        counts.append(seen.steps)
    law = (
        f"Python ran {counts[0]} instructions for {few} columns and {counts[1]} for four times as "
        "many: it compares each column with each"
    )
    most = 4 * MOST_GROWTH * counts[0]
    require(counts[1] <= most, law, got=f"{counts[1]} instructions", want=f"below {most:.0f}")


# distribution_gap


@check(
    "distribution_gap",
    points=1,
    kind="example",
    public=True,
    hint="Shares of each class in both, their differences without sign, added up, and half of it.",
)
def distribution_gap_by_hand(student: Student, ref: Reference) -> None:
    """The handout's five labels and ten: (0.3 + 0.2 + 0.1 + 0.4)/2 = 0.5, either way round; the
    same shares 0, whatever the sizes; nothing in common 1; with a class that nobody has."""
    a = np.array([0, 0, 1, 1, 2])
    b = np.array([3, 2, 1, 3, 0, 2, 1, 3, 2, 3])
    gap = student.distribution_gap
    close(gap(a, b, 4), 0.5, what="the gap")
    close(gap(b.tolist(), a.tolist(), 4), 0.5, what="the gap the other way round")
    close(gap(a, np.repeat(a, 3), 3), 0.0, what="the gap to three copies")
    close(gap(a, [4, 3, 3], 6), 1.0, what="the gap to other classes")
    close(gap([0, 1, 1, 1], [0, 0, 1], 3), 5 / 12, what="the gap of 1/4 and 3/4 to 2/3 and 1/3")
    unchanged(gap, a, b, 4)


def three_labels(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[Places]:
    """Three sets of labels, of different size and distribution; some classes may be missing."""
    classes = sizes["classes"]
    return [
        rng.choice(
            classes,
            size=int(rng.integers(1, 30)),
            p=rng.dirichlet(np.full(classes, float(rng.choice([0.3, 1.0, 5.0])))),
        )
        for _ in range(3)
    ]


@check(
    "distribution_gap",
    points=1,
    kind="property",
    hint="Only shares matter: not how many there are, in which order, or what a class is called.",
)
@given(
    draw.drawn(
        sizes={"classes": (2, 7)},
        labels=three_labels,
        named=lambda rng, sizes, _: rng.permutation(sizes["classes"]),
    ),
    copies=draw.integer(2, 4),
    kind=draw.options("array", "list"),
    examples=25,
)
def distribution_gap_is_a_distance(
    student: Student,
    ref: Reference,
    labels: list[Places],
    named: Places,
    copies: int,
    kind: str,
) -> None:
    """What a has more than b, class by class, added up; symmetric; 0 to its own copies; the same
    for other names; a detour over a third set is never shorter; 1 where nothing is shared."""
    n = int(named.size)
    a, b, c = labels
    shares = [[Fraction(int(np.sum(one == k)), one.size) for k in range(n)] for one in labels]

    def due(one: int, other: int) -> float:
        pairs = zip(shares[one], shares[other], strict=True)
        return float(sum(max(p - q, Fraction(0)) for p, q in pairs))

    def gap(one: Places, other: Places, classes: int) -> Any:
        given = (one, other) if kind == "array" else (one.tolist(), other.tolist())
        return student.distribution_gap(*given, classes)

    close(gap(a, b, n), due(0, 1), what="the gap")
    close(gap(b, a, n), due(0, 1), what="the gap the other way round")
    close(gap(a, c, n), due(0, 2), what="the gap to a third")
    close(gap(np.tile(a, copies), b, n), due(0, 1), what=f"the gap with a {copies} times")
    close(gap(a, np.repeat(a, copies), n), 0.0, what="the gap to its own copies")
    close(gap(named[a], named[b], n), due(0, 1), what="the gap with other names")
    close(gap(a, b + n, 2 * n), 1.0, what="the gap to other classes")
    unchanged(student.distribution_gap, a, b, n)


# dev_size_needed


def size_is(got: Any, want: int, what: str) -> None:
    """A whole number of examples."""
    close(got, want, rtol=0, atol=0, what=what)


@check(
    "dev_size_needed",
    points=1,
    kind="example",
    public=True,
    hint="Square both sides, so that no root is left, and solve for n. Then round up.",
)
def dev_size_needed_by_hand(student: Student, ref: Reference) -> None:
    """An error of 0.1 to within 0.01: 3458 (3457.44 rounded up), to within 0.005: 13830; 0.2 to
    within 0.03: 683; 0.5 to within 0.04 with z = 3: 1407; 0.95 to within 0.1 with z = 1: 5."""
    for error, margin, want in ((0.1, 0.01, 3458), (0.1, 0.005, 13830), (0.2, 0.03, 683)):
        what = f"the size for an error of {error} to within {margin}"
        size_is(student.dev_size_needed(error, margin), want, what)
    for error, margin, z, want in ((0.5, 0.04, 3, 1407), (0.95, 0.1, 1.0, 5), (0.02, 0.3, 1.5, 1)):
        what = f"the size for an error of {error} to within {margin}, z = {z}"
        size_is(student.dev_size_needed(error, margin, z), want, what)
    size_is(student.dev_size_needed(error=0.1, margin=0.01, z=2.58), 5991, "the size for z = 2.58")


def quotient(error: float, margin: float, z: float) -> Fraction:
    """z² e(1 − e)/margin², exactly."""
    return (Fraction(z) / Fraction(margin)) ** 2 * Fraction(error) * (1 - Fraction(error))


def apart(one: Fraction) -> bool:
    """It is no whole number, nor nearly one: rounding decides nothing."""
    return abs(one - round(one)) > Fraction(1, 10**5)


def a_margin(rng: Generator, _: draw.Sizes, fields: draw.Fields) -> float:
    """One of which n is just enough, or just not, in half of the draws."""
    error, z = fields["error"], fields["z"]
    margin = float(f"{10 ** rng.uniform(-3, -0.7):.3g}")
    if rng.random() < 0.5:
        n = math.ceil(quotient(error, margin, z)) + float(rng.choice([-1e-3, 1e-3]))
        margin = z * math.sqrt(error * (1 - error) / n)
    return margin


@check(
    "dev_size_needed",
    points=1,
    kind="property",
    hint="n is enough, and n − 1 is not. An error of 0.9 is as hard to measure as one of 0.1.",
)
@given(
    draw.drawn(
        error=lambda rng, _, __: round(float(rng.uniform(0.005, 0.995)), 3),
        z=draw.choice([1.0, 1.645, 1.96, 2.576, 3.0]),
        margin=a_margin,
    ).filter(lambda one: apart(quotient(**one))),
    examples=25,
)
def dev_size_needed_is_the_smallest(
    student: Student, ref: Reference, error: float, margin: float, z: float
) -> None:
    """n keeps z·√(e(1 − e)/n) within the margin, and n − 1 does not; 1 − e needs as many as e; and
    twice the z as many as half the margin."""

    due = quotient(error, margin, z)
    size_is(student.dev_size_needed(error, margin, z), math.ceil(due), "the size")
    size_is(student.dev_size_needed(1 - error, margin, z), math.ceil(due), "that for 1 − error")
    plain = quotient(error, margin, 1.96)
    if apart(plain):
        size_is(student.dev_size_needed(error, margin), math.ceil(plain), "that for the z of 95 %")
    if apart(4 * due):
        want = math.ceil(4 * due)
        size_is(student.dev_size_needed(error, margin / 2, z), want, "that for half the margin")
        size_is(student.dev_size_needed(error, margin, 2 * z), want, "that for twice the z")
