"""Small cells: none is shown, and none can be found by subtraction along any line."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from wolaiban.statistics.cells import OTHERS, merged

LIMIT = 10
ONE = st.dictionaries(st.tuples(st.sampled_from("abcdefgh")), st.integers(0, 30), max_size=8)
TWO = st.dictionaries(st.tuples(st.sampled_from("1234"), st.sampled_from("abcde")), st.integers(0, 30), max_size=20)


def sums(sizes: dict, labels: dict) -> dict:
    found: dict = defaultdict(list)
    for cell, label in labels.items():
        found[label].append(sizes[cell])
    return found


def test_a_small_one_takes_the_next_smallest_with_it():
    assert merged({("a",): 6, ("b",): 40, ("c",): 12}, LIMIT) == {("a",): (OTHERS,), ("b",): ("b",), ("c",): (OTHERS,)}


def test_small_ones_that_hide_each_other_take_none():
    labels = merged({("a",): 6, ("b",): 5, ("c",): 12}, LIMIT)
    assert labels[("c",)] == ("c",)


def test_nothing_small_merges_nothing():
    assert merged({("a",): 10, ("b",): 11}, LIMIT) == {("a",): ("a",), ("b",): ("b",)}
    assert merged({}, LIMIT) == {}


def test_what_another_line_would_tell_is_hidden_too():
    """Water has 12 in May and 6 in June, and 18 in the year: May less the year would tell June."""
    sizes = {
        ("5", "water"): 12,
        ("5", "road"): 30,
        ("5", "park"): 20,
        ("6", "water"): 6,
        ("6", "road"): 30,
        ("6", "park"): 15,
    }
    labels = merged(sizes, LIMIT)
    assert labels[("5", "water")] == ("5", OTHERS)
    assert labels[("6", "water")] == labels[("6", "park")] == ("6", OTHERS)


def test_a_month_too_small_to_name_shows_no_unit_of_its_own():
    labels = merged(
        {("5", "a"): 3, ("5", "b"): 3, ("6", "a"): 20, ("6", "b"): 20, ("7", "a"): 50, ("7", "b"): 60}, LIMIT
    )
    assert {label[0] for cell, label in labels.items() if cell[0] in "56"} == {OTHERS}
    assert labels[("7", "a")] == ("7", "a")


@given(ONE)
def test_every_sum_is_large_or_all_there_is(sizes: dict):
    for members in sums(sizes, merged(sizes, LIMIT)).values():
        assert sum(members) >= LIMIT or len(members) == sum(1 for size in sizes.values() if size)


@given(ONE)
def test_no_line_leaves_a_small_one_alone(sizes: dict):
    for label, members in sums(sizes, merged(sizes, LIMIT)).items():
        if label == (OTHERS,):
            assert len(members) >= 2 or len([size for size in sizes.values() if size]) == 1


@given(TWO)
def test_no_line_of_a_table_gives_a_hidden_cell_back(sizes: dict):
    """In each row and column either nothing is hidden, or two or more cells, or all of them."""
    labels = merged(sizes, LIMIT)
    if any(label[0] == OTHERS for label in labels.values()):
        return  # rows were pooled first: the test above of a small month covers them
    for part in (0, 1):
        lines: dict = defaultdict(list)
        for cell, label in labels.items():
            lines[cell[1 - part]].append((sizes[cell], label == cell))
        for line in lines.values():
            hidden = [size for size, named in line if not named]
            assert not hidden or len(hidden) == len(line) or (len(hidden) >= 2 and sum(hidden) >= LIMIT)


@given(TWO)
def test_nothing_is_lost_and_nothing_small_is_named(sizes: dict):
    labels = merged(sizes, LIMIT)
    assert set(labels) == {cell for cell, size in sizes.items() if size}
    assert all(label != cell or sizes[cell] >= LIMIT for cell, label in labels.items())
