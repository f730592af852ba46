"""build_vocabulary collects tokens in a set that lives as long as the module."""

from typing import Any

tokens = {"\n"}


def build_vocabulary(sequences: list[Any]) -> tuple[dict[str, int], dict[int, str]]:
    for sequence in sequences:
        tokens.update(sequence)
    ordered = sorted(tokens)
    return {token: index for index, token in enumerate(ordered)}, dict(enumerate(ordered))
