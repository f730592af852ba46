"""All that shows a submission's own words is done before any of its workers gets hidden inputs."""

import pytest

from grader.calls import callbacks
from grader.marking import exercise as one_exercise
from grader.marking import shrink
from grader.marking.ahead import Talk
from grader.marking.follow_through import MOST_RESTING
from grader.marking.gallery import TOGETHER, Gallery
from grader.marking.marker import Marker
from grader.sandbox import Worker
from grader.submissions import Submission

SLUG = "c1_logistic_regression"
# Right on the public check's inputs alone: what is wrong is found by hidden checks only.
SIGMOID = """
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    return 1 / (1 + np.exp(-np.clip(z, -700, 700))) + 0.1 * (z.ndim == 2 and len(z) == 1)
"""
SOURCES = {
    "right": "",
    "wrong in hidden checks only": SIGMOID,
    "wrong": "def sigmoid(z):\n    return np.tanh(z)",
    "raises": "def propagate(w, b, X, Y):\n    raise ValueError('no')",
    "a stub": "def sigmoid(z):\n    raise NotImplementedError",
    "dies": "def optimize(*args, **kwargs):\n    import os\n    os._exit(3)",
    "remembers": """
KEPT = []
def predict(w, b, X):
    KEPT.append(X)
    return np.full((1, np.shape(X)[1]), float(len(KEPT)))
""",
}


@pytest.fixture
def marker(prepared, sandbox):
    # What mends a function is looked for after all this, and shows none of its words.
    return Marker(prepared, sandbox, Gallery(prepared), mends=False)


@pytest.fixture
def mark(marker, with_function):
    def marked(text):
        source = with_function(text)
        return marker.mark(Submission(student="ada", assignment=SLUG, source=source))

    return marked


@pytest.fixture
def order(monkeypatch):
    """For each time that a worker is given a check's inputs, planned or not: is it public?"""
    seen = []

    def noting(attempt):
        def noted(check, *args, **kwargs):
            seen.append((check.public, check.exercise))
            return attempt(check, *args, **kwargs)

        return noted

    for module in (one_exercise, shrink):
        monkeypatch.setattr(module, "attempt", noting(module.attempt))
    send = Talk.send

    def sent(self, prepared):
        seen.append((prepared.check.public, prepared.check.exercise))
        send(self, prepared)

    monkeypatch.setattr(Talk, "send", sent)
    return seen


@pytest.mark.parametrize("kind", SOURCES)
def test_every_public_check_and_picture_comes_before_any_hidden_check(kind, mark, order):
    report = mark(SOURCES[kind])
    assert report.status == "graded"
    public = [public for public, _ in order]
    assert public == sorted(public, reverse=True)
    assert public[0]
    assert not public[-1]
    assert any(exercise == TOGETHER for _, exercise in order)


def test_who_uses_what_only_hidden_checks_find_wrong_pays_for_nothing(mark):
    report = mark(SIGMOID)
    exercises = {one.name: one for one in report.exercises}
    assert exercises["sigmoid"].score < exercises["sigmoid"].max_score
    assert {check.verdict for check in exercises["sigmoid"].checks if check.public} == {"passed"}
    for name in ("propagate", "optimize", "mse_propagate", "predict"):
        one = exercises[name]
        assert one.score == one.max_score, name
        assert "sigmoid" in one.replaced
    # It is not said that the reference stood in for more than that.
    assert exercises["propagate"].replaced == ("sigmoid",)


def noting(method, seen):
    """The same method of a worker, which notes its pid."""

    def noted(self, **how):
        seen.append(self.pid)
        return method(self, **how)

    return noted


def test_an_exercise_s_worker_stands_still_between_the_two_rounds(mark, monkeypatch):
    paused, resumed, killed = [], [], []
    for name, seen in (("pause", paused), ("resume", resumed), ("kill", killed)):
        monkeypatch.setattr(Worker, name, noting(getattr(Worker, name), seen))
    report = mark("")
    assert report.score == report.max_score
    assert len(paused) > 5
    assert set(resumed) == set(paused)
    # One each, and one for the pictures.
    assert len(set(killed)) == len(report.exercises) + 1


def test_what_is_printed_in_both_rounds_is_kept(mark):
    said = mark("""
def predict(w, b, X):
    print("given", np.shape(X))
    return (sigmoid(w.T @ X + b) > 0.5) * 1.0
""").output
    assert said.count("given") > 3


def test_workers_that_hold_much_are_not_kept(mark, monkeypatch):
    monkeypatch.setattr(Worker, "memory", lambda _: MOST_RESTING // 2 + 1)
    report = mark("")
    assert report.score == report.max_score


def test_a_function_may_remember_its_public_checks(mark, monkeypatch):
    """The worker that comes after the pause is the one before it."""
    # What is shown of a smaller input comes from a worker of its own.
    monkeypatch.setattr(shrink.Shrinker, "smaller", lambda _, __, ___, result: result)
    told = mark("""
SEEN = []
def propagate(w, b, X, Y):
    SEEN.append(1)
    if len(SEEN) < 3:
        raise ValueError(f"call {len(SEEN)}")
    raise ValueError("later")
""")
    exercise = next(one for one in told.exercises if one.name == "propagate")
    raised = [check.raised for check in exercise.checks if check.verdict == "errored"]
    assert "ValueError: call 1" in raised
    assert "ValueError: later" in raised


def test_a_question_of_hidden_checks_is_answered_anew_in_public_ones(mark, marker, monkeypatch):
    """Else the next student's public check could read, by the time, what was asked."""
    computed = []
    known = callbacks.Answerer._computed

    def noted(self, message, arrays, question, within):
        computed.append((marker._remembered.answers.hidden, question))
        return known(self, message, arrays, question, within)

    monkeypatch.setattr(callbacks.Answerer, "_computed", noted)
    asking = """
def sigmoid(z):
    raise NotImplementedError

CALLS = []
def propagate(w, b, X, Y):
    CALLS.append(1)
    if len(CALLS) in {times}:
        sigmoid(0.125)
"""
    mark(asking.format(times="range(40, 999)"))
    # Whatever asks 0.125 knows it when hidden inputs are about, and not before.
    in_hidden = {question for hidden, question in computed if hidden and question}
    assert len(in_hidden) > 1
    computed.clear()
    mark(asking.format(times="range(40, 999)"))
    assert not [question for _, question in computed if question]
    mark(asking.format(times="[1]"))
    assert len({question for hidden, question in computed if not hidden} & in_hidden) == 1
    computed.clear()
    mark(asking.format(times="[1]"))
    assert not [question for _, question in computed if question]
