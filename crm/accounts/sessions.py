"""Django's sessions in the database, for keys that could be one."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key: str | None) -> bool:
        """A cookie may hold anything, NUL too, which the database refuses to look for."""
        return bool(super()._validate_session_key(key)) and str(key).isalnum()  # type: ignore[misc]
