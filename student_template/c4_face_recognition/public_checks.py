"""The public checks of Face recognition: embeddings and the triplet loss; run them with `grade check`."""

import numpy as np
from numpy.typing import NDArray
from grader.authoring import Array, Reference, Student, array, check, close, double_precision, finite, kind_of, numbers, require, scalar, unchanged, unpack
from typing import Any


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
    hint="The rows have the norms 5 and 2. With eps = 10 both are divided by 10: max(norm, eps).",
)
def l2_normalize_by_hand(student: Student, ref: Reference) -> None:
    """[[3, 4, 0], [0, 0, −2]]: [[0.6, 0.8, 0], [0, 0, −1]]; with eps = 10 a tenth of the rows."""
    E = np.array([[3.0, 4.0, 0.0], [0.0, 0.0, -2.0]])
    close(student.l2_normalize(E), np.array([[0.6, 0.8, 0.0], [0.0, 0.0, -1.0]]))
    close(student.l2_normalize(E, 10.0), E / 10, what="The result with eps = 10")
    unchanged(student.l2_normalize, E)


@check(
    "l2_normalize_backward",
    points=3,
    kind="example",
    public=True,
    hint="n = (0.6, 0.8, 0) in the first row, and n·dN = 3: take 3n off dN, and divide by 5.",
)
def l2_normalize_backward_by_hand(student: Student, ref: Reference) -> None:
    """E = [[3, 4, 0], [0, 0, −2]], dN = [[5, 0, 1], [1, −4, 5]]: by hand."""
    E = np.array([[3.0, 4.0, 0.0], [0.0, 0.0, -2.0]])
    dN = np.array([[5.0, 0.0, 1.0], [1.0, -4.0, 5.0]])
    want = np.array([[0.64, -0.48, 0.2], [0.5, -2.0, 0.0]])
    close(student.l2_normalize_backward(dN, E), want, what="dE")
    unchanged(student.l2_normalize_backward, dN, E)


@check(
    "pairwise_squared_distances",
    points=3,
    kind="example",
    public=True,
    hint="Rows of A go down and rows of B across. The second entry is (1 − 4)² + 4² + 0² = 25.",
)
def pairwise_squared_distances_by_hand(student: Student, ref: Reference) -> None:
    """Two rows and four, of three numbers each: [[0, 25, 17, 2], [19, 26, 10, 9]]."""
    A = np.array([[1.0, 0.0, 2.0], [0.0, 3.0, -1.0]])
    B = np.array([[1.0, 0.0, 2.0], [4.0, 4.0, 2.0], [0.0, 0.0, -2.0], [1.0, 1.0, 1.0]])
    want = np.array([[0.0, 25.0, 17.0, 2.0], [19.0, 26.0, 10.0, 9.0]])
    close(student.pairwise_squared_distances(A, B), want, atol=1e-7, what="D")


@check(
    "siamese_probability",
    points=2,
    kind="example",
    public=True,
    hint="The scores are ln 3, 2·ln 3 and 0: absolute differences times w, summed, plus b.",
)
def siamese_probability_by_hand(student: Student, ref: Reference) -> None:
    """Three pairs of two numbers, w = [−ln 3, ln 9], b = ln 3: [3/4, 9/10, 1/2]."""
    e1 = np.array([[1.0, 2.0], [2.0, 0.0], [5.0, 1.0]])
    e2 = np.array([[1.0, 2.0], [1.0, 1.0], [2.0, 2.0]])
    w, b = np.array([-np.log(3), np.log(9)]), float(np.log(3))
    want = np.array([0.75, 0.9, 0.5])
    close(student.siamese_probability(e1, e2, w, b), want, what="the probability")
    swapped = student.siamese_probability(e2, e1, w, b)
    close(swapped, want, what="the probability with e1 and e2 swapped")


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
    hint="4 − 2 + 2, 1 − 2 + 2 and 1 − 9 + 2: the last one is below 0, and counts as 0 by itself.",
)
def triplet_loss_by_hand(student: Student, ref: Reference) -> None:
    """The handout's three triplets: 5 with margin 2, and 2.2 with the margin of 0.2."""
    close(student.triplet_loss(*three_triplets(), 2.0), 5.0, what="the loss with margin 2")
    close(student.triplet_loss(*three_triplets()), 2.2, what="the loss with the default margin")


NAMES = "d_anchor", "d_positive", "d_negative"


@check(
    "triplet_loss_gradient",
    points=4,
    kind="example",
    public=True,
    hint="In the first row 2(n − p) = 2·((1, 1) − (2, 0)), 2(p − a) = 2·(2, 0), 2(a − n) = "
    "−2·(1, 1). The third triplet costs nothing.",
)
def triplet_loss_gradient_by_hand(student: Student, ref: Reference) -> None:
    """The handout's three triplets, margin 2: by hand; with 0.2 only the first one is active."""
    got = unpack(student.triplet_loss_gradient(*three_triplets(), 2.0), *NAMES)
    want = (
        np.array([[-2.0, 2.0], [-2.0, -4.0], [0.0, 0.0]]),
        np.array([[4.0, 0.0], [0.0, 2.0], [0.0, 0.0]]),
        np.array([[-2.0, -2.0], [2.0, 2.0], [0.0, 0.0]]),
    )
    for name, found, right in zip(NAMES, got, want, strict=True):
        close(found, right, what=name)
    got = unpack(student.triplet_loss_gradient(*three_triplets()), *NAMES)
    first = np.array([[1.0], [0.0], [0.0]])
    for name, found, right in zip(NAMES, got, want, strict=True):
        close(found, first * right, what=f"{name} with the default margin")


def six_faces() -> tuple[Array, list[int]]:
    """The handout's six unit embeddings, and whose they are."""
    E = [[1.0, 0.0], [0.0, 1.0], [0.6, 0.8], [0.8, -0.6], [-0.6, 0.8], [-0.8, -0.6]]
    return np.array(E), [0, 0, 1, 1, 0, 2]


@check(
    "hardest_triplets",
    points=3,
    kind="example",
    public=True,
    hint="From row 0 the rows 1 and 4 of its label are 2 and 3.2 away, rows 2, 3 and 5 of other "
    "labels 0.8, 0.4 and 3.6. Row 5 has nobody of its label.",
)
def hardest_triplets_by_hand(student: Student, ref: Reference) -> None:
    """The handout's six: [[0, 4, 3], [1, 0, 2], [2, 3, 1], [3, 2, 0], [4, 0, 2]]."""
    E, labels = six_faces()
    want = np.array([[0, 4, 3], [1, 0, 2], [2, 3, 1], [3, 2, 0], [4, 0, 2]])
    same_triplets(student.hardest_triplets(E, labels), want)
    same_triplets(student.hardest_triplets(E, np.array(labels)), want)


@check(
    "semi_hard_triplets",
    points=3,
    kind="example",
    public=True,
    hint="From row 0 its positive, row 1, is 1 away, and rows 2, 3 and 4 are 4, 2.25 and 16: "
    "between 1 and 4 there is only row 3 (4 is not below 4).",
)
def semi_hard_triplets_by_hand(student: Student, ref: Reference) -> None:
    """0, 1 (label 0), 2, −1.5 (label 1), 4 (label 2) on a line, margin 3: by hand."""
    E = np.array([[0.0, 7.0], [1.0, 7.0], [2.0, 7.0], [-1.5, 7.0], [4.0, 7.0]])
    labels = [0, 0, 1, 1, 2]
    same_triplets(student.semi_hard_triplets(E, labels, 3.0), np.array([[0, 1, 3]]))
    want = np.array([[0, 1, 2], [0, 1, 3], [0, 1, 4], [1, 0, 3], [1, 0, 4], [3, 2, 4]])
    got = student.semi_hard_triplets(E, np.array(labels), 20.0)
    same_triplets(got, want, "the triplets with margin 20")


@check(
    "verify",
    points=2,
    kind="example",
    public=True,
    hint="9 + 16 + 0 = 25: no root, no mean. At the threshold itself they still are the same, "
    "just above it no longer.",
)
def verify_by_hand(student: Student, ref: Reference) -> None:
    """[4, −2, 7] and [1, 2, 7] are 25 apart: the same at threshold 25 and 30, not below."""
    embedding, reference = np.array([4.0, -2.0, 7.0]), np.array([1.0, 2.0, 7.0])
    for threshold, wanted in ((25.0, True), (30.0, True), (24.9999, False)):
        got = student.verify(embedding, reference, threshold)
        distance, same = answer_of(got, "distance", "same")
        close(distance, 25.0, what="the distance")
        close(same, float(wanted), what=f"same, at threshold {threshold:.6g},")


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
    "to the threshold does not exceed it; beyond it the name is None, the distance stays.",
)
def recognise_by_hand(student: Student, ref: Reference) -> None:
    """Emmy 26, Ada 100, 25 or 36, Grace 49 away: Ada at threshold 25 and 30, nobody below."""
    database = {
        "Emmy": np.array([[6.0, 1.0]]),
        "Ada": np.array([[7.0, 8.0], [4.0, 4.0], [1.0, 6.0]]),
        "Grace": np.array([1.0, -7.0]),
    }
    you = np.array([1.0, 0.0])
    for threshold, name in ((25.0, "Ada"), (30.0, "Ada"), (24.9999, None), (0.0, None)):
        got = student.recognise(you, database, threshold)
        recognised(got, name, 25.0, f", at threshold {threshold:.6g},")
    unchanged(student.recognise, you, database, 30.0)


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
    hint="The handout's table has the triplets, dE and dU. Row 0 is the positive of two anchors: "
    "both of its gradients count. Then Xᵀ·dU, and a step against it.",
)
def triplet_step_by_hand(student: Student, ref: Reference) -> None:
    """The handout's six pictures, margin 1/2: loss 2.372, and W after a step at rate 1/2."""
    E, labels = six_faces()
    lengths = np.array([[2.0], [1.0], [5.0], [5.0], [1.0], [10.0]])
    third = np.array([[0.0], [1.0], [0.0], [1.0], [1.0], [0.0]])
    X, W = np.hstack([lengths * E, third]), np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    W_new, loss = unpack(student.triplet_step(W, X, labels, 0.5, 0.5), "W_new", "loss")
    close(loss, 2.372, what="the loss")
    want = np.array([[1.41472, 0.5168], [0.5168, 0.58528], [0.0816, 0.1024]])
    close(W_new, want, what="W_new")
    unchanged(student.triplet_step, W, X, labels, 0.5, 0.5)


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
    require(record[-1] < record[0] / 2, law, got=record[-1], want=f"below {record[0] / 2:.4g}")
    after = told_apart(embedded_by(student, strangers @ W), theirs)
    require(
        after >= max(0.75, before + 0.1),
        "after 20 steps 75% of the pairs of new people must come out right",
        got=f"{100 * after:.1f}%, and {100 * before:.1f}% before the training",
        want="at least 75%",
    )
