"""The way in for systems where a socket cannot be passed on: a port and a token."""

from __future__ import annotations

import socket
import sys

import pytest

from grader.errors import SandboxFailed
from grader.sandbox import Limits, cold, start
from grader.sandbox.types import Plan

from .conftest import HERE, run

PLAN = Plan("D", Limits(), "snippets:serve", (str(HERE),), start.numpy_home())


def test_a_worker_connects_back_with_its_token() -> None:
    starter = cold.ColdStarter(PLAN, tcp=True)
    try:
        with starter.collect() as worker:
            assert run(worker, "result = 4") == 4
            assert worker.stdout is None
            assert run(worker, "import sys; result = sys.stdin.read()") == ""
    finally:
        starter.close()


def test_a_stranger_on_the_port_is_turned_away() -> None:
    starter = cold.ColdStarter(PLAN, tcp=True)
    starter.request()
    asked = starter._asked
    assert asked is not None
    assert asked.listener is not None
    try:
        with socket.create_connection(asked.listener.getsockname()) as stranger:
            stranger.sendall(bytes(cold.TOKEN_BYTES))
            with starter.collect() as worker:
                assert run(worker, "result = 5") == 5
            stranger.settimeout(5)
            assert stranger.recv(1) == b""
    finally:
        starter.close()


def test_one_that_never_connects_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cold, "_CONNECT_SECONDS", 0.2)
    monkeypatch.setattr(sys, "executable", "/bin/true")
    starter = cold.ColdStarter(PLAN, tcp=True)
    with pytest.raises(SandboxFailed, match="grade doctor"):
        starter.collect()
