"""Who is the same person in the queue."""

from uuid import UUID

from crm.integrations.models import Approval
from crm.integrations.queue import grouped

HERE, THERE = UUID(int=1), UUID(int=2)


def sent(name, branch=HERE, **more):
    return Approval(name=name, branch_id=branch, **more)


def names(approvals):
    return [[approval.name for approval in group] for group in grouped(approvals)]


def test_an_email_a_phone_or_a_number_over_there_ties_together():
    assert names(
        [
            sent("a", email="jo@example.com"),
            sent("b", phone="+447700900123"),
            sent("c", external_user="7"),
            sent("d", email="jo@example.com", external_user="8"),
            sent("e", phone="+447700900123"),
            sent("f", external_user="7"),
        ]
    ) == [["a", "d"], ["b", "e"], ["c", "f"]]


def test_one_that_shares_with_two_makes_them_one():
    assert names(
        [
            sent("a", email="jo@example.com"),
            sent("b", phone="+447700900123"),
            sent("c", email="jo@example.com", phone="+447700900123"),
            sent("d", phone="+447700900123"),
        ]
    ) == [["a", "c", "b", "d"]]


def test_nothing_in_common_and_other_branches_stay_apart():
    assert names([sent("a"), sent("b")]) == [["a"], ["b"]]
    assert names([sent("a", email="x@y.z"), sent("b", THERE, email="x@y.z")]) == [["a"], ["b"]]
