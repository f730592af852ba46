"""The public checks of NumPy building blocks; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Reference, Student, check, close, equal, refuses, require


UNEQUAL_SHAPES = (
    ((3, 1), (3,)),
    ((2, 1), (1, 2)),
    ((2, 3), (2, 1)),
    ((2, 3), (1, 3)),
    ((2, 3), (3,)),
    ((1, 3), (3,)),
    ((3,), (1,)),
    ((2, 3), (3, 2)),
    ((2, 2), (4,)),
    ((3,), (4,)),
    ((3,), ()),
    ((1, 2, 3), (2, 3)),
)


def keeps_dtype(got: Any, want: np.dtype[Any], what: str) -> None:
    """An array must have that dtype; a list has none."""
    if isinstance(got, np.ndarray):
        require(
            got.dtype == want,
            f"{what} must keep the dtype {want}; yours has {got.dtype}",
            got=got,
            want=f"dtype {want}",
        )


@check("sigmoid", points=1, kind="example", public=True, hint="exp(ln 3) = 3: 1/(1 + 1/3) = 3/4.")
def sigmoid_known_values(student: Student, ref: Reference) -> None:
    """σ(0) = 1/2 for a single number, and σ([−ln 3, 0, ln 3]) = [1/4, 1/2, 3/4]."""
    close(student.sigmoid(0), 0.5, what="σ(0)")
    close(student.sigmoid(np.log([1 / 3, 1.0, 3.0])), np.array([0.25, 0.5, 0.75]))


@check(
    "sigmoid_derivative",
    points=1,
    kind="example",
    public=True,
    hint="At z = ln 3 the sigmoid is 3/4, and 3/4 of the way up the slope is 3/4 · 1/4.",
)
def sigmoid_derivative_known_values(student: Student, ref: Reference) -> None:
    """σ′(0) = 1/4 for a single number, and σ′([−ln 3, 0, ln 3]) = [3/16, 1/4, 3/16]."""
    close(student.sigmoid_derivative(0.0), 0.25, what="σ′(0)")
    z = np.log([1 / 3, 1.0, 3.0])
    close(student.sigmoid_derivative(z), np.array([0.1875, 0.25, 0.1875]))


@check(
    "image_to_vector",
    points=1,
    kind="example",
    public=True,
    hint="The last axis runs fastest. The column has two axes, and holds what the picture held.",
)
def image_to_vector_by_hand(student: Student, ref: Reference) -> None:
    """A (2, 2, 2) picture of the uint8 numbers 0 … 7 becomes the (8, 1) column 0 … 7, uint8."""
    image = np.arange(8, dtype=np.uint8).reshape(2, 2, 2)
    column = student.image_to_vector(image)
    close(column, np.arange(8.0).reshape(8, 1), rtol=0, atol=0)
    keeps_dtype(column, image.dtype, "the column")


@check(
    "flatten_images",
    points=1,
    kind="example",
    public=True,
    hint="Column 0 must hold the first picture, 1 and 2.",
)
def flatten_images_by_hand(student: Student, ref: Reference) -> None:
    """Two (1, 2, 1) pictures of uint8, [1, 2] and [3, 4], become [[1, 3], [2, 4]], uint8."""
    images = np.array([1, 2, 3, 4], dtype=np.uint8).reshape(2, 1, 2, 1)
    columns = student.flatten_images(images)
    close(columns, np.array([[1.0, 3.0], [2.0, 4.0]]), rtol=0, atol=0)
    keeps_dtype(columns, images.dtype, "the matrix")


@check(
    "scale_pixels",
    points=1,
    kind="example",
    public=True,
    hint="255 goes to 1, and 51 = 255/5 to 1/5: the divisor is a constant.",
)
def scale_pixels_by_hand(student: Student, ref: Reference) -> None:
    """[[0, 51], [102, 255]] in uint8 becomes [[0, 0.2], [0.4, 1]]."""
    X = np.array([[0, 51], [102, 255]], dtype=np.uint8)
    close(student.scale_pixels(X), np.array([[0.0, 0.2], [0.4, 1.0]]))


@check(
    "normalize_rows",
    points=1,
    kind="example",
    public=True,
    hint="The first row is the 3-4-5 triangle: its norm is √(9 + 16) = 5.",
)
def normalize_rows_by_hand(student: Student, ref: Reference) -> None:
    """[[3, 4], [0, 2]] becomes [[0.6, 0.8], [0, 1]]."""
    got = student.normalize_rows(np.array([[3.0, 4.0], [0.0, 2.0]]))
    close(got, np.array([[0.6, 0.8], [0.0, 1.0]]))


@check(
    "softmax",
    points=1,
    kind="example",
    public=True,
    hint="e⁰ = 1 and e^(ln 3) = 3, so the first row is 1/4 and 3/4.",
)
def softmax_by_hand(student: Student, ref: Reference) -> None:
    """[[0, ln 3], [5, 5]] becomes [[1/4, 3/4], [1/2, 1/2]]."""
    got = student.softmax(np.array([[0.0, np.log(3.0)], [5.0, 5.0]]))
    close(got, np.array([[0.25, 0.75], [0.5, 0.5]]))


@check(
    "l1_loss",
    points=1,
    kind="example",
    public=True,
    hint="The distances are 0, 1/2 and 2. Add them.",
)
def l1_loss_by_hand(student: Student, ref: Reference) -> None:
    """ŷ = [1, 0.5, 2] and y = [1, 1, 0], as lists: L₁ = 2.5."""
    close(student.l1_loss([1, 0.5, 2], [1, 1, 0]), 2.5, what="the loss")


@check(
    "l1_loss",
    points=1,
    kind="example",
    public=True,
    hint="(3, 1) minus (3,) is broadcast to (3, 3) without a word: compare the shapes first.",
)
def l1_loss_refuses_other_shapes(student: Student, ref: Reference) -> None:
    """Shapes (3, 1) and (3,) raise ValueError, as any two shapes that differ."""
    for one, other in UNEQUAL_SHAPES:
        refuses(student.l1_loss, np.ones(one), np.zeros(other))
        refuses(student.l1_loss, np.ones(other), np.zeros(one))


@check(
    "l2_loss",
    points=1,
    kind="example",
    public=True,
    hint="The squares are 0, 0.25 and 4. Add them, and leave it at that.",
)
def l2_loss_by_hand(student: Student, ref: Reference) -> None:
    """ŷ = [1, 0.5, 2] and y = [1, 1, 0], as lists: L₂ = 4.25."""
    close(student.l2_loss([1, 0.5, 2], [1, 1, 0]), 4.25, what="the loss")


@check(
    "broadcast_shape",
    points=1,
    kind="example",
    public=True,
    hint="Write the shapes below each other, flush right, and compare them pair by pair.",
)
def broadcast_shape_by_hand(student: Student, ref: Reference) -> None:
    """(3, 1) and (4,) give (3, 4); (5,) and () give (5,); (2, 3) and (3, 1) raise ValueError."""
    equal(student.broadcast_shape((3, 1), (4,)), (3, 4), "the shape for (3, 1) and (4,)")
    equal(student.broadcast_shape((5,), ()), (5,), "the shape for (5,) and ()")
    refuses(student.broadcast_shape, (2, 3), (3, 1))


@check(
    "center_and_scale",
    points=1,
    kind="example",
    public=True,
    hint="1 and 3 lie 1 away from their mean 2: their deviation, with 1/m, is 1.",
)
def center_and_scale_by_hand(student: Student, ref: Reference) -> None:
    """[[1, 3], [10, 30]] becomes [[−1, 1], [−1, 1]]."""
    got = student.center_and_scale(np.array([[1.0, 3.0], [10.0, 30.0]]))
    close(got, np.array([[-1.0, 1.0], [-1.0, 1.0]]))


@check(
    "pairwise_sq_distances",
    points=1,
    kind="example",
    public=True,
    hint="From (3, 4) to the origin it is 3² + 4². Rows of A go down, rows of B go across.",
)
def pairwise_by_hand(student: Student, ref: Reference) -> None:
    """A = [[0, 0], [3, 4]] and B = [[0, 0]]: D = [[0], [25]]."""
    got = student.pairwise_sq_distances(np.array([[0.0, 0.0], [3.0, 4.0]]), np.zeros((1, 2)))
    close(got, np.array([[0.0], [25.0]]))
