from crm.lib.ids import uuid7


def test_ids_are_version_7_and_different():
    ids = {uuid7() for _n in range(1000)}
    assert len(ids) == 1000
    assert {one.version for one in ids} == {7}
    assert {one.variant for one in ids} == {"specified in RFC 4122"}


def test_later_ids_sort_later_across_milliseconds(monkeypatch):
    monkeypatch.setattr("time.time_ns", lambda: 1_700_000_000_000_000_000)
    first = uuid7()
    monkeypatch.setattr("time.time_ns", lambda: 1_700_000_000_001_000_000)
    assert first < uuid7()
