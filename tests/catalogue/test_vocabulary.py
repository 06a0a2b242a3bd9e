"""The words that scripts and partners build on."""

from __future__ import annotations

from wolaiban.catalogue import vocabulary
from wolaiban.catalogue.service import CONTRACT_STATES

VERBS = """register respond classify dispatch sign return_back redispatch pause resume extend grant_extension
    refuse_extension talk answer close call_back rate reopen withdraw decline merge join supervise delegate recount
    correct note hand_over"""
RATINGS = "very_satisfied satisfied basically_satisfied dissatisfied very_dissatisfied"


def test_the_verbs_are_the_contract() -> None:
    assert list(vocabulary.VERBS) == VERBS.split()
    assert set(vocabulary.VERBS) >= vocabulary.EFFECTS


def test_the_states_are_the_contract() -> None:
    assert tuple(vocabulary.CONTRACT_STATES) == CONTRACT_STATES


def test_the_first_three_ratings_count_as_satisfied() -> None:
    assert list(vocabulary.RATINGS) == RATINGS.split()
    assert tuple(RATINGS.split()[:3]) == vocabulary.SATISFIED


def test_every_word_has_both_languages() -> None:
    for table, labels in {**vocabulary.WORDS, "yes_no": vocabulary.YES_NO}.items():
        for code, words in labels.items():
            assert words["zh"] and not words["zh"].isascii(), f"{table}.{code}"
            assert words["en"] and words["en"].isascii(), f"{table}.{code}"
