"""How a rule says no: in a sentence a person can read."""


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """The rule will not do this, and has changed nothing.

    `field` names what the person should look at; `status` is the HTTP status the API
    answers with (409 unless the rule knows better: 412 stale, 422 malformed, 404 unseen).
    """

    def __init__(self, message: str, *, field: str | None = None, status: int = 409) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.status = status


class Stale(Refusal):
    """Somebody else changed the row since this person read it."""

    def __init__(self, message: str, *, field: str = "version") -> None:
        super().__init__(message, field=field, status=412)
