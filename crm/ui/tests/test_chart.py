from crm.ui.chart import Bar, Chart, Series


def chart(*values, names=None):
    series = [Series("Leads", list(values))]
    return Chart("Leads.", names or [str(i) for i in range(len(values))], series)


def test_the_top_is_round_and_above_everything():
    tops = [chart(value).top for value in (0, 1, 3, 4, 84, 7400, 10_000)]
    assert tops == [3, 3, 3, 6, 90, 9000, 15_000]


def test_a_line_goes_from_edge_to_edge():
    assert chart(0, 3).lines == [("M0.0 190.0L100.0 0.0", (100.0, 0.0))]


def test_an_unknown_value_is_a_gap_and_not_a_zero():
    assert chart(3, None, 3).lines == [("M0.0 0.0M100.0 0.0", (100.0, 0.0))]


def test_bars_stand_in_the_middle_of_their_slots():
    assert chart(3, 0).bars == [[Bar(10.0, 0.0, 30.0, 190.0), Bar(60.0, 190.0, 30.0, 0.0)]]
    assert chart(3, 0).slots == [(25.0, "0"), (75.0, "1")]


def test_names_are_so_few_that_they_do_not_touch():
    assert [name for _, name in chart(*range(20)).points] == ["0", "3", "6", "9", "12", "15", "18"]


def test_nothing_is_still_a_chart():
    empty = Chart("Nothing yet.", [], [Series("Leads", [])])
    assert empty.lines == [("", None)]
    assert empty.rows == []
