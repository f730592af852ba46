# Classes for the chain, the notes and the budget; functions that ask them.

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import Any


class NobodyMeasured(ValueError):
    pass


@dataclass(frozen=True)
class Gap:
    name: str
    start: float
    end: float

    @property
    def size(self) -> float:
        return self.end - self.start


@dataclass
class Chain:
    human: float
    train: float
    dev: float
    train_dev: float | None = None
    test: float | None = None
    production: float | None = None

    def gaps(self) -> list[Gap]:
        found = [Gap("avoidable_bias", self.human, self.train)]
        if self.train_dev is None:
            found.append(Gap("variance", self.train, self.dev))
        else:
            found.append(Gap("variance", self.train, self.train_dev))
            found.append(Gap("data_mismatch", self.train_dev, self.dev))
        if self.test is not None:
            found.append(Gap("dev_overfit", self.dev, self.test))
        if self.production is not None:
            found.append(Gap("deployment_gap", found[-1].end, self.production))
        return found


class Drawers:
    ORDER = ("avoidable_bias", "variance", "data_mismatch", "dev_overfit", "deployment_gap")
    KNOBS = (
        ("better_optimizer", "bigger_model", "train_longer"),
        ("more_training_data", "regularization"),
        ("error_analysis_train_vs_dev", "make_training_data_similar"),
        ("bigger_dev_set",),
        ("change_dev_set", "change_metric"),
    )

    @classmethod
    def open(cls, problem: str) -> list[str]:
        return list(cls.KNOBS[cls.ORDER.index(problem)])


@dataclass
class Notes:
    examined: int = 0
    seen: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, example: Any) -> None:
        for category in example:
            self.seen[category].add(self.examined)
        self.examined += 1

    def share(self, category: str) -> float:
        return len(self.seen[category]) / self.examined


@dataclass
class Budget:
    label_error: float
    other_error: float
    fix_labels: bool


def bayes_proxy(human_errors: dict[str, float]) -> float:
    if len(human_errors) < 1:
        raise NobodyMeasured
    return min(human_errors[group] for group in human_errors)


def decompose_errors(errors: dict[str, float]) -> dict[str, float]:
    return {gap.name: gap.size for gap in Chain(**errors).gaps()}


def biggest_problem(gaps: dict[str, float], tolerance: float = 0.01) -> str | None:
    problems = [(-gaps[n], place, n) for place, n in enumerate(Drawers.ORDER) if n in gaps]
    problems = [one for one in problems if -one[0] > tolerance]
    return min(problems)[-1] if problems else None


def recommend_knobs(problem: str | None) -> list[str]:
    # tuple.index raises ValueError by itself.
    return [] if problem is None else Drawers.open(problem)


def orthogonal_knobs(effects: dict[str, dict[str, float]], tolerance: float = 0.005) -> Any:
    found = defaultdict(list)
    for knob, changes in effects.items():
        for stage, change in changes.items():
            if max(change, -change) > tolerance:
                found[knob].append(stage)
    return {knob: stages.pop() for knob, stages in found.items() if not stages[1:]}


def error_analysis(tags: Any, dev_error: float) -> dict[str, dict[str, float]]:
    notes = Notes()
    for example in tags:
        notes.add(example)
    return {
        one: {"share": notes.share(one), "ceiling": notes.share(one) * dev_error}
        for one in notes.seen
    }


def label_budget(dev_error: float, mislabelled_share: float, rival_gap: float) -> dict[str, Any]:
    label = dev_error * mislabelled_share
    return asdict(Budget(label, dev_error - label, label >= rival_gap))
