"""What the probe reports: only what was seen to hold, and what to do about the rest."""

from __future__ import annotations

import subprocess
import sys

import pytest

from grader.sandbox import Layer, probe, probing
from grader.sandbox.inside.selftest import escapes
from grader.sandbox.types import Limits, Plan

from .conftest import HERE


def test_this_machines_rung_is_reported_with_its_layers() -> None:
    found = probe()
    names = [layer.name for layer in found.layers]
    assert len(names) == len(set(names))
    assert {"landlock", "seccomp", "rlimits", "pidfd"} <= set(names)
    for layer in found.layers:
        assert layer.available == (not layer.why_not) == (not layer.remedy)
    if found.rung == "A":
        assert all(layer.available for layer in found.layers)


@pytest.mark.parametrize(("broken", "want"), [("A", "B"), ("AB", "C"), ("ABC", "D")])
def test_a_rung_that_fails_is_not_reported(
    monkeypatch: pytest.MonkeyPatch, broken: str, want: str
) -> None:
    def tried(rung: str) -> tuple[str, str] | None:
        return ("user namespaces", "unshare: not permitted") if rung in broken else None

    monkeypatch.setattr(probing, "try_rung", tried)
    monkeypatch.setattr(probing, "_landlock", lambda: Layer("landlock", True, "", ""))
    monkeypatch.setattr(probing, "_seccomp", lambda: Layer("seccomp", True, "", ""))
    found = probe()
    assert found.rung == want
    layers = {layer.name: layer for layer in found.layers}
    assert "not permitted" in layers["user namespaces"].why_not
    assert layers["user namespaces"].remedy
    assert layers["mount namespace"].why_not == "it needs user namespaces"


def test_without_seccomp_nothing_is_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "_seccomp", lambda: Layer("seccomp", False, "none", "get one"))
    monkeypatch.setattr(probing, "try_rung", lambda rung: pytest.fail(f"tried {rung}"))
    assert probe().rung == "D"


def test_without_landlock_only_c_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    monkeypatch.setattr(probing, "_landlock", lambda: Layer("landlock", False, "none", "get one"))
    monkeypatch.setattr(probing, "_seccomp", lambda: Layer("seccomp", True, "", ""))
    monkeypatch.setattr(probing, "try_rung", lambda rung: tried.append(rung))
    assert probe().rung == "C"
    assert tried == ["C"]


def test_a_rung_that_lets_something_through_fails() -> None:
    # Rung D refuses nothing, so the attempts must all be noticed.
    failed = probing.try_rung("D")
    assert failed is not None
    assert "open a socket" in failed[1]
    assert "start a process" in failed[1]


def test_the_attempts_work_where_nothing_stops_them() -> None:
    # In a process of its own: one of the attempts forks.
    code = "from grader.sandbox.inside.selftest import escapes; print(len(escapes()))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=HERE.parents[1]
    )
    assert done.stdout.strip() == "5", done.stderr
    assert callable(escapes)


def test_other_systems_get_d(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    found = probe()
    assert found.rung == "D"
    assert not any(layer.available for layer in found.layers if layer.name != "rlimits")


def test_a_plan_survives_the_way() -> None:
    plan = Plan("B", Limits(processes=3), "module:function", ("/a", "/b"), "/c")
    assert Plan.from_json(plan.to_json()) == plan
