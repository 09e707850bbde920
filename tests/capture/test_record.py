"""A phone's record behaves as a table of attempts would, in constant space."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from capture.state.record import Record


@given(begin=st.integers(1, 5), steps=st.lists(st.tuples(st.booleans(), st.integers(0, 3))))
def test_a_record_counts_as_a_table_would(begin: int, steps: list[tuple[bool, int]]) -> None:
    record, table, last = Record(begin, begin - 1), {}, begin - 1
    for retake, by in steps:
        index = max(begin, last - by) if retake and last >= begin else last + 1 + by
        table[index] = table.get(index, 0) + 1
        last = max(last, index)
        record.done(index, table[index])
    assert record.last == last
    assert all(record.attempt(index) == table.get(index, 0) for index in range(1, last + 5))
    assert Record.of(record.begin, record.last, record.attempts) == record
    table_of_all = {index: table.get(index, 0) for index in range(begin, last + 1)}
    assert Record.of(begin, last, table_of_all) == record


def test_only_what_is_unusual_takes_space() -> None:
    record = Record(1, 0)
    for index in range(1, 10_508):
        record.done(index, 1)
    record.done(17, 2)
    assert record.attempts == {17: 2}


def test_a_copy_with_further_photos_leaves_the_record_as_it_is() -> None:
    record = Record(5, 7)
    assert record.after([(8, 1), (6, 2)]) == Record(5, 8, {6: 2})
    assert record == Record(5, 7)
