"""The public checks of Splits that tell the truth; run them with `grade check`."""

import numpy as np
from grader.authoring import Array, Reference, Student, array, check, close, double_precision, draw, entries, fresh, given, refuses, require, sequence, steps, unchanged, unpack
import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any
from numpy.random import Generator
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


Places = NDArray[np.int64]


def places_in(got: Any, what: str, count: int | None = None) -> Places:
    """Places of examples, whole numbers in a row, so many where the count is known."""
    found = array(got, (None,), what=what)
    if count not in (None, found.size):
        law = f"{what} must have {count} places; it has {found.size}"
        require(False, law, got=got, want=f"{count} places")
    # An empty list has no whole numbers in it, nor any others.
    if found.size and found.dtype.kind not in "iu":
        law = f"{what} must hold places, which are ints; its dtype is {found.dtype}"
        require(False, law, got=got, want="ints")
    return found.astype(np.int64)


def are_a_partition(parts: Sequence[Places], m: int, y: Places | None = None) -> None:
    """Each of the places 0 … m − 1 is in one part, and there once; y are their classes."""
    joined = np.concatenate(parts)
    if joined.size == m and (np.sort(joined) == np.arange(m)).all():
        return
    outside = joined[(joined < 0) | (joined >= m)]
    law = f"there are {m} examples: all places must lie from 0 to {m - 1}"
    require(not outside.size, law, got=outside[:1])
    counts = np.bincount(joined, minlength=m)
    for wrong, law, found in (
        (counts > 1, "no example may be there twice, in two parts or in one", "is there twice"),
        (counts == 0, "no example may be lost: each must be in some part", "is in no part"),
    ):
        if wrong.any():
            place = int(np.flatnonzero(wrong)[0])
            named = f"place {place}" if y is None else f"place {place}, of class {y[place]},"
            require(False, law, got=f"{named} {found}", want="each place once")


def two_parts(got: Any, m: int, y: Places | None = None) -> list[Places]:
    """train_idx and dev_idx, which are a partition; y are the classes, where there are any."""
    found = unpack(got, "train_idx", "dev_idx")
    parts = [
        places_in(one, name) for one, name in zip(found, ("train_idx", "dev_idx"), strict=True)
    ]
    are_a_partition(parts, m, y)
    return parts


def held_in(parts: Sequence[Places]) -> tuple[tuple[int, ...], ...]:
    """Which places each part holds, whatever their order."""
    return tuple(tuple(sorted(part.tolist())) for part in parts)


def seed_decides(split: Callable[[int], Sequence[Places]], seed: int) -> Sequence[Places]:
    """The split of that seed. The same seed, the same split; another seed, another one.

    0 is a seed like any other, and so is one with the same last digits.
    """
    for which, another in {seed: seed + 32_000, 0: 1}.items():
        first = split(which)
        law = f"the same seed must give the same split; of seed {which} two calls gave two"
        require(held_in(first) == held_in(split(which)), law, got="two splits", want="one split")
        law = f"another seed must give another split; seeds {which} and {another} gave the same"
        other = held_in(split(another))
        require(held_in(first) != other, law, got="one split", want="two splits")
    return split(seed)


def not_in_a_row(part: Places, what: str) -> None:
    """Places that are drawn at random don't stand side by side."""
    law = f"which {what} must be left to chance: these stood in a row"
    require(int(part.max() - part.min()) >= part.size, law, got=sorted(part.tolist()))


def exact_sizes(got: Any, want: Sequence[int], what: str) -> None:
    """The sizes, as ints."""
    found = array(sequence(got, len(want), what), (len(want),), what=what, dtype="int")
    close(found, np.array(want, dtype=np.int64), rtol=0, atol=0, what=what, dtype="int")


@check(
    "split_sizes",
    points=1,
    kind="example",
    public=True,
    hint="20 % of 1003 are 200.6: 200, twice. The training set, which is the first, gets what is "
    "left. Percentages that don't add up to 100, or are negative, are refused.",
)
def split_sizes_by_hand(student: Student, ref: Reference) -> None:
    """1003 by 60, 20 and 20 % are 603, 200 and 200; bad percentages: ValueError.

    99 by 70, 15, 15 %: 71, 14, 14; 29 % of 100 are 29; 9 by 0, 50, 50 %: 1, 4, 4. Refused are 90
    and 20 %, 50 and 30 %, 120 and −20 %. The list stays as it is."""
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
    unchanged(student.split_sizes, m=1003, percentages=[60, 20, 20])


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
    examples=7,
)
def split_indices_are_a_partition(
    student: Student, ref: Reference, cut: list[int], seed: int
) -> None:
    """Each place is in one part, of the right size, as the seed says; sizes may be 0, and a tuple.

    No examples, empty parts; the same seed gives the same parts, another one others; of 1000 places
    about half of the first half are in the part of 500; the list of sizes stays as it is."""
    for sizes in (cut, (0, 0)):
        m = sum(sizes)
        parts_of(student.split_indices(m, tuple(sizes), seed), m, sizes)
    got = unchanged(student.split_indices, m=sum(cut), sizes=cut, seed=seed)
    parts_of(got, sum(cut), cut)
    fifty = [25, 15, 10]

    def split(s: int) -> list[Places]:
        return parts_of(student.split_indices(50, fifty, s), 50, fifty)

    # A part of 25 in a row would come by chance once in 10¹² times.
    not_in_a_row(seed_decides(split, seed)[0], "examples are together in part 0")
    thousand = [500, 300, 200]
    first = parts_of(student.split_indices(1000, thousand, seed), 1000, thousand)[0]
    early = int((first < 500).sum())
    as_often(early, 500, 0.5, "places in the part of 500", "be among the first 500 of 1000")


LABELS = np.array([-300, *range(-3, 12), 260, 1000])


def classes_of(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Places:
    """Labels of so many classes with 1 to `most` examples each, in any order, and with gaps."""
    labels = rng.choice(LABELS, size=sizes["classes"], replace=False)
    counts = rng.integers(1, sizes["most"], size=labels.size, endpoint=True)
    found: Places = rng.permutation(np.repeat(labels, counts))
    return found


def has_shares(parts: Sequence[Places], y: Places, dev_percent: int) -> None:
    """Of each class the share that is due is in dev, rounded down."""
    in_dev = Counter(y[parts[1]].tolist())
    for label, count in Counter(y.tolist()).items():
        due, found = count * dev_percent // 100, in_dev[label]
        if found != due:
            law = f"of {count} examples of class {label} dev must get {dev_percent} %, rounded down"
            require(False, law, got=f"{found} examples", want=f"{due} examples")


@check(
    "stratified_split",
    points=1,
    kind="property",
    public=True,
    hint="Take one class after the other: its places in a random order, the first n_c·p // 100.",
)
@given(
    draw.drawn(sizes={"classes": (1, 5), "most": (12, 40)}, y=classes_of),
    dev_percent=draw.integer(0, 100),
    seed=draw.integer(0, 999),
    examples=7,
)
def stratified_split_keeps_shares(
    student: Student, ref: Reference, y: Places, dev_percent: int, seed: int
) -> None:
    """Of each class dev gets its share, rounded down; the rest is for training.

    With 0 and 100 % as well; a list of labels will do, and a single one; the same seed gives the
    same split, another one another, in each class; which of a class go to dev says nothing of
    another class; the labels stay as they are."""
    for labels, percent in ((y, dev_percent), (y.tolist(), 99), (y, 100), ([3], 0)):
        got = unchanged(student.stratified_split, labels, percent, seed)
        has_shares(two_parts(got, len(labels), np.array(labels)), np.array(labels), percent)
    # 58 % of 50 are 29, though 0.58 · 50 is less in floating point.
    # −7 is 7 without its sign, and 249 in a byte.
    large = np.tile([-7, 7, 249], 50)

    def split(s: int) -> list[Places]:
        got = student.stratified_split(y=large, dev_percent=58, seed=s)
        parts = two_parts(got, 150, large)
        has_shares(parts, large, 58)
        return parts

    # Of 50 any 29 in a row come by chance once in 10¹² times.
    sevens = np.isin(np.flatnonzero(large == 7), seed_decides(split, seed)[1])
    not_in_a_row(np.flatnonzero(sevens), "examples of a class go to dev")

    # Example k of class 0 stands beside example k of class 5, and so it does of −4.
    three = np.tile([0, 5, -4], 200)

    def in_dev(s: int) -> NDArray[np.bool_]:
        parts = two_parts(student.stratified_split(three, 50, s), three.size, three)
        has_shares(parts, three, 50)
        found: NDArray[np.bool_] = np.isin(np.arange(three.size), parts[1]).reshape(200, 3)
        return found

    chosen, other = in_dev(seed), in_dev(seed + 1)
    law = "another seed must draw others of each class; of class 0 it drew the same"
    require(bool((chosen[:, 0] != other[:, 0]).any()), law, got="the same", want="others")
    for column, label in ((1, 5), (2, -4)):
        alike = int((chosen[:, 0] & chosen[:, column]).sum())
        must = f"be in dev of class {label} too: what one class gives says nothing of another"
        as_often(alike, 100, 0.5, "numbers in dev of class 0, of 200", must)


def some_groups(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Places:
    """Group ids of 2 to 12 groups of 1 to 8 examples, which stand anywhere."""
    ids = rng.choice(np.arange(-12, 18), size=sizes["groups"], replace=False)
    counts = rng.integers(1, 8, size=ids.size, endpoint=True)
    found: Places = rng.permutation(np.repeat(ids, counts))
    return found


def keeps_groups(parts: Sequence[Places], groups: Places, dev_percent: int) -> None:
    """No group is on both sides; dev has enough, and without some group of it too little."""
    in_dev = Counter(groups[parts[1]].tolist())
    torn = sorted(set(groups[parts[0]].tolist()) & set(in_dev))
    law = "no group may be on both sides"
    require(not torn, law, got=f"group {torn[0]} is on both" if torn else None)
    m, count = groups.size, parts[1].size
    least = -(-m * dev_percent // 100)
    if count < least:
        law = f"dev must hold at least {dev_percent} % of {m} examples"
        require(False, law, got=f"{count} examples", want=f"at least {least}")
    largest = max(in_dev.values())
    if count - largest >= least:
        law = f"dev must stop at {dev_percent} % of {m} examples: {least} are enough"
        found = f"{count} examples, of which no group has more than {largest}"
        require(False, law, got=found)


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
    examples=5,
)
def group_split_tears_nothing(
    student: Student, ref: Reference, groups: Places, dev_percent: int, seed: int
) -> None:
    """No group is on both sides; dev has dev_percent % of the examples, and not a group too many.

    A single group is all of dev; ids may be words; the same seed gives the same split, another one
    another; small groups come no sooner than large ones, and none is passed over; the groups stay
    as they are."""
    named = [f"patient {one}" for one in groups.tolist()]
    for ids in (groups, groups.tolist(), named):
        got = unchanged(student.group_split, ids, dev_percent, seed)
        keeps_groups(two_parts(got, groups.size), groups, dev_percent)
    one = np.array([8, 8, 8])
    keeps_groups(two_parts(student.group_split(one, dev_percent, seed), 3), one, dev_percent)
    # In either order both groups are needed, and nothing is left for training.
    both = np.array([4, 7, 4])
    keeps_groups(two_parts(student.group_split(both, 99, seed), 3), both, 99)
    # Without the large group dev never has 50 %. That all 100 small ones come before it with each
    # of six seeds comes by chance once in 10¹² times.
    large = np.concatenate([np.arange(100), np.full(300, 100)])
    splits = [two_parts(student.group_split(large, 50, s), 400) for s in range(seed, seed + 6)]
    for parts in splits:
        keeps_groups(parts, large, 50)
    law = "a large group must not be passed over until all others are in dev"
    require(any(parts[0].size > 0 for parts in splits), law, got="nothing left with six seeds")
    # 28 % of 150 are 42, and 87 are 58 % of it, though 0.28 · 150 is more in floating point, and
    # 87/150 · 100 is less. Without signs, or in a byte, some of these ids are the same; so are
    # some of the words without their capitals, or without their digits.
    alone = 4 * np.arange(150) - 300
    words = [f"{'Aa'[k % 2]}{k // 2}" for k in range(150)]

    def split(s: int, percent: int = 28, ids: Any = alone) -> list[Places]:
        parts = two_parts(student.group_split(groups=ids, dev_percent=percent, seed=s), 150)
        keeps_groups(parts, alone, percent)
        return parts

    # That all 42 stand in a row comes by chance once in 10¹⁵ times.
    not_in_a_row(seed_decides(split, seed)[1], "groups go to dev")
    for percent, ids in ((58, alone), (98, alone), (58, words)):
        split(seed, percent, ids)
    # 200 groups of one example, and as many of nine. With 50 % about half of each are in dev; that
    # fewer than 40 or more than 160 of the small ones are comes by chance once in 10¹⁰ times.
    sizes = np.tile([1, 9], 200)
    mixed = np.repeat(np.arange(400), sizes)
    parts = two_parts(student.group_split(mixed, 50, seed), mixed.size)
    keeps_groups(parts, mixed, 50)
    small = int((sizes[np.unique(mixed[parts[1]])] == 1).sum())
    law = "small groups must come no sooner than large ones, and no later: about 100 of 200 in dev"
    require(40 <= small <= 160, law, got=f"{small} of 200 groups of one example")


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
@given(draw.drawn(drawn_sizes=four_sizes), seed=draw.integer(0, 999), examples=10)
def split_two_sources_aims_at_the_target(
    student: Student, ref: Reference, drawn_sizes: tuple[int, int, list[int]], seed: int
) -> None:
    """Four sets of the sizes asked for, each place in one; dev and test hold target examples only.

    What can't be is ValueError; the same seed gives the same sets, another one others; the target
    examples that are left over are used in training, some in train and some in train_dev. Of 600
    examples train_dev holds web and target as chance has it, whatever dev holds; and each quarter
    of the target has examples in dev and in test."""
    n_web, n_target, wanted = drawn_sizes
    n_train_dev, n_dev, n_test = wanted
    possible = ((n_web, n_target, wanted), (6, 4, [0, 1, 2]), (7, 0, [3, 0, 0]), (0, 5, [1, 2, 1]))
    for web, target, asked in possible:
        got = student.split_two_sources(web, target, *asked, seed)
        four_sets(got, web, target, asked)
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
        asked = dict(zip(("n_train_dev", "n_dev", "n_test"), sizes, strict=True))
        got = student.split_two_sources(n_web=60, n_target=65, seed=s, **asked)
        return four_sets(got, 60, 65, sizes)

    train, train_dev, dev, _ = seed_decides(split, seed)
    for name, part in (("train", train), ("train_dev", train_dev)):
        # Of 60 web and 40 target examples 40 are of one kind only once in 10⁹ times.
        law = f"{name} must be drawn from the whole pool: of 60 web and 40 target examples"
        web = int((part < 60).sum())
        require(0 < web < part.size, law, got=f"{web} web and {part.size - web} target examples")
    not_in_a_row(dev, "target examples go to dev")
    # The pool is 200 web and 200 target examples. That ten seeds give train_dev as many web
    # examples each comes by chance once in 10⁹ times.
    drawn = []
    for s in range(seed, seed + 10):
        got = student.split_two_sources(200, 400, 200, 100, 100, s)
        drawn.append(four_sets(got, 200, 400, [200, 100, 100]))
    counts = [int((part[1] < 200).sum()) for part in drawn]
    law = "how many web examples train_dev holds must be left to chance"
    require(len({*counts}) > 1, law, got=f"{counts[0]} with each of ten seeds")
    _, train_dev, dev, test = drawn[0]
    as_often(counts[0], 200, 0.5, "examples of train_dev", "be web examples, as in the pool")
    numbers = dev[dev < 400] - 200
    alike = int(np.isin(numbers, train_dev).sum())
    must = "be numbers of web examples in train_dev as well: dev says nothing of it"
    as_often(alike, numbers.size, 0.5, "numbers of target examples in dev", must)
    for name, part in (("dev", dev), ("test", test)):
        quarters = np.bincount((part - 200) // 100, minlength=4)
        law = f"{name} must have examples of each quarter of the target, not of a piece alone"
        require(bool((quarters > 0).all()), law, got=f"{quarters.tolist()} of the four quarters")


def scaler_is(got: Any, mu: Array, sigma: Array, what: str = "") -> None:
    """mu and sigma, columns."""
    found = unpack(got, "mu", "sigma")
    for value, want, name in zip(found, (mu, sigma), ("mu", "sigma"), strict=True):
        close(value, want, rtol=1e-6, atol=1e-12, what=f"{name}{what}")
        double_precision(value, name)


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
    """The handout's three features: means 5, 4, 0.1 and deviations 2, 3, 1.

    Three times 0.1 as well; features of whole numbers, some of them constant; some that hardly
    move; and X stays as it is."""
    X = np.array(FEATURES)
    mu, sigma = np.array([[5.0], [4.0], [0.1]]), np.array([[2.0], [3.0], [1.0]])
    scaler_is(student.fit_scaler(X), mu, sigma)
    three = np.array([[0.1, 0.1, 0.1], [1.0, 2.0, 6.0]])
    mu, sigma = np.array([[0.1], [3.0]]), np.array([[1.0], [math.sqrt(14 / 3)]])
    scaler_is(student.fit_scaler(three), mu, sigma, " of three times 0.1")
    whole = np.array([[5, 5, 5, 5], [1, 2, 3, 6], [0, 0, 0, 0], [-2, 0, 2, 0], [-7, -7, -7, -7]])
    mu = np.array([[5.0], [3.0], [0.0], [0.0], [-7.0]])
    sigma = np.array([[1.0], [math.sqrt(3.5)], [1.0], [math.sqrt(2.0)], [1.0]])
    scaler_is(student.fit_scaler(X_train=whole), mu, sigma, " of whole numbers")
    # Steps of 4 · 10⁻⁶ around 1, and of 6 around three million; and two ends that are equal.
    few = np.array(
        [
            [1.0, 1.000004, 1.0, 1.000004],
            [3e6 + 1, 3e6 + 1, 3e6 + 7, 3e6 + 7],
            [4.0, 0.0, 0.0, 4.0],
        ]
    )
    mu, sigma = np.array([[1.000002], [3e6 + 4], [2.0]]), np.array([[2e-6], [3.0], [2.0]])
    scaler_is(student.fit_scaler(few), mu, sigma, " of features that hardly move")
    unchanged(student.fit_scaler, X)


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
        sigma=lambda rng, sizes, _: np.round(10 ** rng.uniform(-3, 1, size=(sizes["n"], 1)), 4),
    ),
    examples=12,
)
def apply_scaler_uses_what_was_fitted(
    student: Student, ref: Reference, X: Array, X_test: Array, mu: Array, sigma: Array
) -> None:
    """(X − mu)/sigma with the given mu and sigma, always a new array of floats.

    Of the handout's test set 2, −2, 0, 2 and 0, 0.2; of other examples, one alone like one of many;
    whole numbers as well; sigma may be small; with mu 0 and sigma 1 it is a new array still; and
    all arguments stay as they are."""
    test = np.array([[9.0, 1.0], [4.0, 10.0], [0.1, 0.3]])
    fitted = np.array([[5.0], [4.0], [0.1]]), np.array([[2.0], [3.0], [1.0]])
    want = np.array([[2.0, -2.0], [0.0, 2.0], [0.0, 0.2]])
    close(student.apply_scaler(test, *fitted), want, what="the handout's test set, scaled,")
    for examples, words in ((X, "the training set"), (X_test, "the test set")):
        got = unchanged(student.apply_scaler, examples, mu, sigma)
        close(got, (examples - mu) / sigma, what=f"{words}, scaled,")
        double_precision(got, f"{words}, scaled,")
    fresh(student.apply_scaler, X, np.zeros_like(mu), np.ones_like(sigma))
    alone = X_test[:, :1]
    got = student.apply_scaler(X=alone, mu=mu, sigma=sigma)
    close(got, (alone - mu) / sigma, what="a single example, scaled,")
    whole = np.round(X_test).astype(np.int64)
    got = student.apply_scaler(whole, mu, sigma)
    close(got, (whole - mu) / sigma, what="whole numbers, scaled,")


SHOWN = 12


def leaks_are(got: Any, want: Sequence[tuple[int, int]], what: str = "the leaks") -> None:
    """These pairs of places, in any order."""
    if isinstance(got, np.ndarray) and got.size:
        listed: list[Any] = list(array(got, (None, 2), what=what))
    elif isinstance(got, np.ndarray):
        # Without a pair np.array has no second axis to make.
        listed = list(array(got, shapes=[(0,), (0, 2)], what=what))
    else:
        listed = sequence(got, what=what)
    found = [tuple(places_in(list(unpack_pair(pair)), "a pair", 2).tolist()) for pair in listed]
    odd = sorted(set(found) - set(want))
    law = f"{what} must be pairs (column of X_train, column of X_test) that are equal"
    if odd:
        shown = got if len(found) <= SHOWN else f"{odd[0]}"
        require(False, f"{law}; {odd[0]} is none", got=shown, want=sorted(want))
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
    hint="All pairs of places, of columns that are exactly equal in every entry. In the handout "
    "(2, 4) is columns 1 and 3 of X_train and column 0 of X_test: two pairs.",
)
def find_leaks_by_hand(student: Student, ref: Reference) -> None:
    """The handout's two matrices have the pairs (1, 0), (3, 0) and (2, 2).

    The other way round; beside columns that are nearly equal, none, nor beside those of other signs
    or of the same digits; three rows; and both matrices stay as they are."""
    train = np.array([[1.0, 2.0, 4.0, 2.0], [3.0, 4.0, 2.0, 4.0]])
    test = np.array([[2.0, 1.0, 4.0], [4.0, 4.0, 2.0]])
    leaks_are(student.find_leaks(train, test), [(1, 0), (3, 0), (2, 2)])
    turned = student.find_leaks(X_train=test, X_test=train)
    leaks_are(turned, [(0, 1), (0, 3), (2, 2)], "the leaks the other way round")
    # 2⁻⁵¹ more than 2 is the next float after it.
    near = np.array([[2.0 + 2**-51, 1.0], [4.0, 3.0 - 1e-9]])
    leaks_are(student.find_leaks(train, near), [], "the leaks among columns that are nearly equal")
    three = np.array([[1, 2, 2, 0, 2], [2, 0, 1, 1, 1], [0, 1, 0, 2, 0]])
    other = np.array([[2, 1, 2, 1], [1, 1, 1, 2], [0, 1, 0, 1]])
    pairs = [(2, 0), (4, 0), (2, 2), (4, 2)]
    leaks_are(student.find_leaks(three, other), pairs, "the leaks of three rows")
    # (1, 11) and (11, 1), (−1, 3) and (1, 3), (−1, 3) and (−2, 3) are different columns.
    left = np.array([[1.0, -1.0, 2.0], [11.0, 3.0, -2.0]])
    right = np.array([[11.0, 1.0, -2.0, 2.0], [1.0, 3.0, 3.0, -2.0]])
    leaks_are(student.find_leaks(left, right), [(2, 3)], "the leaks among signs and digits")
    unchanged(student.find_leaks, train, test)


MOST_GROWTH = 1.6


@check(
    "find_leaks",
    points=1,
    kind="vectorised",
    public=True,
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
    """Four times as many columns on both sides take Python four times the work, not sixteen.

    Each leak is found."""
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


@check(
    "distribution_gap",
    points=1,
    kind="example",
    public=True,
    hint="Shares of each class in both, their differences without sign, added up, and half of it.",
)
def distribution_gap_by_hand(student: Student, ref: Reference) -> None:
    """The handout's labels: (0.3 + 0.2 + 0.1 + 0.4)/2 = 0.5, either way round.

    The same shares give 0, whatever the sizes; nothing in common 1; a class that nobody has
    changes nothing."""
    a = np.array([0, 0, 1, 1, 2])
    b = np.array([3, 2, 1, 3, 0, 2, 1, 3, 2, 3])
    gap = student.distribution_gap
    close(gap(a, b, 4), 0.5, what="the gap")
    turned = unchanged(gap, b.tolist(), a.tolist(), 4)
    close(turned, 0.5, what="the gap of lists, the other way round,")
    copies = gap(labels_a=a, labels_b=np.repeat(a, 3), n_classes=3)
    close(copies, 0.0, what="the gap to three copies")
    close(gap(a, [4, 3, 3], 6), 1.0, what="the gap to other classes")
    close(gap([0, 1, 1, 1], [0, 0, 1], 3), 5 / 12, what="the gap of 1/4 and 3/4 to 2/3 and 1/3")
    unchanged(gap, a, b, 4)


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
    """An error of 0.1 to within 0.01 needs 3458 examples (3457.44, rounded up).

    To within 0.005: 13830; 0.2 to within 0.03: 683; 0.37 to within 0.035: 732 (731.0016); 0.5 to
    within 0.04 with z = 3: 1407; 0.95 to within 0.1 with z = 1: 5."""
    for error, margin, want in (
        (0.1, 0.01, 3458),
        (0.1, 0.005, 13830),
        (0.2, 0.03, 683),
        (0.37, 0.035, 732),
    ):
        what = f"the size for an error of {error} to within {margin}"
        size_is(student.dev_size_needed(error, margin), want, what)
    for error, margin, z, want in ((0.5, 0.04, 3, 1407), (0.95, 0.1, 1.0, 5), (0.02, 0.3, 1.5, 1)):
        what = f"the size for an error of {error} to within {margin}, z = {z}"
        size_is(student.dev_size_needed(error, margin, z), want, what)
    size_is(student.dev_size_needed(error=0.1, margin=0.01, z=2.58), 5991, "the size for z = 2.58")
