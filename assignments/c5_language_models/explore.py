"""What a student's language models draw: how they learn, what they look at, and what they write."""

import numpy as np

from common.language import Known, Network, Tokens, begin, echoes, last_words, taught, tuned, twins
from grader.authoring import Array, Reference, Student, array, numbers
from grader.authoring.pictures import Images, Lines, image, images, lines, picture

WORDS, LENGTH, STEPS = 4, 6, 15
HEATS = (0.3, 1.0, 3.0)
SENTENCES = 8
LOGITS = np.array([3.0, 2.5, 2.0, 1.0, 0.5, 0.0, -0.5, -1.0])


def writer(student: Student) -> tuple[Network, list[float]]:
    """A causal model that has learnt to go on with x y x y, and its losses."""
    tokens = echoes(WORDS, LENGTH)
    return taught(
        student,
        begin(1, V=WORDS, L=LENGTH),
        tokens,
        True,
        lambda logits: student.causal_lm_loss(logits, tokens),
        steps=STEPS,
    )


def reader(student: Student) -> tuple[Network, list[float]]:
    """A model that has learnt to find the hidden half of a twin, and its losses."""
    inputs, labels = twins(WORDS, 3)
    return taught(
        student,
        begin(2, V=WORDS, L=6),
        inputs,
        False,
        lambda logits: student.masked_lm_loss(logits, labels),
        steps=STEPS,
    )


def with_parameters(ref: Reference, network: Network, causal: bool) -> Known:
    """The small model as a function of tokens."""

    def scores(row: Tokens) -> Array:
        logits, _ = ref.attention_lm_forward(row[np.newaxis], network, causal)
        found: Array = logits[0]
        return found

    return Known(WORDS, scores)


@picture(
    "generate",
    "attention_lm_backward",  # and what this uses: forward, and both losses
    try_next="The writer's loss does not go to 0: which tokens can't it know? At a temperature of "
    "3 it makes mistakes. Draw the same with top_p = 0.9: how many are left, and are the "
    "sentences still different ones?",
)
def two_ways_to_learn(student: Student, ref: Reference) -> list[Lines | Images]:
    """A small GPT learns x y x y …, and writes; a small BERT learns a a b b c c: their losses."""
    network, next_losses = writer(student)
    losses = {"next token": next_losses, "masked token": reader(student)[1]}
    # The first token is known, the second is one of three, and the others follow from these.
    floor = np.full(STEPS, np.log(3) / (LENGTH - 1))
    learnt = lines(
        range(STEPS),
        losses,
        x_label="step",
        y_label="loss",
        given={"the least for the next token": floor},
    )
    return [learnt, written(student, with_parameters(ref, network, True))]


def written(student: Student, model: Known) -> Images:
    """What the model writes after x y, at three temperatures."""
    starts = echoes(WORDS, 2)[:SENTENCES]
    shown = []
    for heat in HEATS:
        rows = [
            numbers(
                student.generate(model, start.tolist(), LENGTH - 2, number, temperature=heat),
                (LENGTH,),
                "the tokens",
            )
            for number, start in enumerate(starts)
        ]
        shape = (SENTENCES, LENGTH)
        shown.append(image(f"temperature {heat:g}", np.array(rows), shape, low=0, high=WORDS - 1))
    return images(
        shown,
        low=0,
        high=WORDS - 1,
        says="What the GPT writes when it has learnt. A row is a sentence, a shade is a token; "
        "the first two of each are the prompt. What follows is drawn at random, so yours may "
        "differ from the reference's.",
    )


@picture(
    "dependency_matrix",
    try_next="Two layers of causal attention: what would the matrix look like? And a convolution "
    "of three tokens?",
)
def who_depends_on_whom(student: Student, ref: Reference) -> Images:
    """Which tokens a small GPT and a small BERT look at: rows look, columns are looked at."""
    network = begin(4, V=WORDS, L=6)
    shown = []
    for label, causal in (("GPT", True), ("BERT", False)):
        model = with_parameters(ref, network, causal)
        got = student.dependency_matrix(model, np.array([1, 1, 2, 2, 0, 0]), WORDS)
        found = array(got, (6, 6), what="the matrix")
        shown.append(image(label, found.astype(np.float64), (6, 6), low=0, high=1))
    return images(
        shown, low=0, high=1, says="0 where a position does not look, and 1 where it does."
    )


@picture(
    "next_token_distribution",
    try_next="Which temperature gives the second token just the half of the first one's "
    "probability? From which top_p on do four tokens stay?",
)
def how_to_draw(student: Student, ref: Reference) -> Lines:
    """The probabilities of eight tokens, as the settings change them."""
    settings: dict[str, dict[str, float]] = {
        "as they are": {},
        "temperature 0.5": {"temperature": 0.5},
        "temperature 3": {"temperature": 3.0},
        "top_k 3": {"top_k": 3},
        "top_p 0.9": {"top_p": 0.9},
    }
    series = {
        name: student.next_token_distribution(LOGITS, **chosen) for name, chosen in settings.items()
    }
    return lines(range(len(LOGITS)), series, x_label="token", y_label="probability")


@picture(
    "classifier_cost_and_grads",  # and what this uses: forward and backward
    try_next="Begin with a model that has learnt to fill in masked words of such sentences. Does "
    "the frozen one do better now?",
)
def tuned_and_frozen(student: Student, ref: Reference) -> Lines:
    """The cost of classing sentences by their last word: a head alone, and head and model."""
    tokens, classes = last_words(3, 3)
    start = begin(3, V=6, L=4, d=6, k=3)
    costs = {
        name: [cost for cost, _ in tuned(student, start, tokens, classes, steps=12, frozen=frozen)]
        for name, frozen in (("frozen model", True), ("tuned model", False))
    }
    return lines(range(13), costs, x_label="step", y_label="cost")
