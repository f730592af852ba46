"""What stays in the worker: objects that cannot cross, and replies that later requests name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.worker.frames import MOST_RETURNED, Payload, parse_own
from grader.worker.wire import Encoder, Tag, Unsendable, decode

MOST_TEXT = 500
MOST_NAME = 60
# Entries of a list that are tried one by one, and how deep lists of lists are.
MOST_ENTRIES = 100
MOST_LISTS = 1
LIST, TUPLE, HANDLE = Tag.LIST.value, Tag.TUPLE.value, Tag.HANDLE.value

Packed = tuple[Any, list[bytes]]


class Objects:
    """The objects that stay in the worker; the checker holds their numbers."""

    def __init__(self, ask: Callable[[Any, Any, Any], Any]) -> None:
        self._kept: list[Any] = []
        self._ask = ask
        self.results = EarlierReplies()

    def pack(self, value: Any) -> list[Any]:
        """Keep an object and tell the checker its number and the name of its class."""
        self._kept.append(value)
        return [HANDLE, len(self._kept) - 1, _description(value)]

    def keep(self, value: Any) -> int:
        """The number under which an object that also crosses by value is kept."""
        self._kept.append(value)
        return len(self._kept) - 1

    def unpack(self, tagged: list[Any]) -> Any:
        """The object of a number, a function that calls back, or a part of an earlier result."""
        _, number, *path = tagged
        if tagged[0] == Tag.HANDLE:
            return self._kept[number]
        if tagged[0] == Tag.RESULT:
            return decode(self.results.tree(number, path), self, writable=True)
        return self.callback(number)

    def packed(self, value: Any) -> Packed:
        """What a call returned, as it goes over the wire."""
        encoder = Encoder(self, MOST_RETURNED)
        try:
            tree = encoder.pack(value)
        except Unsendable as fault:
            encoder = Encoder(self, MOST_RETURNED)
            tree = self._in_parts(encoder, value, fault)
        return tree, encoder.blobs

    def _in_parts(self, encoder: Encoder, value: Any, fault: Unsendable, depth: int = 0) -> Any:
        """A value that cannot cross: only those of its entries that are why stay here.

        A cache may be of any form, for nobody but the student's own code reads it.
        """
        kind = type(value)
        if kind not in (list, tuple) or len(value) > MOST_ENTRIES or depth > MOST_LISTS:
            return self._left(value, fault)
        tree: list[Any] = [LIST if kind is list else TUPLE]
        for entry in value:
            try:
                tree.append(encoder.attempt(entry, depth + 1))
            except Unsendable as its_fault:
                tree.append(self._in_parts(encoder, entry, its_fault, depth + 1))
        return tree

    def _left(self, value: Any, fault: Unsendable) -> list[Any]:
        return [HANDLE, self.keep(value), str(fault)]

    def callback(self, target: Any) -> Callable[..., Any]:
        """A function that runs in the checker."""

        def call(*args: Any, **kwargs: Any) -> Any:
            return self._ask(target, args, kwargs)

        call.__name__ = call.__qualname__ = str(target)
        return call


def _description(value: Any) -> str:
    name = class_name(type(value))
    name = "".join(c for c in name if c.isidentifier() or c.isdigit())[:MOST_NAME]
    if issubclass(type(value), np.ndarray):  # isinstance would ask the value's own __class__
        return f"an array of dtype {np.ndarray.dtype.__get__(value).char}"
    return f"an object of class {name}"


def class_name(kind: type) -> str:
    """The class's own name: a metaclass of the student's may answer for its classes."""
    name: str = type.__dict__["__name__"].__get__(kind)
    return name


def error_text(fault: BaseException) -> str:
    """The exception's text, shortened."""
    try:
        # What is no Unicode could not be sent.
        return str(fault)[:MOST_TEXT].encode("utf-8", "backslashreplace").decode()
    except BaseException as other:  # noqa: BLE001 (an exception's own __str__ is student code)
        return f"(its text raised {type(other).__name__[:MOST_NAME]})"


class EarlierReplies:
    """The worker's replies that later requests name: as they were sent, not as they are now."""

    def __init__(self) -> None:
        self._number = 0
        self._kept: dict[int, tuple[int, Payload]] = {}

    def begin(self) -> None:
        """A request begins: what nobody names any more goes."""
        self._number += 1
        for number, (last, _) in [*self._kept.items()]:
            if last < self._number:
                del self._kept[number]

    def keep(self, reply: Payload, more: int) -> None:
        """Keep the reply to this request for so many more."""
        self._kept[self._number] = self._number + more, reply

    def tree(self, back: int, path: list[Any]) -> Any:
        """The part of an earlier reply as the checker would send it; raises `LookupError`."""
        _, reply = self._kept.get(self._number - back, (0, None))
        if reply is None:
            raise LookupError("that call gave no value")
        body, _, data = reply
        tree = parse_own(data[:body], data[body:])[1]
        for step in path:
            tree = _inside(tree, step)
        return _sent_back(tree)


def _inside(tree: Any, step: Any) -> Any:
    while type(tree) is list and tree[0] == Tag.KEPT:
        tree = tree[2]
    tag, *items = tree if type(tree) is list else [None]
    if type(step) is int and tag in (Tag.LIST, Tag.TUPLE) and step < len(items):
        return items[step]
    if type(step) is str and tag == Tag.DICT:
        for key, item in zip(items[::2], items[1::2], strict=True):
            if type(key) is str and key == step:
                return item
    raise LookupError("the value has no such part")


def _sent_back(tree: Any) -> Any:
    """What was the student's own object is sent by its number."""
    if type(tree) is not list:
        return tree
    if tree[0] == Tag.KEPT:
        return [Tag.HANDLE.value, tree[1]]
    if tree[0] in (Tag.LIST, Tag.TUPLE, Tag.DICT):
        return [tree[0], *map(_sent_back, tree[1:])]
    return tree
