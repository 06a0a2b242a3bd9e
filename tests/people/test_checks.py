"""What people type about themselves, and what is kept of it."""

import pytest

from wolaiban.lib.words import Refusal
from wolaiban.people import checks
from wolaiban.people.masking import mask_email, mask_identity, mask_name, mask_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13812345678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        ("0086 13812345678", "13812345678"),
        ("0573-85012345", "0573-85012345"),
        ("（0573）85012345", "0573-85012345"),
        ("057385012345", "0573-85012345"),
        ("+86 573 8501 2345", "0573-85012345"),
        ("010 6601 2345", "010-66012345"),
        ("+86 10 66012345", "010-66012345"),
        ("021-62345678", "021-62345678"),
        ("0573-85012345转801", "0573-85012345-801"),
        ("0573-85012345-801", "0573-85012345-801"),
        ("0573 85012345 ext. 8", "0573-85012345-8"),
        ("0573-85012345 分机 12", "0573-85012345-12"),
        ("400-123-4567", "400-123-4567"),
        ("+31 20 123 4567", "+31201234567"),
        ("0031201234567", "+31201234567"),
        ("+852 2123 4567", "+85221234567"),
    ],
)
def test_a_phone_number_is_kept_in_one_form(typed, kept):
    assert checks.phone(typed) == kept
    assert checks.phone(kept) == kept


@pytest.mark.parametrize(
    "typed", ["12812345678", "1381234567", "138123456789", "+8612812345678", "電話", "", "+12", "0100-1234567", "110"]
)
def test_a_wrong_phone_number_is_refused_in_both_languages(typed):
    with pytest.raises(Refusal) as refused:
        checks.phone(typed)
    assert "请填" in refused.value.zh
    assert "Give" in refused.value.words("en-GB")


def test_a_landline_without_area_code_is_told_so():
    with pytest.raises(Refusal, match="缺区号"):
        checks.phone("85012345")


# 91330000 and so on: made up for the test, with the check character computed by GB 32100.
@pytest.mark.parametrize("typed", ["91330482MA00000X0E", "9133 0482 ma00000x0e"])
def test_a_credit_code_is_kept_in_capitals(typed):
    from stdnum.cn import uscc

    base = "91330482MA00000X0"
    right = base + uscc.calc_check_digit(base)
    assert checks.credit_code(typed[:-1] + right[-1].lower()) == right


@pytest.mark.parametrize(
    ("typed", "says"),
    [("91330482MA00000X", "18 位"), ("91330482MA00000X00", "校验位|只含"), ("IO330482MA00000X00", "只含|校验位")],
)
def test_a_wrong_credit_code_says_what_to_do(typed, says):
    with pytest.raises(Refusal, match=says) as refused:
        checks.credit_code(typed)
    assert "营业执照" in refused.value.zh


def test_one_wrong_character_is_always_found():
    from stdnum.cn import uscc

    base = "91330482MA00000X0"
    right = base + uscc.calc_check_digit(base)
    for place in range(8, 17):
        for other in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            if other != right[place]:
                with pytest.raises(Refusal):
                    checks.credit_code(right[:place] + other + right[place + 1 :])


def test_an_address_is_kept_with_its_domain_in_lower_case():
    assert checks.email(" Lin@Example.COM ") == "Lin@example.com"
    with pytest.raises(Refusal, match="电子邮箱"):
        checks.email("lin@example")


def test_what_is_masked_shows_no_whole():
    assert mask_name("王小明") == mask_name("王明") == "王*"
    assert mask_name("") == ""
    assert mask_phone("13812341234") == "138****1234"
    assert mask_phone("0573-85012345-801") == "0573-****2345-***"
    assert mask_phone("+31201234567") == "**********67"
    assert mask_phone("12345") == "*****"
    assert mask_identity("330482199001011234") == "3304**********1234"
    assert mask_email("lin@example.com") == "l***@example.com"
