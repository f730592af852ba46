# expect: error_analysis loses
"""Each ceiling is of the error that the larger categories leave."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Optional


@dataclass(frozen=True)
class Link:
    error: str
    gap: Optional[str]
    knobs: tuple[str, ...] = ()


class Chain:
    def __init__(self, *links: Link) -> None:
        self.links = links

    def __iter__(self) -> Iterator[Link]:
        return iter(self.links)

    @property
    def gaps(self) -> list[str]:
        return [link.gap for link in self if link.gap is not None]

    def measured(self, errors: Mapping[str, float]) -> Chain:
        return Chain(*(link for link in self if link.error in errors))

    def drawer(self, gap: str) -> tuple[str, ...]:
        for link in self:
            if link.gap is not None and link.gap == gap:
                return tuple(sorted(link.knobs))
        raise ValueError(f"{gap!r} is none of {self.gaps}")


CHAIN = Chain(
    Link("human", None),
    Link("train", "avoidable_bias", ("train_longer", "bigger_model", "better_optimizer")),
    Link("train_dev", "variance", ("regularization", "more_training_data")),
    Link("dev", "data_mismatch", ("make_training_data_similar", "error_analysis_train_vs_dev")),
    Link("test", "dev_overfit", ("bigger_dev_set",)),
    Link("production", "deployment_gap", ("change_metric", "change_dev_set")),
)


@dataclass
class NoteBook:
    examined: int = 0
    seen: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def read(self, categories: Sequence[str]) -> None:
        for category in categories:
            self.seen[category].add(self.examined)
        self.examined += 1

    def share(self, category: str) -> float:
        return len(self.seen[category]) / self.examined


class Analysis(dict):
    """A dict that knows how to look."""


def bayes_proxy(human_errors: Mapping[str, float]) -> float:
    try:
        best, *_ = sorted(human_errors.values())
    except ValueError:
        raise ValueError("nobody was asked") from None
    return best


def decompose_errors(errors: Mapping[str, float]) -> dict[str, float]:
    gaps: OrderedDict[str, float] = OrderedDict()
    before, *links = CHAIN.measured(errors)
    for link in links:
        name = link.gap
        if link.error == "dev" and before.error == "train":
            name = "variance"
        gaps[name] = errors[link.error] - errors[before.error]
        before = link
    return gaps


def biggest_problem(gaps: Mapping[str, float], tolerance: float = 0.01) -> Optional[str]:
    candidates = [name for name in CHAIN.gaps if name in gaps and gaps[name] > tolerance]
    candidates.sort(key=gaps.get, reverse=True)
    return candidates[0] if candidates else None


def recommend_knobs(problem: Optional[str]) -> tuple[str, ...]:
    return () if problem is None else CHAIN.drawer(problem)


def orthogonal_knobs(effects: Mapping[str, Mapping[str, float]], tolerance: float = 0.005) -> dict[str, str]:
    found = Analysis()
    for knob, changes in effects.items():
        try:
            (stage,) = (stage for stage, change in changes.items() if abs(change) > tolerance)
        except ValueError:
            continue
        found[knob] = stage
    return found


def error_analysis(tags, dev_error):
    found, left = {}, dev_error
    names = {c for example in tags for c in example}
    shares = {c: sum(c in example for example in tags) / len(tags) for c in names}
    for category in sorted(names, key=lambda c: -shares[c]):
        found[category] = {"share": shares[category], "ceiling": left * shares[category]}
        left -= left * shares[category]
    return found


def label_budget(dev_error: float, mislabelled_share: float, rival_gap: float) -> dict[str, float | bool]:
    budget = Analysis(label_error=mislabelled_share * dev_error)
    budget["other_error"] = dev_error - budget["label_error"]
    budget["fix_labels"] = int(not budget["label_error"] < rival_gap)
    return budget
