"""What a student's operations and backward draw: the graph of one neuron, with every gradient."""

from grader.authoring import Reference, Student, sequence, unpack
from grader.authoring.pictures import Graph, graph, picture

# Two weights with their inputs, and a bias: z = −1.2, so the neuron says 0 rather than 1.
WEIGHTS, INPUTS, BIAS = (0.5, -1.0), (1.0, 2.0), 0.3

# What is computed, as given to evaluate_program; for the drawing, each line's box (label,
# column, row) or None for a plain number.
NEURON = (
    (("var", WEIGHTS[0]), ("w₁", 0, 0)),
    (("var", INPUTS[0]), ("x₁", 1, 0)),
    (("var", WEIGHTS[1]), ("w₂", 2, 0)),
    (("var", INPUTS[1]), ("x₂", 3, 0)),
    (("var", BIAS), ("b", 3, 1)),
    (("mul", 0, 1), ("w₁·x₁", 0.5, 1)),
    (("mul", 2, 3), ("w₂·x₂", 2, 1)),
    (("add", 5, 6), ("w·x", 1.25, 2)),
    (("add", 7, 4), ("z = w·x + b", 2, 3)),
    (("const", -1.0), None),
    (("mul", 9, 8), ("−z", 2, 4)),
    (("exp", 10), ("e⁻ᶻ", 2, 5)),
    (("const", 1.0), None),
    (("add", 12, 11), ("1 + e⁻ᶻ", 2, 6)),
    (("div", 12, 13), ("a", 1, 6)),
)
LOSS_OF_0 = (
    (("sub", 12, 14), ("1 − a", 1, 5)),
    (("log", 15), ("log(1 − a)", 0, 5)),
    (("mul", 9, 16), ("loss", 0, 6)),
)
LOSS_OF_1 = ((("log", 14), ("log a", 1, 5)), (("mul", 9, 15), ("loss", 0, 5)))


@picture(
    "add",
    "sub",
    "mul",
    "div",
    "exp",
    "log",
    "backward",
    try_next="Follow one path from the loss back to w₁ and multiply the slopes on the way: is it"
    " the gradient in the box of w₁? What happens to all gradients when b grows to 3?",
)
def neuron(student: Student, ref: Reference) -> list[Graph]:
    """The graph of one neuron: the value and the gradient of every node, by your own functions."""
    return [
        drawn(student, (*NEURON, *LOSS_OF_0), "The label is 0: the neuron is right"),
        drawn(student, (*NEURON, *LOSS_OF_1), "The label is 1: the neuron is wrong"),
    ]


def drawn(student: Student, program: tuple, heading: str) -> Graph:
    """The boxes of a program, with what evaluate_program says of them."""
    found = unpack(student.evaluate_program([line for line, _ in program]), "values", "grads")
    values, grads = (sequence(part, len(program)) for part in found)
    shown = [place for place, (_, box) in enumerate(program) if box is not None]
    places = {place: number for number, place in enumerate(shown)}
    edges = [
        (places[parent], places[place])
        for place in shown
        for parent in program[place][0][1:]
        if program[place][0][0] != "var" and parent in places
    ]
    return graph(
        [program[place][1] for place in shown],
        [values[place] for place in shown],
        [grads[place] for place in shown],
        edges,
        heading=heading,
    )
