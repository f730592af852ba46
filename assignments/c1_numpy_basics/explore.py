"""What a student's building blocks draw: images there and back, and steps against size."""

import numpy as np

from grader.authoring import Reference, Student, array
from grader.authoring import steps as steps_of
from grader.authoring.pictures import Images, Lines, image, images, lines, picture

INK = 16
SIZES = (2, 4, 8, 16, 32, 64)
OTHERS = 8


@picture(
    "flatten_images",
    try_next="Take images.reshape(-1, 10) in place of your function, look at its columns as "
    "images, and say where each pixel went.",
)
def there_and_back(student: Student, ref: Reference) -> list[Images]:
    """Ten digits, flattened by your function: its columns, made into images again."""
    digits = ref.data("digits")["images"]
    count, height, width, _ = digits.shape
    flat = array(student.flatten_images(digits), (height * width, count), what="flatten_images")
    same = sum(
        bool(np.array_equal(column, digit.reshape(-1)))
        for column, digit in zip(flat.T, digits, strict=True)
    )
    size = height, width
    before = [
        image(f"digit {place}", digit, size, low=0, high=INK) for place, digit in enumerate(digits)
    ]
    after = [
        image(f"column {place}", column, size, low=0, high=INK)
        for place, column in enumerate(flat.T)
    ]
    said = f"{same} of {count} columns hold their digit, pixel by pixel."
    return [
        images(before, low=0, high=INK, heading="Before", says="The digits 0 to 9."),
        images(after, low=0, high=INK, heading="After your flatten_images", says=said),
    ]


@picture(
    "pairwise_sq_distances",
    "softmax",
    try_next="Measure the seconds too, with %timeit, for your function and for two nested loops: "
    "from which size on does it matter?",
)
def steps(student: Student, ref: Reference) -> Lines:
    """How many Python steps your functions take as the rows grow in number."""
    rng = np.random.default_rng(1)
    rows = [rng.normal(size=(m, 3)) for m in SIZES]
    others = rng.normal(size=(OTHERS, 3))
    taken = {
        "pairwise": [steps_of(student.pairwise_sq_distances, A, others).steps for A in rows],
        "softmax": [steps_of(student.softmax, A).steps for A in rows],
    }
    a_step_a_pair = [float(OTHERS * m) for m in SIZES]
    return lines(
        SIZES,
        taken,
        x_label="rows",
        y_label="Python steps",
        given={"a step a pair": a_step_a_pair},
        log_x=True,
        log_y=True,
    )
