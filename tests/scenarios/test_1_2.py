"""30分钟我来办: answered in 30 minutes, done in 3 or 7 working days (field book 1.2)."""

from __future__ import annotations

import pytest

from tests.cast import City
from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.promises.names import name_of
from wolaiban.promises.refused import Refused
from wolaiban.promises.verbs import perform


def test_the_firm_is_shown_the_day_and_hour_of_its_grade(city: City):
    """Classed ordinary: by Thu 19 Sept 2024, 17:00; classed complex: by Wed 25 Sept 2024, 17:00."""
    ordinary = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    assert city.due(ordinary, "done") == "2024-09-19 17:00"
    assert city.promise(ordinary, "done").provisional
    city.lin.does("classify", ordinary, grade="ordinary")
    assert city.due(ordinary, "done") == "2024-09-19 17:00"
    assert not city.promise(ordinary, "done").provisional

    difficult = city.other_firm.asks("pingfu365", "扩建用地与环评")
    city.later(minutes=5)
    city.lin.does("classify", difficult, grade="complex")
    assert city.due(difficult, "done") == "2024-09-25 17:00"
    assert city.promise(difficult, "done").first_due_at == city.t("2024-09-25 17:00")


def test_a_simple_question_closed_at_the_window_has_no_dispatch_and_may_be_rated_at_once(city: City):
    """A simple question answered at the window after 12 minutes is closed on the spot."""
    case = city.lin.files("pingfu365", "发票如何补开", grade="simple")
    city.later(minutes=12)
    city.lin.does("close", case, answer="可在电子税务局自助补开，路径已发短信")
    assert (case.state, case.on_the_spot, case.dispatches) == ("closed", True, 0)
    assert city.promise(case, "respond").state == "kept"
    assert city.promise(case, "done").state == "kept"
    city.firm.does("rate", case, rating="very_satisfied")
    assert case.rating == "very_satisfied"


def test_a_changed_grade_needs_a_reason_is_told_and_counts_as_reclassified(city: City):
    """Ordinary changed to complex on day 2: a reason is required, the new date told, counted as reclassified."""
    case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    city.later(minutes=10)
    city.lin.does("respond", case, text="已联系水务，明早 9 点前回话")
    city.lin.does("classify", case, grade="ordinary")
    city.clock("2024-09-18 10:00")
    with pytest.raises(Refused) as refused:
        city.lin.does("classify", case, grade="complex")
    assert "理由" in refused.value.message("zh")
    city.lin.does("classify", case, grade="complex", ground="需勘测管线")
    done = city.promise(case, "done")
    assert city.due(case, "done") == "2024-09-25 17:00"
    assert done.first_due_at == done.rate_due_at == city.t("2024-09-19 17:00")
    assert done.regraded
    assert [move["why"] for move in done.moves] == ["given", "grade"]


def test_a_warning_goes_out_before_half_an_hour_is_over_and_at_its_end_the_response_is_missed(city: City):
    """Asked Fri 16:50, nobody responds: at 17:14 a warning to specialist and shift lead, at 17:20 it is missed."""
    case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    respond = city.promise(case, "respond")
    city.clock("2024-09-13 17:13").tick()
    assert [w.stage for w in respond.warnings.all()] == ["50%"]
    city.clock("2024-09-13 17:14").tick()
    assert [(w.stage, w.to) for w in respond.warnings.all()][-1] == ("80%", ["desk", "centre"])
    assert respond.warnings.last().at == city.t("2024-09-13 17:14")
    city.clock("2024-09-13 17:20").tick()
    assert city.promise(case, "respond").state == "running", "an act of the last second is in time"
    city.later(seconds=1).tick()
    respond = city.promise(case, "respond")
    assert (respond.state, respond.broken_at) == ("broken", city.t("2024-09-13 17:20"))
    before = respond.warnings.count()
    city.tick()
    assert respond.warnings.count() == before, "nothing is said twice"


def test_a_dead_clock_hides_no_breach(city: City):
    """Found three days late, the breach still carries its due instant, and a late response is kept late."""
    case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    city.clock("2024-09-18 09:00")
    assert list(type(case).objects.overdue(city.t("2024-09-13 17:21"))) == [case]
    city.lin.does("respond", case, text="抱歉，今天上午联系您")
    respond = city.promise(case, "respond")
    assert (respond.state, respond.broken_at) == ("kept_late", city.t("2024-09-13 17:20"))


def test_an_automatic_receipt_is_no_response(city: City):
    """A receipt after two seconds is no response: a response names a person and says what happens next."""
    case = city.firm.asks("pingfu365", "厂区用水接入卡住了")
    city.later(seconds=2)
    with pytest.raises(Refused) as refused:
        perform(case, "respond", by=Actor.clock(), text="您的诉求已收到")
    assert refused.value.forbidden
    with pytest.raises(Refused) as empty:
        city.lin.does("respond", case)
    assert empty.value.by_field("en") == {"text": "Fill in “Text”."}
    case.refresh_from_db()
    assert case.responded_at is None
    assert city.promise(case, "respond").state == "running"
    event = city.lin.does("respond", case, text="我是林一帆，已联系水务，明早 9 点前回话")
    assert name_of(event.by) == "林一帆"
    assert case.responded_at == clock.now()


def test_a_supervision_notice_to_the_desk_is_the_desks_to_answer(city: City):
    """What broke before anybody was dispatched is supervised with the desk, under a clock of its own."""
    case = city.firm.asks("pingfu365", "用工补贴迟迟未到账")
    city.clock("2024-09-13 17:30").tick()
    task = case.tasks.get(kind="supervision")
    assert (task.unit, city.due(case, "supervision", task.number)) == ("desk", "2024-09-14 17:00")
    with pytest.raises(Refused):
        city.water_handler.does("report", case, task=task.number, text="不是我的")
    city.lin.does("report", case, task=task.number, text="已联系企业致歉，今天答复")
    assert city.promise(case, "supervision", task.number).state == "kept"
