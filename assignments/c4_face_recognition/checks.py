"""The checks of "Face recognition: embeddings and the triplet loss".

Each states one law of the exercise that its name starts with. Where two distances are compared,
the inputs keep them far apart, or put points where every usual way to work out a distance gives
the same number, rounding included: on a line through points 5 apart, so that a root comes out
whole.
"""

from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from common.faces import PIXELS, faces, told_apart
from grader.authoring import (
    Array,
    Reference,
    Student,
    array,
    check,
    close,
    double_precision,
    draw,
    finite,
    fresh,
    given,
    gradients_agree,
    kind_of,
    numbers,
    quiet,
    require,
    scalar,
    steps_do_not_grow,
    unchanged,
    unpack,
)

Labels = NDArray[np.int64]
Triplet = dict[str, Array]

# Distances that are nearer to each other, or a loss nearer to 0, rounding may turn over.
NEAR = 1e-4
# Powers of 2: points so many times as far apart lie on their line as exactly as before.
SCALES = (1.0, 2.0**15, 2.0**-12)
# Whose the pictures are that a step learns from.
CLASS = (3, 3, 3, 3, -1, -1, -1, 0, 0, 5)
# The training check's people, and how far it goes.
PEOPLE, VIEWS, STEPS = 16, 4, 20


# What the checks share: inputs, and laws used more than once


def rows_of(*dims: draw.Dim, low: float = 0.3, high: float = 5.0) -> draw.Field:
    """Rows of d numbers, each of a length of its own between the bounds."""

    def field(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
        n, d = (sizes[dim] if isinstance(dim, str) else dim for dim in dims)
        rows: Array = rng.normal(size=(n, d))
        norms = np.exp(rng.uniform(np.log(low), np.log(high), size=(n, 1)))
        rows *= norms / np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    return field


def distances(A: Array, B: Array) -> Array:
    """The squared distances of rows to rows, (n, k)."""
    gaps = A[:, np.newaxis, :] - B[np.newaxis, :, :]
    table: Array = np.einsum("nkd,nkd->nk", gaps, gaps)
    return table


def at_times_on(*others: str) -> draw.Field:
    """Rows (m, d), of which a few are those of the others."""
    normal = draw.normal("m", "d")

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        rows: Array = normal(rng, sizes, fields)
        for other in others:
            same = rng.random(len(rows)) < 0.1
            rows[same] = fields[other][same]
        return rows

    return field


def some_triplets(**more: draw.Field) -> Any:
    """One to eight triplets, of which none lies at the edge of its margin; two points may meet."""
    return draw.drawn(
        sizes={"m": (1, 8), "d": (1, 6)},
        anchor=draw.normal("m", "d"),
        positive=at_times_on("anchor"),
        negative=at_times_on("anchor", "positive"),
        margin=lambda rng, _, __: (0.0, round(float(rng.uniform(0.1, 2.0)), 2))[rng.random() < 0.8],
        **more,
    ).filter(lambda one: bool(np.abs(hinges(one)).min() > NEAR))


def hinges(one: dict[str, Any], margin: float | None = None) -> Array:
    """d(a, p) − d(a, n) + margin of each triplet."""
    pulled, pushed = one["anchor"] - one["positive"], one["anchor"] - one["negative"]
    gaps: Array = (pulled**2 - pushed**2).sum(axis=1)
    return gaps + (one["margin"] if margin is None else margin)


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


def some_labels(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Labels:
    """Whose each row is: few people in any order, numbers with gaps, some below 0.

    Some of the numbers are the same in a single byte.
    """
    names = rng.choice([-7, -1, 0, 1, 2, 44, 249, 300], size=sizes["people"], replace=False)
    found: Labels = names[rng.integers(sizes["people"], size=sizes["m"])].astype(np.int64)
    return found


def embedded(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """Embeddings in full precision, so that no two distances are equal."""
    found: Array = rng.normal(size=(sizes["m"], sizes["d"]))
    return found


def galleries(**more: draw.Field) -> Any:
    """Embeddings and labels: no two distances from a row are equal, nor a margin apart."""
    return draw.drawn(
        sizes={"m": (3, 11), "d": (1, 4), "people": (1, 4)},
        embeddings=embedded,
        labels=some_labels,
        **more,
    ).filter(lambda one: is_untied(one["embeddings"], one.get("margin", 0.2)))


def is_untied(E: Array, margin: float) -> bool:
    """No two distances from a row are nearly equal, nor nearly a margin apart."""
    for i, row in enumerate(distances(E, E)):
        others = np.delete(row, i)
        gaps = (others[:, np.newaxis] - others)[~np.eye(others.size, dtype=bool)]
        if np.abs(gaps).min() < NEAR or np.abs(gaps - margin).min() < NEAR:
            return False
    return True


def on_a_line(places: list[int]) -> Array:
    """Points (3t, 4t) for whole numbers t: 25·(s − t)² apart, exactly, with a root or without."""
    return np.outer(np.array(places, dtype=np.float64), np.array([3.0, 4.0]))


def answer_of(got: Any, *names: str) -> tuple[float, Any]:
    """A distance and what stands beside it, for (distance, …) or (…, distance)."""
    parts = unpack(got, *names)
    where = names.index("distance")
    return scalar(parts[where], "the distance"), parts[1 - where]


# l2_normalize


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
    "l2_normalize",
    points=2,
    kind="property",
    hint="Each row by its own norm; a row that is twice as long comes out the same. Only a row "
    "shorter than eps is divided by eps, which is 10⁻¹² if it is not given.",
)
@given(
    draw.drawn(sizes={"m": (1, 6), "d": (1, 5)}, E=rows_of("m", "d", low=0.01, high=100.0)),
    eps=draw.options(0.1, 1.0, 7.0),
    examples=15,
)
def l2_normalize_makes_unit_rows(student: Student, ref: Reference, E: Array, eps: float) -> None:
    """Each row gets length 1, however short it is; a row shorter than eps is divided by eps."""
    wanted = ref.l2_normalize(E)
    N = student.l2_normalize(E)
    close(N, wanted)
    double_precision(N, "The result")
    norms = np.sqrt((numbers(N, E.shape, "The result") ** 2).sum(axis=1))
    close(norms, np.ones(len(E)), what="the norms of the rows")
    for factor in (1e-7, 1000.0):
        close(student.l2_normalize(factor * E), wanted, what=f"The result for {factor:g}·E")
    nearly = (1 + 5e-6) * wanted
    close(
        student.l2_normalize(nearly), wanted, what="The result, a trifle longer, normalised again"
    )
    tiny = student.l2_normalize(np.vstack([2e-12 * wanted, 5e-13 * wanted]))
    close(tiny, np.vstack([wanted, wanted / 2]), what="The result for rows of 2 and of 1/2 eps")
    close(
        student.l2_normalize(E, eps),
        ref.l2_normalize(E, eps),
        what=f"The result with eps = {eps:g}",
    )


@check(
    "l2_normalize",
    points=2,
    kind="stability",
    hint="0/0 is NaN. What must the divisor of a row of zeros be, so that the row stays zero?",
)
@given(
    draw.drawn(
        sizes={"m": (2, 6), "d": (1, 5)},
        E=rows_of("m", "d"),
        empty=lambda rng, sizes, _: int(rng.integers(sizes["m"])),
    ),
    examples=8,
)
def l2_normalize_of_zeros(student: Student, ref: Reference, E: Array, empty: int) -> None:
    """A row of zeros stays zero, without a warning, and the others get length 1."""
    E = E.copy()
    E[empty] = 0.0
    close(quiet(student.l2_normalize, E), ref.l2_normalize(E))
    unchanged(student.l2_normalize, E)


# l2_normalize_backward


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
    "l2_normalize_backward",
    points=5,
    kind="gradient",
    hint="n = e/‖e‖: the entry reaches the cost through e itself, and through ‖e‖ in all of n.",
)
@given(
    draw.drawn(sizes={"m": (1, 5), "d": (1, 5)}, E=rows_of("m", "d"), dN=draw.normal("m", "d")),
    examples=25,
)
def l2_normalize_backward_is_the_gradient(
    student: Student, ref: Reference, E: Array, dN: Array
) -> None:
    """dE holds the derivatives of Σ dN·l2_normalize(E) in E."""
    numeric = ref.gradient(lambda E: ref.l2_normalize(E), upstream=dN, E=E)
    gradients_agree(numeric, E=student.l2_normalize_backward(dN, E))


@check(
    "l2_normalize_backward",
    points=2,
    kind="property",
    hint="Making e longer does not move n: so dE may not point along e. And a long e turns less, a "
    "short one more; where no slope comes in, none goes out.",
)
@given(
    draw.drawn(
        sizes={"m": (2, 5), "d": (2, 5)},
        E=rows_of("m", "d"),
        dN=draw.normal("m", "d"),
        factor=draw.uniform(low=1.5, high=40.0),
    ),
    examples=12,
)
def l2_normalize_backward_turns_only(
    student: Student, ref: Reference, E: Array, dN: Array, factor: float
) -> None:
    """Each row of dE is orthogonal to that of E, and for c·E it is a c-th.

    Where no slope comes in it is 0; the arguments are not changed.
    """
    dN = np.vstack([0 * dN[:1], dN[1:]])
    wanted = ref.l2_normalize_backward(dN, E)
    dE = student.l2_normalize_backward(dN, E)
    along = (numbers(dE, E.shape, "dE") * E).sum(axis=1)
    law = "each row of dE must be orthogonal to that of E: Σ dE·e must be 0"
    require(float(np.abs(along).max()) <= 1e-8, law, got=dE, want=wanted)
    double_precision(dE, "dE")
    close(dE, wanted, what="dE")
    for scale in (factor, 1e-7):
        scaled = student.l2_normalize_backward(dN, scale * E)
        close(scaled, wanted / scale, what=f"dE for {scale:.3g}·E")
    unchanged(student.l2_normalize_backward, dN, E)


# pairwise_squared_distances


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
    points=3,
    kind="reference",
    hint="(a − b)² = a² + b² − 2ab, summed over the d coordinates of each pair; no root.",
)
@given(
    draw.drawn(
        sizes={"n": (1, 8), "k": (1, 8), "d": (1, 6)},
        A=draw.normal("n", "d", scale=20.0),
        B=draw.normal("k", "d", scale=20.0),
    ),
    examples=25,
)
def pairwise_squared_distances_of_all_pairs(
    student: Student, ref: Reference, A: Array, B: Array
) -> None:
    """D[i, j] = Σ (A[i] − B[j])², and D(B, A) is D(A, B) transposed; of unit rows 2 − 2 cos."""
    wanted = distances(A, B)
    D = student.pairwise_squared_distances(A, B)
    close(D, wanted, atol=1e-7, what="D")
    double_precision(D, "D")
    close(student.pairwise_squared_distances(B, A), wanted.T, atol=1e-7, what="D(B, A)")
    N, M = ref.l2_normalize(A), ref.l2_normalize(B)
    close(student.pairwise_squared_distances(N, M), 2 - 2 * N @ M.T, atol=1e-7, what="D(N, M)")
    unchanged(student.pairwise_squared_distances, A, B)


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
    "pairwise_squared_distances",
    points=2,
    kind="stability",
    hint="a² + b² − 2ab of rows that are equal, or nearly, is a rounding error, and may lie below "
    "0. What is the smallest number that a distance can be?",
)
@given(
    draw.drawn(
        sizes={"n": (6, 9), "d": (3, 6)},
        A=draw.normal("n", "d", scale=0.1),
        far=draw.uniform(low=500.0, high=1000.0),
        nudge=draw.normal("n", "d"),
    ),
    examples=6,
)
def pairwise_squared_distances_far_away(
    student: Student, ref: Reference, A: Array, far: float, nudge: Array
) -> None:
    """Near points far from 0: no entry is below 0, all are right to 10⁻⁶."""
    away = A + far
    # Of rows that are quite equal, products summed in one order may cancel out to just 0.
    # In the other table none that is nearly equal has the same row number.
    for other in (away, np.roll(away + 1e-9 * nudge, 1, axis=0)[1:]):
        D = student.pairwise_squared_distances(away, other)
        close(D, distances(away, other), rtol=0, atol=1e-6, what="D")
        least = float(numbers(D, (len(A), len(other)), "D").min())
        require(least >= 0, "no distance may be negative", got=least, want="0 or more")


# siamese_probability


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


@check(
    "siamese_probability",
    points=2,
    kind="reference",
    hint="|e1 − e2| in each coordinate, weighted and summed; b once; then the sigmoid. The shape "
    "is (m,).",
)
@given(
    draw.drawn(
        sizes={"m": (1, 8), "d": (1, 6)},
        e1=draw.normal("m", "d"),
        e2=draw.normal("m", "d"),
        w=draw.normal("d"),
        b=draw.normal(),
    ),
    examples=20,
)
def siamese_probability_of_a_pair(
    student: Student, ref: Reference, e1: Array, e2: Array, w: Array, b: float
) -> None:
    """The probability is σ(Σ w·|e1 − e2| + b), and the same with e1 and e2 swapped."""
    wanted = ref.siamese_probability(e1, e2, w, b)
    found = student.siamese_probability(e1, e2, w, b)
    close(found, wanted, what="the probability")
    double_precision(found, "the probability")
    swapped = student.siamese_probability(e2, e1, w, b)
    close(swapped, wanted, what="the probability with e1 and e2 swapped")
    twice = student.siamese_probability(e1, e1, w, b)
    close(twice, np.full(len(e1), 1 / (1 + np.exp(-b))), what="the probability of twice the same")
    unchanged(student.siamese_probability, e1, e2, w, b)


@check(
    "siamese_probability",
    points=2,
    kind="stability",
    hint="e^800 is infinite, and NumPy warns. Which form of the sigmoid has no large exponent? The "
    "score is large by its weights here, and there by b.",
)
@given(
    draw.drawn(
        sizes={"m": (2, 6), "d": (2, 5)},
        e1=draw.normal("m", "d"),
        e2=draw.normal("m", "d"),
        w=draw.normal("d"),
    ),
    examples=5,
)
def siamese_probability_of_the_certain(
    student: Student, ref: Reference, e1: Array, e2: Array, w: Array
) -> None:
    """Scores up to ±800, by w or by b: probabilities near 0 and 1, without a warning."""
    scores = np.abs(e1 - e2) @ w
    for most, b in ((800.0, 0.0), (-800.0, 0.0), (90.0, -710.0), (-90.0, 710.0)):
        steep = w * most / max(float(np.abs(scores).max()), NEAR)
        wanted = ref.siamese_probability(e1, e2, steep, b)
        found = quiet(student.siamese_probability, e1, e2, steep, b)
        close(found, wanted, what="the probability")


# triplet_loss


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


@check(
    "triplet_loss",
    points=5,
    kind="reference",
    hint="For each row by itself: two squared distances from the anchor, the margin, the clip at "
    "0. The sum over the rows comes last.",
)
@given(some_triplets(), examples=30)
def triplet_loss_clips_each_row(
    student: Student,
    ref: Reference,
    anchor: Array,
    positive: Array,
    negative: Array,
    margin: float,
) -> None:
    """The loss is Σ max(0, d(a, p) − d(a, n) + margin), one number; the default margin is 0.2."""
    rows = anchor, positive, negative
    wanted = ref.triplet_loss(*rows, margin)
    close(student.triplet_loss(*rows, margin), wanted, what="the loss")
    near = tuple(one / 7 for one in rows)
    wanted = ref.triplet_loss(*near)
    close(student.triplet_loss(*near), wanted, what="the loss with the default margin")
    unchanged(student.triplet_loss, *rows, margin)


@check(
    "triplet_loss",
    points=2,
    kind="property",
    hint="A triplet whose negative is far enough away costs nothing, and no credit goes to others.",
)
@given(some_triplets(), examples=12)
def triplet_loss_of_the_satisfied(
    student: Student,
    ref: Reference,
    anchor: Array,
    positive: Array,
    negative: Array,
    margin: float,
) -> None:
    """A triplet with a far negative costs 0, one with p = n the margin; losses add up."""
    m = len(anchor)
    away = anchor + 3 * (1 + np.abs(anchor - positive) + margin)
    close(student.triplet_loss(anchor, positive, away, margin), 0.0, what="the loss of far ones")
    level = student.triplet_loss(anchor, positive, positive, margin)
    close(level, m * margin, what="the loss with p = n")
    wanted = ref.triplet_loss(anchor, positive, negative, margin)
    rows = anchor, positive, negative
    for i in range(m):
        single = [one[i : i + 1].copy() for one in rows]
        want = ref.triplet_loss(*single, margin)
        close(student.triplet_loss(*single, margin), want, what=f"the loss of row {i} alone")
    turned = student.triplet_loss(*(one[::-1].copy() for one in rows), margin)
    close(turned, wanted, what="the loss in another order")
    thrice = [np.vstack([one, one, one]) for one in (anchor, positive)]
    both = student.triplet_loss(*thrice, np.vstack([negative, away, negative]), margin)
    close(both, 2 * wanted, what="the loss of all twice, with satisfied triplets added")


@check(
    "triplet_loss",
    points=2,
    kind="property",
    hint="Only squared distances count, and the margin: use the rows as they are given.",
)
@given(
    some_triplets(
        turn=lambda rng, sizes, _: np.linalg.qr(rng.normal(size=(sizes["d"], sizes["d"])))[0],
        shift=draw.normal("d", scale=2.0),
    ),
    examples=12,
)
def triplet_loss_sees_distances_only(
    student: Student,
    ref: Reference,
    anchor: Array,
    positive: Array,
    negative: Array,
    margin: float,
    turn: Array,
    shift: Array,
) -> None:
    """All points moved or turned alike: the same loss; all 40 times as far: 1600 times it."""
    rows = anchor, positive, negative
    wanted = ref.triplet_loss(*rows, margin)
    close(student.triplet_loss(*rows, margin), wanted, what="the loss")
    moved = student.triplet_loss(*(one + shift for one in rows), margin)
    close(moved, wanted, what="the loss of moved points")
    turned = student.triplet_loss(*(one @ turn for one in rows), margin)
    close(turned, wanted, what="the loss of turned points")
    wide = student.triplet_loss(*(40 * one for one in rows), 1600 * margin)
    close(wide, 1600 * wanted, what="the loss of all 40 times as far, with 1600 times the margin")


# triplet_loss_gradient

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


def slopes(ref: Reference, one: dict[str, Any], *names: str) -> Any:
    """The numeric gradient of the loss in some of the three."""
    kept = {name: one[name] for name in ("anchor", "positive", "negative")}

    def loss(**moved: Array) -> Any:
        return ref.triplet_loss(*(kept | moved).values(), one["margin"])

    return ref.gradient(loss, **{name: kept[name] for name in names})


@check(
    "triplet_loss_gradient",
    points=4,
    kind="gradient",
    hint="The anchor stands in both distances. Derive (a − p)² − (a − n)²: what remains of a?",
)
@given(some_triplets(), examples=20)
def triplet_loss_gradient_of_the_anchor(
    student: Student,
    ref: Reference,
    anchor: Array,
    positive: Array,
    negative: Array,
    margin: float,
) -> None:
    """d_anchor holds the derivatives of the loss in the anchors."""
    one = {"anchor": anchor, "positive": positive, "negative": negative, "margin": margin}
    got = unpack(student.triplet_loss_gradient(anchor, positive, negative, margin), *NAMES)
    gradients_agree(slopes(ref, one, "anchor"), anchor=got[0])


@check(
    "triplet_loss_gradient",
    points=3,
    kind="gradient",
    hint="The positive is pulled to the anchor and the negative pushed away, both at twice the "
    "difference; rows without loss stay where they are.",
)
@given(some_triplets(), examples=20)
def triplet_loss_gradient_of_the_others(
    student: Student,
    ref: Reference,
    anchor: Array,
    positive: Array,
    negative: Array,
    margin: float,
) -> None:
    """d_positive and d_negative hold the derivatives in the positives and the negatives."""
    one = {"anchor": anchor, "positive": positive, "negative": negative, "margin": margin}
    got = unpack(student.triplet_loss_gradient(anchor, positive, negative, margin), *NAMES)
    numeric = slopes(ref, one, "positive", "negative")
    gradients_agree(numeric, positive=got[1], negative=got[2])


@check(
    "triplet_loss_gradient",
    points=3,
    kind="property",
    hint="Moving all three alike changes no distance, so the three slopes of a row cancel. A row "
    "is active by its own loss, margin included.",
)
@given(some_triplets().filter(lambda one: bool(np.abs(hinges(one, 0.2)).min() > NEAR)), examples=15)
def triplet_loss_gradient_cancels(
    student: Student,
    ref: Reference,
    anchor: Array,
    positive: Array,
    negative: Array,
    margin: float,
) -> None:
    """The three gradients of a row sum to 0, and are 0 where the loss is 0.

    With the default margin, too; the arguments are not changed.
    """
    rows = anchor, positive, negative
    for step, words in (((margin,), ""), ((), " with the default margin")):
        wanted = ref.triplet_loss_gradient(*rows, *step)
        got = unpack(student.triplet_loss_gradient(*rows, *step), *NAMES)
        found = [numbers(one, anchor.shape, name) for name, one in zip(NAMES, got, strict=True)]
        slope = float(np.abs(sum(found)).max())
        law = f"d_anchor + d_positive + d_negative must be 0 in each row{words}"
        require(slope <= 1e-8, f"{law}; it is up to {slope:.4g} in size")
        for name, one, right in zip(NAMES, got, wanted, strict=True):
            close(one, right, what=f"{name}{words}")
            double_precision(one, name)
    wide = unpack(student.triplet_loss_gradient(*(40 * one for one in rows), 1600 * margin), *NAMES)
    for name, one, right in zip(NAMES, wide, ref.triplet_loss_gradient(*rows, margin), strict=True):
        close(one, 40 * right, what=f"{name} of all 40 times as far, with 1600 times the margin")
    away = anchor + 3 * (1 + np.abs(anchor - positive) + margin)
    got = unpack(student.triplet_loss_gradient(anchor, positive, away, margin), *NAMES)
    for name, one in zip(NAMES, got, strict=True):
        close(one, np.zeros(anchor.shape), rtol=0, atol=0, what=f"{name} of far negatives")
    unchanged(student.triplet_loss_gradient, *rows, margin)


# hardest_triplets


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
    "hardest_triplets",
    points=4,
    kind="reference",
    hint="For each anchor two searches: the largest distance among its own label (without itself), "
    "the smallest among the others.",
)
@given(galleries(), examples=30)
def hardest_triplets_of_each_anchor(
    student: Student, ref: Reference, embeddings: Array, labels: Labels
) -> None:
    """Each anchor comes with its farthest positive and its nearest negative, in rising order."""
    wanted = ref.hardest_triplets(embeddings, labels)
    same_triplets(student.hardest_triplets(embeddings, labels), wanted)
    listed = student.hardest_triplets(embeddings + 1000, labels.tolist())
    same_triplets(listed, wanted, "the triplets for labels in a list, all points moved by 1000")
    unchanged(student.hardest_triplets, embeddings, labels)


@check(
    "hardest_triplets",
    points=2,
    kind="property",
    hint="Of equal distances the first row counts, and a positive may lie exactly on its anchor. "
    "Distances may be 0 and may be large: no row that does not count may come out all the same.",
)
def hardest_triplets_of_equal_distances(student: Student, ref: Reference) -> None:
    """Of equal distances the lowest row number counts, and equal rows count as two."""
    E = on_a_line([2, 0, 4, 1, 3, 2, 2])
    labels = np.array([5, 5, 5, 0, 0, 0, 8])
    want = [[0, 1, 5], [1, 2, 3], [2, 1, 4], [3, 4, 0], [4, 3, 0], [5, 3, 0]]
    for scale in SCALES:
        found = student.hardest_triplets(scale * E, labels)
        same_triplets(found, np.array(want), f"the triplets of points {5 * scale:.3g} apart")
    twins = on_a_line([1, 1, 1, 6])
    want = [[0, 1, 3], [1, 0, 3], [2, 0, 3]]
    same_triplets(student.hardest_triplets(twins, np.array([3, 3, 3, 4])), np.array(want))
    want = [[0, 1, 2], [1, 0, 2], [2, 3, 0], [3, 2, 0]]
    found = student.hardest_triplets(on_a_line([1, 1, 1, 1]), np.array([3, 3, 4, 4]))
    same_triplets(found, np.array(want), "the triplets of equal rows")


@check(
    "hardest_triplets",
    points=3,
    kind="property",
    hint="An anchor without a positive, or without a negative, gives no triplet. An empty array "
    "has a shape and a dtype as well.",
)
@given(galleries(), examples=10)
def hardest_triplets_may_be_none(
    student: Student, ref: Reference, embeddings: Array, labels: Labels
) -> None:
    """One label only, all different labels, a single row: an integer array of shape (0, 3)."""
    m = len(embeddings)
    none = np.zeros((0, 3), dtype=np.int64)
    alike, different = np.zeros(m, dtype=np.int64), np.arange(m)
    cases = [
        (embeddings, alike, "one label"),
        (embeddings, different, "all different labels"),
        (embeddings[:1], labels[:1], "a single row"),
    ]
    for E, given_labels, words in cases:
        found = student.hardest_triplets(E, given_labels)
        same_triplets(found, none, f"the triplets of {words}")
    # The last row is nobody's positive, and everybody's negative.
    last = np.where(different == m - 1, 4, 0)
    wanted = ref.hardest_triplets(embeddings, last)
    got = student.hardest_triplets(embeddings, last)
    same_triplets(got, wanted, "the triplets where the last row is alone")


# semi_hard_triplets


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
    "semi_hard_triplets",
    points=3,
    kind="reference",
    hint="Two inequalities: farther than the positive, but by less than the margin. Both orders of "
    "a pair count, sorted by a, then p, then n.",
)
@given(
    galleries(margin=lambda rng, _, __: round(float(rng.uniform(0.3, 3.0)), 2)),
    examples=25,
)
def semi_hard_triplets_lie_between(
    student: Student, ref: Reference, embeddings: Array, labels: Labels, margin: float
) -> None:
    """All triplets with d(a, p) < d(a, n) < d(a, p) + margin, sorted; labels in a list too."""
    wanted = ref.semi_hard_triplets(embeddings, labels, margin)
    same_triplets(student.semi_hard_triplets(embeddings, labels, margin), wanted)
    listed = student.semi_hard_triplets(embeddings + 1000, labels.tolist(), margin)
    same_triplets(listed, wanted, "the triplets for labels in a list, all points moved by 1000")
    unchanged(student.semi_hard_triplets, embeddings, labels, margin)


@check(
    "semi_hard_triplets",
    points=2,
    kind="property",
    hint="Both inequalities are strict. A row that lies on its anchor is another row all the same. "
    "No triplet at all is an array too, of shape (0, 3).",
)
def semi_hard_triplets_at_the_edges(student: Student, ref: Reference) -> None:
    """Both inequalities are strict, equal rows count as two, and the default margin is 0.2."""
    # From row 0 its positive is 1 away, the others 1.19 and 1.21: 0.2 lies between.
    E = np.array([[0.0, 3.0], [1.0, 3.0], [-np.sqrt(1.21), 3.0], [-np.sqrt(1.19), 3.0]])
    got = student.semi_hard_triplets(E, np.array([1, 1, 4, 0]))
    same_triplets(got, np.array([[0, 1, 3]]), "the triplets with the default margin")
    none = np.zeros((0, 3), dtype=np.int64)
    got = student.semi_hard_triplets(E, np.full(4, 6))
    same_triplets(got, none, "the triplets of one label")
    # From row 0 its positives are 25 and 0 away, and the others are 25, 100 and 225; one of them
    # has the same number with another sign. Their mean is 0: centring them rounds nothing.
    E, owners = on_a_line([0, 1, -1, 2, -3, 0, 1]), np.array([2, 2, -2, 0, 3, 2, 0])
    for scale in SCALES:
        for margin in (200.0, 75.0, 76.0, 0.0):
            wanted = ref.semi_hard_triplets(scale * E, owners, scale**2 * margin)
            got = student.semi_hard_triplets(scale * E, owners, scale**2 * margin)
            words = (
                f"the triplets of points {5 * scale:.3g} apart with margin {scale**2 * margin:.4g}"
            )
            same_triplets(got, wanted, words)


# verify


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


@check(
    "verify",
    points=2,
    kind="reference",
    hint="The squared distance, compared with the threshold as it is given: small means the same.",
)
@given(
    draw.drawn(
        sizes={"d": (1, 7)},
        embedding=lambda rng, sizes, _: rng.normal(size=sizes["d"]),
        reference=lambda rng, sizes, _: rng.normal(size=sizes["d"]),
        share=draw.uniform(low=0.2, high=3.0),
    ).filter(lambda one: abs(one["share"] - 1) > 0.01),
    examples=25,
)
def verify_measures_the_squared_distance(
    student: Student, ref: Reference, embedding: Array, reference: Array, share: float
) -> None:
    """distance = Σ (e − r)², same if distance ≤ threshold; of the same twice 0 and True."""
    wanted = float(((embedding - reference) ** 2).sum())
    for threshold in (share * wanted, wanted / share, 0.0):
        got = student.verify(embedding, reference, threshold)
        distance, same = answer_of(got, "distance", "same")
        close(distance, wanted, what="the distance")
        close(same, float(wanted <= threshold), what=f"same, at threshold {threshold:.4g},")
    # Whole numbers: whatever the formula, nothing is rounded.
    whole = np.round(3 * embedding)
    distance, same = answer_of(student.verify(whole, whole.copy(), 0.0), "distance", "same")
    close(distance, 0.0, what="the distance of twice the same")
    close(same, 1.0, what="same, of twice the same at threshold 0,")
    unchanged(student.verify, embedding, reference, share)


# recognise


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


def databases(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> dict[str, Array]:
    """Names in any order, each with a single reference or several."""
    names = ["Ada", "Boole", "Curie", "Dirac", "Emmy", "Fermat", "Gauss"]
    chosen = [str(name) for name in rng.permutation(names)[: sizes["people"]]]
    found = {}
    for name in chosen:
        k = int(rng.integers(0, 4, endpoint=True))
        found[name] = rng.normal(size=(k, sizes["d"]) if k else sizes["d"])
    return found


def nearest(embedding: Array, database: dict[str, Array]) -> list[tuple[float, str]]:
    """The names with their distances, the nearest first."""
    found = [
        (float(distances(np.atleast_2d(rows), embedding[np.newaxis]).min()), name)
        for name, rows in database.items()
    ]
    return sorted(found)


def visitors(**more: draw.Field) -> Any:
    """An embedding and a database whose names are not equally near."""
    return draw.drawn(
        sizes={"d": (1, 5), "people": (1, 5)},
        embedding=draw.normal("d"),
        database=databases,
        **more,
    ).filter(
        lambda one: bool(
            np.diff([far for far, _ in nearest(one["embedding"], one["database"])], prepend=0).min()
            > NEAR
        )
    )


@check(
    "recognise",
    points=3,
    kind="reference",
    hint="First the nearest of each name's references, then the nearest name, then the threshold.",
)
@given(visitors(share=draw.uniform(low=0.1, high=0.9)), examples=25)
def recognise_takes_the_nearest(
    student: Student, ref: Reference, embedding: Array, database: dict[str, Array], share: float
) -> None:
    """The nearest name, if its distance is at most the threshold; the distance in any case."""
    ranked = nearest(embedding, database)
    least, name = ranked[0]
    for threshold in (least / share, 1000.0, least * share):
        known = name if least <= threshold else None
        got = student.recognise(embedding, database, threshold)
        recognised(got, known, least, f", at threshold {threshold:.4g},")
    # Somebody farther away changes nothing, wherever he stands.
    for order in ({"Zeno": embedding + 9.0, **database}, {**database, "Zeno": embedding + 9.0}):
        got = student.recognise(embedding, order, least / share)
        recognised(got, name, least, " with somebody farther away")
    for threshold in (least / share, least * share):
        unchanged(student.recognise, embedding, database, threshold)


@check(
    "recognise",
    points=2,
    kind="property",
    hint="Whom does an empty database know, and how near is the nearest of nobody? Of two names "
    "equally near, who is in the dict first? And if everybody is very far away?",
)
def recognise_at_the_edges(student: Student, ref: Reference) -> None:
    """An empty database gives (None, inf); of equally near names the first counts.

    0 is a distance, and 3·2⁴⁰ too.
    """
    you = np.array([3.0, 4.0, -1.0])
    recognised(student.recognise(you, {}, 1000.0), None, float("inf"), " of an empty database")
    left, right = you - np.array([3.0, 4.0, 0.0]), you + np.array([3.0, 4.0, 0.0])
    for one, other in (("Zuse", "Ada"), ("Ada", "Zuse")):
        words = f" of {one} and {other}, equally near,"
        # Centring the three points divides by 3, without a rest.
        several = np.vstack([you - np.array([9.0, 10.0, 9.0]), right])
        for first, second in ((left, several), (several, left)):
            database = {"Gauss": you + 9.0, one: first, other: second}
            recognised(student.recognise(you, database, 25.0), one, 25.0, words)
    known = {"Ada": you + 1.0, "Emmy": you.copy(), "Gauss": you - 5.0}
    recognised(student.recognise(you, known, 0.0), "Emmy", 0.0, " of a picture that is enrolled")
    away = {"Emmy": you - 2.0**21, "Gauss": you + 2.0**20}
    for threshold, name in ((1e13, "Gauss"), (1e12, None)):
        got = student.recognise(you, away, threshold)
        recognised(got, name, 3 * 2.0**40, f" of people far away, at threshold {threshold:g},")


# triplet_step


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


def is_clear(one: dict[str, Any]) -> bool:
    """No embedding is short, no two distances are nearly equal, no loss lies at its edge."""
    U = one["X"] @ one["W"]
    norms = np.linalg.norm(U, axis=1, keepdims=True)
    if norms.min() < 0.2:
        return False
    return is_untied(U / norms, one["margin"])


def alike(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
    """Pictures (m, D), at times so alike for each person that some triplets are satisfied."""
    D, owners = sizes["D"], fields["labels"]
    middle = {int(one): rng.normal(size=D) for one in CLASS}
    apart = rng.choice([0.3, 0.6, 3.0])
    found: Array = np.array([middle[int(one)] + apart * rng.normal(size=D) for one in owners])
    return found


def learners(**more: draw.Field) -> Any:
    """Seven to ten pictures of three people and of one who is alone, and a W."""
    return draw.drawn(
        sizes={"m": (7, 10), "D": (2, 5), "d": (2, 3)},
        labels=lambda rng, sizes, _: rng.permutation(CLASS)[: sizes["m"]],
        X=alike,
        W=draw.normal("D", "d", scale=0.8),
        margin=lambda rng, _, __: (0.0, round(float(rng.uniform(0.1, 1.5)), 2))[rng.random() < 0.8],
        learning_rate=draw.uniform(low=0.05, high=5.0),
        **more,
    ).filter(is_clear)


@check(
    "triplet_step",
    points=3,
    kind="reference",
    hint="Mine in E, not in X·W. Each row gathers what it gets as anchor, as positive and as "
    "negative, as often as it occurs; divide by the number of triplets; back through the norm.",
)
@given(learners(), examples=12)
def triplet_step_goes_downhill(
    student: Student,
    ref: Reference,
    X: Array,
    W: Array,
    labels: Labels,
    margin: float,
    learning_rate: float,
) -> None:
    """The loss at W, and W − rate·dW with dW by differences of that loss, triplets held fixed."""
    a, p, n = ref.hardest_triplets(ref.l2_normalize(X @ W), labels).T

    def mean_loss(W: Array) -> Any:
        E = ref.l2_normalize(X @ W)
        return ref.triplet_loss(E[a], E[p], E[n], margin) / len(a)

    got = student.triplet_step(W, X, labels, margin, learning_rate)
    W_new, loss = stepped(got, W.shape)
    close(loss, mean_loss(W), what="the loss")
    numeric = ref.gradient(mean_loss, W=W)
    gradients_agree(numeric, W=(W - W_new) / learning_rate)
    wanted, _ = ref.triplet_step(W, X, labels, margin, learning_rate)
    close(W_new, wanted, what="W_new")
    listed, _ = stepped(student.triplet_step(W, X, labels.tolist(), margin, 0.0), W.shape)
    close(listed, W, what="W_new at rate 0, for labels in a list")


@check(
    "triplet_step",
    points=2,
    kind="property",
    hint="The mean over no triplets is 0/0: ask first. W_new is a new array, always. Short rows of "
    "U make long slopes: all of that length counts.",
)
@given(learners(), examples=6)
def triplet_step_without_triplets(
    student: Student,
    ref: Reference,
    X: Array,
    W: Array,
    labels: Labels,
    margin: float,
    learning_rate: float,
) -> None:
    """Without triplets, or without loss, W_new is a new array equal to W, and the loss is 0.

    No warning; W, X and labels are not changed. Short rows of U make long slopes.
    """
    for alone in (np.arange(len(X)), np.full(len(X), 7)):
        got = quiet(student.triplet_step, W, X, alone, margin, learning_rate)
        W_new, loss = stepped(got, W.shape)
        close(W_new, W, what="W_new without triplets")
        close(loss, 0.0, what="the loss without triplets")
        fresh(student.triplet_step, W, X, alone, margin, learning_rate)
    # All pictures of a person are the same, and those of others farther away than the margin.
    copies = X[[int(np.argmax(labels == one)) for one in labels]]
    apart = distances(*2 * [ref.l2_normalize(copies @ W)])[labels[:, np.newaxis] != labels]
    content = copies, labels, float(apart.min()) / 2
    W_new, loss = stepped(student.triplet_step(W, *content, learning_rate), W.shape)
    close(W_new, W, what="W_new where all are satisfied")
    close(loss, 0.0, what="the loss where all are satisfied")
    fresh(student.triplet_step, W, *content, 0.0)
    # The embeddings of W/100 are those of W, and the slopes a hundred times as large.
    flat = W / 100
    wanted, mean = ref.triplet_step(flat, X, labels, margin, learning_rate)
    W_new, loss = stepped(student.triplet_step(flat, X, labels, margin, learning_rate), W.shape)
    close(W_new, wanted, what="W_new for W/100")
    close(loss, mean, what="the loss for W/100")
    unchanged(student.triplet_step, W, X, labels, margin, learning_rate)


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
