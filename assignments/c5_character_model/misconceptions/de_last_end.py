"""decode looks for END from behind."""

END = "\n"


def decode(indices: list[int], ix_to_token: dict[int, str]) -> list[str]:
    tokens = [ix_to_token[index] for index in indices]
    if END not in tokens:
        return tokens
    return tokens[: len(tokens) - 1 - tokens[::-1].index(END)]
