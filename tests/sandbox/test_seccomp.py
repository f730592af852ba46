"""The filter's program, read by an interpreter of our own: for both machines, on any machine."""

from __future__ import annotations

import struct

import pytest

from grader.sandbox.inside import seccomp, syscalls

ALLOW, KILL, EPERM, ENOSYS = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026
PID = 4242
machines = pytest.mark.parametrize("machine", syscalls.MACHINES)


def decide(
    rung: str, machine: str, number: int, arguments: tuple[int, ...] = (), arch: int | None = None
) -> int:
    """What the kernel would do with a call."""
    code = seccomp.program(rung, machine, PID)  # type: ignore[arg-type]
    padded = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
    own = syscalls.AUDIT_ARCH[machine] if arch is None else arch
    data = struct.pack("=IIQ6Q", number, own, 0, *(a & (2**64 - 1) for a in padded))
    program = list(struct.iter_unpack("=HBBI", code))
    assert len(program) < 4096
    accumulator = at = 0
    while True:
        operation, if_true, if_false, value = program[at]
        at += 1
        if operation == 0x20:
            (accumulator,) = struct.unpack_from("=I", data, value)
        elif operation == 0x54:
            accumulator &= value
        elif operation == 0x15:
            at += if_true if accumulator == value else if_false
        elif operation == 0x35:
            at += if_true if accumulator >= value else if_false
        elif operation == 0x06:
            return int(value)
        else:
            raise AssertionError(operation)


def call(rung: str, machine: str, name: str, *arguments: int) -> int:
    number = syscalls.number(name, machine)
    assert number is not None
    return decide(rung, machine, number, arguments)


@machines
@pytest.mark.parametrize("rung", ["A", "B", "C"])
def test_every_call_has_a_verdict(machine: str, rung: str) -> None:
    numbers = {syscalls.number(name, machine) for name in seccomp.allowed(rung)}  # type: ignore[arg-type]
    ruled = {syscalls.number(name, machine) for name in seccomp.rules(rung, PID)}  # type: ignore[arg-type]
    for number in set(range(480)) - ruled:
        want = ALLOW if number in numbers else ENOSYS if number >= 424 else EPERM
        assert decide(rung, machine, number) == want, number


@machines
def test_another_table_kills(machine: str) -> None:
    assert decide("A", machine, 0, arch=0x40000003) == KILL
    assert decide("A", machine, 0x40000000) == KILL
    assert decide("A", machine, 0x40000000 + 39) == KILL


@machines
@pytest.mark.parametrize("rung", ["A", "B", "C"])
def test_neither_processes_nor_threads_can_be_made(machine: str, rung: str) -> None:
    thread = 0x3D0F00  # what the C library asks for
    assert call(rung, machine, "clone", thread) == EPERM
    assert call(rung, machine, "clone", 17) == EPERM
    assert call(rung, machine, "clone", thread | 0x00020000) == EPERM
    assert call(rung, machine, "clone", thread | 0x10000000) == EPERM
    assert call(rung, machine, "clone3") == ENOSYS
    assert call(rung, machine, "execve") == EPERM


@machines
@pytest.mark.parametrize("rung", ["A", "B", "C"])
def test_signals_go_to_oneself_only(machine: str, rung: str) -> None:
    for name in ("kill", "tgkill"):
        assert call(rung, machine, name, PID, PID) == ALLOW
        for other in (0, -1, -PID, PID + 1, 1):
            assert call(rung, machine, name, other, PID) == EPERM
    assert call(rung, machine, "prlimit64", 0) == ALLOW
    assert call(rung, machine, "prlimit64", PID + 1) == EPERM


@machines
def test_opening_is_for_reading_at_b_and_refused_at_c(machine: str) -> None:
    cloexec = 0o2000000
    for flags, at_b in ((0, ALLOW), (cloexec, ALLOW), (1, EPERM), (2, EPERM), (0o1000, EPERM)):
        assert call("A", machine, "openat", -100, 0, flags) == ALLOW
        assert call("B", machine, "openat", -100, 0, flags) == at_b
        assert call("C", machine, "openat", -100, 0, flags) == EPERM
    assert call("C", machine, "newfstatat", 3, 0, 0, 0x1000) == ALLOW
    assert call("C", machine, "newfstatat", -100, 0, 0, 0) == EPERM
    for name in ("unlinkat", "mkdirat", "renameat", "truncate", "fchmodat", "utimensat"):
        assert call("A", machine, name) == ALLOW
        assert call("B", machine, name) == EPERM


@machines
def test_the_names_of_the_groups_are_in_the_table(machine: str) -> None:
    for rung in ("A", "B", "C"):
        for name in {*seccomp.allowed(rung), *seccomp.rules(rung, PID)}:  # type: ignore[arg-type]
            syscalls.number(name, machine)


@machines
def test_a_number_stands_for_one_call(machine: str) -> None:
    names = {name for rung in "AB" for name in seccomp.allowed(rung)}  # type: ignore[arg-type]
    numbers = [n for name in names if (n := syscalls.number(name, machine)) is not None]
    assert len(numbers) == len(set(numbers))
