"""What is wrong with a condition, and where inside it."""

from dataclasses import dataclass

from crm.lib.refusal import Refusal

ECHO = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. `path` leads to it from the condition's root: `all[2].any[0].value`."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class InvalidCondition(Refusal, ValueError):  # noqa: N818 - a refusal is an answer
    """The condition cannot be asked. Also a ValueError, so that a Pydantic field names it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(str(problems[0]), field=problems[0].path or "condition", status=422)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "; ".join(map(str, self.problems))


class Unfit(ValueError):  # noqa: N818 - caught and told, never an accident
    """A value will not do; `inside` leads to the part of it that is wrong."""

    def __init__(self, message: str, inside: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.inside = inside


def shown(given: object) -> str:
    """What somebody sent, short and safe to print back at them."""
    if isinstance(given, int) and abs(given) >= 10**ECHO:
        return "“a very large number”"  # Python itself refuses to print the longest ones
    text = str(given) if isinstance(given, str | int | float) else type(given).__name__
    text = text[: ECHO + 1].encode("utf-8", "replace").decode().replace("\0", "?")
    return f"“{text[:ECHO]}…”" if len(text) > ECHO else f"“{text}”"
