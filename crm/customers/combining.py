"""What a merge does with rows it may not simply move.

Rows that point to a customer by a foreign key go along by themselves. A table says here when
the survivor may hold only one of a kind, or when its rows belong to the record as it was.
A test fails for a table that holds a customer's id and is covered by neither.
"""

_stays: dict[str, str] = {}
EVERYTHING = "true"


def one_each(table: str, *kinds: tuple[str, ...]) -> None:
    """The survivor's own row wins over the loser's of the same kind, which stays behind.

    A kind is a set of columns; without any, the table has one row (or one history) a customer.
    """
    same = [
        " AND ".join(f"theirs.{column} = held.{column}" for column in columns) for columns in kinds
    ]
    alike = " OR ".join(f"({one})" for one in same) or EVERYTHING
    _stays[table] = (
        f"EXISTS (SELECT FROM {table} theirs WHERE theirs.customer_id = %(survivor)s AND ({alike}))"
    )


def stay(table: str) -> None:
    """The rows tell of the record as it was, and are read through `Customer.records`."""
    _stays[table] = EVERYTHING


def stays(table: str) -> str:
    """The SQL condition on a row `held` under which it stays with the loser."""
    return _stays.get(table, "false")


def is_registered(table: str) -> bool:
    return table in _stays


one_each("customer_contact_points", ("kind", "value"))
one_each("customer_access", ("branch_id",), ("staff_id",))
stay("customer_duplicates")
stay("customer_merges")
stay("activity_events")
