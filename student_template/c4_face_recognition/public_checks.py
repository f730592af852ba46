"""The public checks of Face recognition: embeddings and the triplet loss; run them with `grade check`."""

import numpy as np
from numpy.typing import NDArray
from grader.authoring import Array, Reference, Student, array, check, close, double_precision, draw, finite, fresh, given, kind_of, numbers, quiet, require, scalar, steps_do_not_grow, unchanged, unpack
from typing import Any
from numpy.random import Generator


WHO, NUISANCE = 4, 8


PIXELS = WHO + NUISANCE


def faces(people: int, views: int, seed: int, camera: int = 0) -> tuple[Array, NDArray[np.int64]]:
    """So many views of each person: pictures (people·views, 12), and whose each is.

    Another seed shows other people, and another camera mixes in another way.
    """
    # Handed out with public checks: a line of some solution must not be in it.
    chance = np.random.default_rng(seed)
    whose = np.repeat(np.arange(people), views)
    who = chance.normal(size=(people, WHO))[whose] + 0.1 * chance.normal(size=(len(whose), WHO))
    light_and_pose = 2.0 * chance.normal(size=(len(whose), NUISANCE))
    lens, _ = np.linalg.qr(np.random.default_rng(camera).normal(size=(PIXELS, PIXELS)))
    return np.hstack([who, light_and_pose]) @ lens, whose


def pair_distances(embeddings: Array, whose: NDArray[np.int64]) -> tuple[Array, Array]:
    """The squared distances of all pairs of the same person, and of different people."""
    first, second = np.triu_indices(len(whose), 1)
    apart = ((embeddings[first] - embeddings[second]) ** 2).sum(axis=1)
    same = whose[first] == whose[second]
    return apart[same], apart[~same]


def told_apart(embeddings: Array, whose: NDArray[np.int64]) -> float:
    """How well distances tell people apart: 1 is all pairs, and 1/2 is guessing.

    The mean of the shares of pairs put right, those of one person and those of two, at the
    threshold where it is largest.
    """
    same, different = pair_distances(embeddings, whose)
    thresholds = np.sort(same)
    accepted = np.arange(1, same.size + 1) / same.size
    refused = 1 - np.searchsorted(np.sort(different), thresholds, side="right") / different.size
    return float(((accepted + refused) / 2).max(initial=0.5))


Labels = NDArray[np.int64]


SCALES = (1.0, 2.0**15, 2.0**-12)


PEOPLE, VIEWS, STEPS = 16, 4, 20


def as_triplets(got: Any, rows: int | None, what: str = "the triplets") -> Labels:
    """An integer array of `rows` triplets, or of any number."""
    return array(got, (rows, 3), what=what, dtype="int").astype(np.int64)


def same_triplets(got: Any, want: Labels, what: str = "the triplets") -> None:
    """These triplets, in this order."""
    found = as_triplets(got, None, what)
    require(
        found.shape == want.shape,
        f"{what} must be {len(want)}; yours are {len(found)}",
        got=got,
        want=want,
    )
    close(found, want, rtol=0, atol=0, what=what)


def on_a_line(places: list[int]) -> Array:
    """Points (3t, 4t) for whole numbers t: 25·(s − t)² apart, exactly, with a root or without."""
    return np.outer(np.array(places, dtype=np.float64), np.array([3.0, 4.0]))


def answer_of(got: Any, *names: str) -> tuple[float, Any]:
    """A distance and what stands beside it, for (distance, …) or (…, distance)."""
    parts = unpack(got, *names)
    where = names.index("distance")
    return scalar(parts[where], "the distance"), parts[1 - where]


@check(
    "l2_normalize",
    points=2,
    kind="example",
    public=True,
    hint="(3, 4, 0) has the norm 5, and (0, 0, −2) has 2. With eps = 10 both are divided by 10: "
    "max(norm, eps). A row of zeros is divided by eps, and stays zero.",
)
def l2_normalize_by_hand(student: Student, ref: Reference) -> None:
    """The rows (3, 4, 0) and (0, 0, −2) become (0.6, 0.8, 0) and (0, 0, −1), however short.

    With eps = 10 they become a tenth; a row of zeros stays zero, without a warning.
    """
    E, want = np.array([[3.0, 4.0, 0.0], [0.0, 0.0, -2.0]]), np.array([[0.6, 0.8, 0], [0, 0, -1]])
    N = student.l2_normalize(E)
    close(N, want)
    double_precision(N, "The result")
    for factor in (0.1, 1e-9):
        close(student.l2_normalize(factor * E), want, what=f"The result for {factor:g}·E")
    longer = (1 + 5e-6) * want
    close(student.l2_normalize(longer), want, what="The result for rows a trifle longer than 1")
    close(student.l2_normalize(E, 10.0), E / 10, what="The result with eps = 10")
    short = student.l2_normalize(4e-13 * E)
    close(short, want * [[1.0], [0.8]], what="The result for lengths of 2 and 0.8 times 10⁻¹²")
    close(quiet(student.l2_normalize, 0 * E), 0 * E, what="The result for rows of zeros")
    unchanged(student.l2_normalize, E)


@check(
    "l2_normalize_backward",
    points=3,
    kind="example",
    public=True,
    hint="In the first row of E n is (0.6, 0.8, 0), and n·dN = 3: take 3n off dN, and divide by "
    "the length, which is 5.",
)
def l2_normalize_backward_by_hand(student: Student, ref: Reference) -> None:
    """dE by hand, for E = [[3, 4, 0], [0, 0, −2]] and dN = [[5, 0, 1], [1, −4, 5]].

    Of rows 10⁻⁷ times as long it is 10⁷ times as large; without slopes it is 0.
    """
    E = np.array([[3.0, 4.0, 0.0], [0.0, 0.0, -2.0]])
    dN = np.array([[5.0, 0.0, 1.0], [1.0, -4.0, 5.0]])
    want = np.array([[0.64, -0.48, 0.2], [0.5, -2.0, 0.0]])
    dE = student.l2_normalize_backward(dN, E)
    close(dE, want, what="dE")
    double_precision(dE, "dE")
    short = student.l2_normalize_backward(dN, 1e-7 * E)
    close(short, 1e7 * want, what="dE for rows 10⁻⁷ times as long")
    none = quiet(student.l2_normalize_backward, 0 * dN, E)
    close(none, 0 * E, what="dE where all slopes are 0")
    unchanged(student.l2_normalize_backward, dN, E)


@check(
    "pairwise_squared_distances",
    points=3,
    kind="example",
    public=True,
    hint="Rows of A go down and rows of B across. The second entry of the first table is (1 − 4)² "
    "+ 4² + 0² = 25. Of rows that are nearly equal a² + b² − 2ab is a rounding error, and may lie "
    "below 0.",
)
def pairwise_squared_distances_by_hand(student: Student, ref: Reference) -> None:
    """Distances of two rows to four others: [[0, 25, 17, 2], [19, 26, 10, 9]].

    The same with all points moved by 1000. Of rows that are nearly equal none is below 0.
    """
    A = np.array([[1.0, 0.0, 2.0], [0.0, 3.0, -1.0]])
    B = np.array([[1.0, 0.0, 2.0], [4.0, 4.0, 2.0], [0.0, 0.0, -2.0], [1.0, 1.0, 1.0]])
    want = np.array([[0.0, 25.0, 17.0, 2.0], [19.0, 26.0, 10.0, 9.0]])
    D = student.pairwise_squared_distances(A, B)
    close(D, want, atol=1e-7, what="D")
    double_precision(D, "D")
    unchanged(student.pairwise_squared_distances, A, B)
    D = student.pairwise_squared_distances(A + 1000, B + 1000)
    close(D, want, rtol=0, atol=1e-6, what="D of points moved by 1000")
    # Row i of the first is nearly row i + 1 of the second, which has one row more.
    rng = np.random.default_rng(5)
    many = 1000 * rng.normal(size=(40, 5))
    beside = np.vstack([many[-1:], many + 1e-9 * rng.normal(size=many.shape)])
    for other, words in ((many, "the same rows"), (beside, "rows that are nearly the same")):
        D = numbers(student.pairwise_squared_distances(many, other), (40, len(other)), "D")
        least = float(D.min())
        law = f"no distance may be negative, also of {words}"
        require(least >= 0, law, got=least, want="0 or more")
        near = D[range(40), range(len(other) - 40, len(other))]
        close(near, np.zeros(40), rtol=0, atol=1e-6, what=f"the distances of {words}")


@check(
    "pairwise_squared_distances",
    points=2,
    kind="vectorised",
    public=True,
    hint="A new axis in A and another one in B pair every row with every row; so does a product.",
)
@given(draw.growing(most=400), d=draw.integer(2, 5), examples=3)
def pairwise_squared_distances_vectorised(
    student: Student, ref: Reference, sizes: list[int], seed: int, d: int
) -> None:
    """pairwise_squared_distances has no loop over rows, and is right for points on a line.

    Points s and t of the line are (s − t)² apart.
    """

    def example(rng: Generator, rows: int) -> tuple[Any, Any]:
        s, t, along = rng.normal(size=rows), rng.normal(size=rows + 1), rng.normal(size=d)
        along /= np.linalg.norm(along)
        return (np.outer(s, along), np.outer(t, along)), np.subtract.outer(s, t) ** 2

    def agrees(got: Any, want: Any) -> None:
        close(got, want, atol=1e-7, what="D")

    steps_do_not_grow(student.pairwise_squared_distances, example, agrees, sizes=sizes, seed=seed)


@check(
    "siamese_probability",
    points=2,
    kind="example",
    public=True,
    hint="With w = [−ln 3, ln 9] the scores are ln 3, 2·ln 3 and 0: absolute differences times w, "
    "summed, plus b. e^800 is infinite: which form of the sigmoid has no large exponent?",
)
def siamese_probability_by_hand(student: Student, ref: Reference) -> None:
    """Three pairs with w = [−ln 3, ln 9] and b = ln 3 have the probabilities 3/4, 9/10, 1/2.

    And with scores up to ±800, by w or by b, without a warning.
    """
    e1 = np.array([[1.0, 2.0], [2.0, 0.0], [2.0, -1.0]])
    e2 = np.array([[1.0, 2.0], [1.0, 1.0], [-1.0, -2.0]])
    w, b = np.array([-np.log(3), np.log(9)]), float(np.log(3))
    want = np.array([0.75, 0.9, 0.5])
    found = student.siamese_probability(e1, e2, w, b)
    close(found, want, what="the probability")
    double_precision(found, "the probability")
    swapped = student.siamese_probability(e2, e1, w, b)
    close(swapped, want, what="the probability with e1 and e2 swapped")
    # The differences are (0, 0), (1, 1) and (3, 1).
    steep = [
        (-4.0, -1.0, -1.0, [-1.0, -6.0, -14.0]),
        (-300.0, 100.0, 0.0, [0.0, -200.0, -800.0]),
        (300.0, -100.0, 0.0, [0.0, 200.0, 800.0]),
        (200.0, 10.0, -615.0, [-615.0, -405.0, -5.0]),
        (-200.0, -10.0, 615.0, [615.0, 405.0, 5.0]),
    ]
    for first, second, b, scores in steep:
        found = quiet(student.siamese_probability, e1, e2, np.array([first, second]), b)
        want = 1 / (1 + np.exp(-np.array(scores)))
        close(found, want, what=f"the probability for the scores {scores}")
    unchanged(student.siamese_probability, e1, e2, w, b)


def three_triplets() -> tuple[Array, Array, Array]:
    """The handout's triplets: a hard one, a semi-hard one and an easy one, for a margin of 2."""
    anchor = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    positive = np.array([[2.0, 0.0], [1.0, 1.0], [0.0, 2.0]])
    negative = np.array([[1.0, 1.0], [0.0, -1.0], [3.0, 1.0]])
    return anchor, positive, negative


@check(
    "triplet_loss",
    points=3,
    kind="example",
    public=True,
    hint="Two squared distances from the anchor, each a sum over the coordinates. With margin 2 "
    "the handout's triplets have 4 − 2 + 2, 1 − 2 + 2 and 1 − 9 + 2: the last one is below 0, and "
    "counts as 0 by itself.",
)
def triplet_loss_by_hand(student: Student, ref: Reference) -> None:
    """The handout's three triplets: 5 with margin 2, and 2.2 with the margin of 0.2.

    2 with a margin of 0. Of points a thousandth as far apart, a millionth of it. And two
    triplets more: of a positive on its anchor, and of one beside its negative.
    """
    close(student.triplet_loss(*three_triplets(), 2.0), 5.0, what="the loss with margin 2")
    close(student.triplet_loss(*three_triplets()), 2.2, what="the loss with the default margin")
    close(student.triplet_loss(*three_triplets(), 0.0), 2.0, what="the loss with margin 0")
    small = student.triplet_loss(*(one / 1000 for one in three_triplets()), 2e-7)
    close(small, 2.2e-6, what="the loss of points a thousandth as far apart, margin 2·10⁻⁷,")
    anchor, positive = np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([[1.0, 2.0], [3.0, 0.0]])
    negative = np.array([[2.0, 2.0], [2.0, 0.0]])
    loss = student.triplet_loss(anchor, positive, negative, 1.5)
    close(loss, 0.5 + 6.5, what="the loss of two more triplets, margin 1.5,")
    unchanged(student.triplet_loss, *three_triplets(), 2.0)


NAMES = "d_anchor", "d_positive", "d_negative"


@check(
    "triplet_loss_gradient",
    points=4,
    kind="example",
    public=True,
    hint="In the first of the handout's rows 2(n − p) = 2·((1, 1) − (2, 0)), 2(p − a) = 2·(2, 0), "
    "2(a − n) = −2·(1, 1), where the row has a loss. With margin 2 the third triplet costs "
    "nothing.",
)
def triplet_loss_gradient_by_hand(student: Student, ref: Reference) -> None:
    """The handout's three triplets, margin 2: by hand; with 0.2 only the first one is active.

    The same of points 40 times as far apart, or nearer; and two triplets more, of which one has
    its positive on its anchor.
    """
    got = unpack(student.triplet_loss_gradient(*three_triplets(), 2.0), *NAMES)
    want = (
        np.array([[-2.0, 2.0], [-2.0, -4.0], [0.0, 0.0]]),
        np.array([[4.0, 0.0], [0.0, 2.0], [0.0, 0.0]]),
        np.array([[-2.0, -2.0], [2.0, 2.0], [0.0, 0.0]]),
    )
    for name, found, right in zip(NAMES, got, want, strict=True):
        close(found, right, what=name)
        double_precision(found, name)
    wide = tuple(40 * one for one in three_triplets())
    got = unpack(student.triplet_loss_gradient(*wide, 3200.0), *NAMES)
    for name, found, right in zip(NAMES, got, want, strict=True):
        close(found, 40 * right, what=f"{name} of points 40 times as far apart, margin 3200,")
    first = np.array([[1.0], [0.0], [0.0]])
    for factor, step, words in (
        (1.0, (), "with the default margin"),
        (0.7, (), "of points 0.7 times as far apart, with the default margin"),
        (1.0, (0.75,), "with margin 0.75"),
        (1.0, (0.0,), "with margin 0"),
    ):
        rows = tuple(factor * one for one in three_triplets())
        got = unpack(student.triplet_loss_gradient(*rows, *step), *NAMES)
        for name, found, right in zip(NAMES, got, want, strict=True):
            close(found, factor * first * right, what=f"{name} {words}")
    anchor, positive = np.array([[0.0, 0.0], [1.0, 2.0]]), np.array([[0.0, 2.0], [1.0, 2.0]])
    negative = np.array([[1.0, 0.0], [1.5, 2.0]])
    got = quiet(student.triplet_loss_gradient, anchor, positive, negative, 0.5)
    want = (
        np.array([[2.0, -4.0], [1.0, 0.0]]),
        np.array([[0.0, 4.0], [0.0, 0.0]]),
        np.array([[-2.0, 0.0], [-1.0, 0.0]]),
    )
    for name, found, right in zip(NAMES, unpack(got, *NAMES), want, strict=True):
        close(found, right, what=f"{name} of two more triplets, margin 0.5,")
    unchanged(student.triplet_loss_gradient, anchor, positive, negative, 0.5)


def six_faces() -> tuple[Array, list[int]]:
    """The handout's six unit embeddings, and whose they are."""
    E = [[1.0, 0.0], [0.0, 1.0], [0.6, 0.8], [0.8, -0.6], [-0.6, 0.8], [-0.8, -0.6]]
    return np.array(E), [0, 0, 1, 1, 0, 2]


@check(
    "hardest_triplets",
    points=3,
    kind="example",
    public=True,
    hint="Of the handout's six the rows 1 and 4 are 2 and 3.2 away from row 0 and of its label, "
    "the rows 2, 3 and 5 are 0.8, 0.4 and 3.6 away and of others. Row 5 has nobody of its label. "
    "Of equal distances the first row counts, and 0 is a distance; no triplet at all is an array "
    "too.",
)
def hardest_triplets_by_hand(student: Student, ref: Reference) -> None:
    """The handout's six: [[0, 4, 3], [1, 0, 2], [2, 3, 1], [3, 2, 0], [4, 0, 2]].

    Points 0, 2, −2 (label −7), 3, 1 (label 249) and 7, 3 (label 7) on a line, near and far; rows
    that are equal; and where there is no triplet, an array of integers of shape (0, 3).
    """
    E, labels = six_faces()
    want = np.array([[0, 4, 3], [1, 0, 2], [2, 3, 1], [3, 2, 0], [4, 0, 2]])
    same_triplets(student.hardest_triplets(E, labels), want)
    same_triplets(student.hardest_triplets(E, np.array(labels)), want)
    owners = [-7, -7, -7, 249, 249, 7, 7]
    want = np.array([[0, 1, 4], [1, 2, 3], [2, 1, 4], [3, 4, 6], [4, 3, 0], [5, 6, 3], [6, 5, 3]])
    for scale in SCALES:
        found = student.hardest_triplets(scale * on_a_line([0, 2, -2, 3, 1, 7, 3]), owners)
        same_triplets(found, want, f"the triplets of points {5 * scale:.3g} apart")
    found = student.hardest_triplets(on_a_line([0, 0, 6]), [0, 0, 1])
    same_triplets(found, np.array([[0, 1, 2], [1, 0, 2]]), "the triplets of two equal rows")
    found = student.hardest_triplets(on_a_line([1, 1, 1, 1]), [3, 3, 4, 4])
    want = np.array([[0, 1, 2], [1, 0, 2], [2, 3, 0], [3, 2, 0]])
    same_triplets(found, want, "the triplets of four equal rows")
    none = np.zeros((0, 3), dtype=np.int64)
    for some, words in (([4] * 6, "one label"), ([*range(6)], "all different labels")):
        found = student.hardest_triplets(E, some)
        same_triplets(found, none, f"the triplets of {words}")
    unchanged(student.hardest_triplets, E, labels)
    unchanged(student.hardest_triplets, E[[0, 1, 2, 3, 4, 5, 0]], np.array(owners))


@check(
    "semi_hard_triplets",
    points=3,
    kind="example",
    public=True,
    hint="Of the handout's five row 1 is row 0's positive and 1 away, and rows 2, 3 and 4 are 4, "
    "2.25 and 16: with margin 3 there is only row 3 between 1 and 4 (4 is not below 4). A "
    "positive that lies on its anchor is 0 away; no triplet at all is an array too.",
)
def semi_hard_triplets_by_hand(student: Student, ref: Reference) -> None:
    """The handout's five points on a line, margin 3: one semi-hard triplet, (0, 1, 3).

    With margin 20; with the margin of 0.2; with a positive on its anchor. Where there is none, as
    with a margin of 0, an array of integers of shape (0, 3).
    """
    E = np.array([[0.0, 7.0], [1.0, 7.0], [2.0, 7.0], [-1.5, 7.0], [4.0, 7.0]])
    labels = [0, 0, 1, 1, 2]
    same_triplets(student.semi_hard_triplets(E, labels, 3.0), np.array([[0, 1, 3]]))
    want = np.array([[0, 1, 2], [0, 1, 3], [0, 1, 4], [1, 0, 3], [1, 0, 4], [3, 2, 4]])
    got = student.semi_hard_triplets(E, np.array([0, 0, -5, -5, 2]), 20.0)
    same_triplets(got, want, "the triplets with margin 20, label −5 for 1,")
    # From row 0 its positive is 1 away, and the others are 1.21 and 1.1025.
    near = np.array([[0.0, 7.0], [1.0, 7.0], [-1.1, 7.0], [-1.05, 7.0]])
    got = student.semi_hard_triplets(near, [249, 249, 0, -7])
    same_triplets(got, np.array([[0, 1, 3]]), "the triplets with the default margin")
    none = np.zeros((0, 3), dtype=np.int64)
    got = student.semi_hard_triplets(near, [249, 249, 0, -7], 0.0)
    same_triplets(got, none, "the triplets with margin 0")
    got = student.semi_hard_triplets(near, [6, 6, 6, 6])
    same_triplets(got, none, "the triplets of one label")
    # Points 0, 2 and 0 of one label, and 3 and −4 of another.
    twins = np.array([[0.0, 7.0], [3.0, 7.0], [2.0, 7.0], [0.0, 7.0], [-4.0, 7.0]])
    want = [[0, 2, 1], [0, 2, 4], [0, 3, 1], [0, 3, 4], [3, 0, 1], [3, 0, 4], [3, 2, 1], [3, 2, 4]]
    got = student.semi_hard_triplets(twins, [1, -1, 1, 1, -1], 20.0)
    same_triplets(got, np.array(want), "the triplets with a positive on its anchor")
    unchanged(student.semi_hard_triplets, E, labels, 3.0)


@check(
    "verify",
    points=2,
    kind="example",
    public=True,
    hint="The first two are 9 + 16 + 0 = 25 apart: no root, no mean. At the threshold itself they "
    "still are the same, just above it no longer.",
)
def verify_by_hand(student: Student, ref: Reference) -> None:
    """[4, −2, 7] and [1, 2, 7] are 25 apart: the same at threshold 25 and 30, not below."""
    embedding, reference = np.array([4.0, -2.0, 7.0]), np.array([1.0, 2.0, 7.0])
    for threshold, wanted in ((25.0, True), (30.0, True), (24.9999, False)):
        got = student.verify(embedding, reference, threshold)
        distance, same = answer_of(got, "distance", "same")
        close(distance, 25.0, what="the distance")
        close(same, float(wanted), what=f"same, at threshold {threshold:.6g},")
    # A ten-thousandth as far apart, and not at all.
    near = 1e-4 * embedding, 1e-4 * reference
    for (one, other), far, threshold, wanted in (
        (near, 2.5e-7, 3e-7, True),
        (near, 2.5e-7, 2e-7, False),
        (near, 2.5e-7, 0.0, False),
        ((embedding, embedding.copy()), 0.0, 0.0, True),
    ):
        got = student.verify(one, other, threshold)
        distance, same = answer_of(got, "distance", "same")
        close(distance, far, what="the distance")
        close(same, float(wanted), what=f"same, {far:g} apart at threshold {threshold:g},")
    unchanged(student.verify, embedding, reference, 25.0)


def recognised(got: Any, name: str | None, distance: float, words: str = "") -> None:
    """This name and this distance came back."""
    found, said = answer_of(got, "name", "distance")
    require(said is None or isinstance(said, str), f"the name{words} is {kind_of(said)}", want=name)
    require(said == name, f"the name{words} must be {name}", got=said, want=name)
    close(found, distance, what=f"the distance{words}")


@check(
    "recognise",
    points=3,
    kind="example",
    public=True,
    hint="Of several references the nearest counts: Ada's are 100, 25 and 36 away. What is equal "
    "to the threshold does not exceed it; beyond it the name is None, the distance stays. Of two "
    "names equally near, who is in the dict first?",
)
def recognise_by_hand(student: Student, ref: Reference) -> None:
    """Emmy 26, Ada 100, 25 or 36, Grace 49 away: Ada at threshold 25 and 30, nobody below.

    Grace and Emmy equally near; somebody at distance 0; people far away; one number to each
    embedding; an empty database.
    """
    database = {
        "Emmy": np.array([[6.0, 1.0]]),
        "Ada": np.array([[7.0, 8.0], [4.0, 4.0], [1.0, 6.0]]),
        "Grace": np.array([1.0, -7.0]),
    }
    you = np.array([1.0, 0.0])
    for threshold, name in ((25.0, "Ada"), (30.0, "Ada"), (24.9999, None), (0.0, None)):
        got = student.recognise(you, database, threshold)
        recognised(got, name, 25.0, f", at threshold {threshold:.6g},")
    for threshold in (30.0, 0.0):
        unchanged(student.recognise, you, database, threshold)
    for names in (("Grace", "Emmy"), ("Emmy", "Grace")):
        equal = {names[0]: np.array([4.0, 4.0]), names[1]: np.array([-2.0, -4.0])}
        recognised(student.recognise(you, equal, 25.0), names[0], 25.0, " of two equally near")
    known = {"Ada": you + 1.0, "Emmy": you.copy(), "Grace": you - 5.0}
    recognised(student.recognise(you, known, 0.0), "Emmy", 0.0, " of a picture that is enrolled")
    away = {"Ada": you + np.array([3e6, 0.0]), "Emmy": you - np.array([0.0, 4e6])}
    for threshold, name in ((1e13, "Ada"), (1e12, None)):
        got = student.recognise(you, away, threshold)
        recognised(got, name, 9e12, f" of people far away, at threshold {threshold:g},")
    short = {"Emmy": np.array([9.0]), "Ada": np.array([[8.0], [3.0], [6.0]])}
    got = student.recognise(np.array([1.0]), short, 30.0)
    recognised(got, "Ada", 4.0, " of embeddings of one number")
    recognised(student.recognise(you, {}, 30.0), None, float("inf"), " of an empty database")


def stepped(got: Any, shape: tuple[int, ...]) -> tuple[Array, float]:
    """W_new, looked at, and the loss."""
    W_new, loss = unpack(got, "W_new", "loss")
    double_precision(W_new, "W_new")
    return numbers(W_new, shape, "W_new"), finite(loss, "the loss")


@check(
    "triplet_step",
    points=3,
    kind="example",
    public=True,
    hint="The handout's table has the triplets, dE and dU of its six pictures. There row 0 is the "
    "positive of two anchors: both of its gradients count. Then Xᵀ·dU, and a step against it. The "
    "mean over no triplets is 0/0: ask first.",
)
def triplet_step_by_hand(student: Student, ref: Reference) -> None:
    """The handout's six pictures, margin 1/2: loss 2.372, and W after a step at rate 1/2.

    With margin 0; with short rows of U; of four pictures whose last alone has a loss, 0.1; and
    where there are no triplets, or none with a loss: a new array equal to W, and 0.
    """
    E, labels = six_faces()
    lengths = np.array([[2.0], [1.0], [5.0], [5.0], [1.0], [10.0]])
    third = np.array([[0.0], [1.0], [0.0], [1.0], [1.0], [0.0]])
    X, W = np.hstack([lengths * E, third]), np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    W_new, loss = unpack(student.triplet_step(W, X, labels, 0.5, 0.5), "W_new", "loss")
    close(loss, 2.372, what="the loss")
    want = np.array([[1.41472, 0.5168], [0.5168, 0.58528], [0.0816, 0.1024]])
    close(W_new, want, what="W_new")
    unchanged(student.triplet_step, W, X, labels, 0.5, 0.5)
    # All six have a loss with any margin: the slopes are the same.
    W_new, loss = unpack(student.triplet_step(W, X, labels, 0.0, 0.5), "W_new", "loss")
    close(loss, 1.872, what="the loss with margin 0")
    close(W_new, want, what="W_new with margin 0")
    # U is a hundredth, E the same, and the slopes are a hundred times as large.
    W_new, loss = unpack(student.triplet_step(W / 100, X, labels, 0.5, 0.5), "W_new", "loss")
    close(loss, 2.372, what="the loss for W/100")
    close(W_new, W / 100 + 100 * (want - W), what="W_new for W/100")
    # E is (1, 0), (1, 0), (0, 1), (0.6, 0.8); of (3, 2, 0) the loss is 0.4 − 0.8 + 0.5.
    four = np.array([[2.0, 0.0, 1.0], [3.0, 0.0, 0.0], [0.0, 1.0, 1.0], [3.0, 4.0, 0.0]])
    W_new, loss = unpack(student.triplet_step(W, four, [4, 4, 0, 0], 0.5, 0.5), "W_new", "loss")
    close(loss, 0.1 / 4, what="the loss of four pictures")
    want = np.array([[0.832, -0.074], [-0.074, 1.168], [0.15, -0.1]])
    close(W_new, want, what="W_new of four pictures")
    content = four[[0, 1, 2, 2]], [4, 4, 0, 0]
    for some, words in (
        ((X, [*range(6)]), "of all different labels"),
        ((X, [3] * 6), "of one label"),
        (content, "of triplets without a loss"),
    ):
        W_new, loss = stepped(quiet(student.triplet_step, W, *some, 0.5, 0.5), W.shape)
        close(W_new, W, what=f"W_new {words}")
        close(loss, 0.0, what=f"the loss {words}")
        fresh(student.triplet_step, W, *some, 0.5, 0.5)


def embedded_by(student: Student, U: Array) -> Array:
    """The student's own unit rows of these, looked at."""
    return numbers(student.l2_normalize(U), U.shape, "the embeddings")


@check(
    "triplet_step",
    points=2,
    kind="training",
    public=True,
    hint="Each step goes against the gradient of the loss that it returns, and starts at the W of "
    "the step before. What do distances between new people say then?",
)
def triplet_step_learns_what_to_ignore(student: Student, ref: Reference) -> None:
    """16 people, 20 steps: the loss falls to under half, and of 24 new people 75% comes right."""
    X, whose = faces(PEOPLE, VIEWS, seed=6)
    strangers, theirs = faces(24, 3, seed=7)
    W = 0.3 * np.random.default_rng(8).normal(size=(PIXELS, 4))
    before = told_apart(embedded_by(student, strangers @ W), theirs)
    record = []
    for _ in range(STEPS):
        W, loss = stepped(student.triplet_step(W, X, whose, 0.5, 1.0), W.shape)
        record.append(loss)
    law = "the loss must fall to under half of the first one"
    told = f"it was {record[0]:.4g}, and is {record[-1]:.4g} after 20 steps"
    require(record[-1] < record[0] / 2, f"{law}; {told}")
    after = told_apart(embedded_by(student, strangers @ W), theirs)
    require(
        after >= max(0.75, before + 0.1),
        "after 20 steps 75% of the pairs of new people must come out right",
        got=f"{100 * after:.1f}%, and {100 * before:.1f}% before the training",
        want="at least 75%",
    )
