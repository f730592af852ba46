"""build_vocabulary writes END into the list of sequences."""

from typing import Any

END = "\n"


def build_vocabulary(sequences: list[Any]) -> tuple[dict[str, int], dict[int, str]]:
    sequences.append([END])
    ordered = sorted({token for sequence in sequences for token in sequence})
    return {token: index for index, token in enumerate(ordered)}, dict(enumerate(ordered))
