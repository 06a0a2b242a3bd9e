"""An hour's work at the desk: what follows is said before saving, nothing typed is lost, each unit has its lane."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db.models import F
from django.test import Client

from tests.cast import City
from tests.web.conftest import ASKED, FIRMS
from tests.web.seeing import han_in, words_of
from wolaiban.people.models import Organisation
from wolaiban.promises.life import Opening
from wolaiban.promises.models import Case

Officers = Callable[..., Client]


def at(case: Case, verb: str = "") -> str:
    return f"/desk/case/{case.number}/" + (f"{verb}/" if verb else "")


def read(client: Client, path: str) -> str:
    return words_of(client.get(path).content.decode())


@pytest.fixture
def case(city: City) -> Case:
    """Responded to, on Friday at 16:50."""
    case = city.firm.asks(FIRMS, "厂区用水接入卡住了", board="project")
    city.lin.does("respond", case, text="我来办")
    return case


@pytest.fixture
def handled(city: City, case: Case) -> Case:
    """With the water company, which signed."""
    city.lin.dispatches(case, "water", grade="ordinary")
    city.water_handler.does("sign", case, task=1)
    return case


def test_each_grade_says_by_when_before_it_is_chosen(officer: Officers, city: City, case: Case) -> None:
    for verb in ("classify", "dispatch"):
        page = read(officer(city.lin), at(case, verb))
        assert "一般事项 办结 最晚 9月19日 周四 17:00" in page, verb
        assert "复杂事项 办结 最晚 9月25日 周三 17:00" in page, verb
    english = officer(city.lin, "en").get(at(case, "classify")).content.decode()
    assert "by Wed 25 Sept, 17:00" in words_of(english)


def test_urgency_says_by_when_the_unit_has_to_sign(officer: Officers, city: City, case: Case) -> None:
    page = read(officer(city.lin), at(case, "dispatch"))
    assert "签收 最晚 9月13日 周五 17:05" in page, "danger: a quarter of an hour"
    assert "签收 最晚 9月13日 周五 17:20" in page, "utilities: half an hour"


def test_what_follows_can_be_looked_at_and_nothing_is_saved(officer: Officers, city: City, case: Case) -> None:
    client, before = officer(city.lin), case.events.count()
    sent = {"tasks.lead": "water", "tasks.lead.matter": "管线接入", "grade": "complex", "look": "1"}
    page = client.post(at(case, "dispatch"), sent).content.decode()
    assert case.events.count() == before
    assert "改为最晚 2024年9月25日 周三 17:00（原 9月19日 周四 17:00）" in words_of(page)
    assert "签收" in page and 'value="管线接入"' in page, "what was typed stays in the form"
    assert re.search(r'<option value="water" selected', page)


def test_a_pause_says_what_stops_what_does_not_and_how_long_at_most(
    officer: Officers, city: City, handled: Case
) -> None:
    page = read(officer(city.water_handler), at(handled, "pause"))
    assert "停：办结" in page
    city.water_handler.does("pause", handled, reason="asker")
    due = city.promise(handled, "asker_answer").due_at
    assert due is not None
    assert f"最晚 {due.astimezone(city.town.zone):%-m月%-d日}" in page
    assert "办结 最晚 9月19日 周四 17:00" in read(officer(city.water_handler), at(handled, "resume"))


def test_an_extension_shows_the_days_that_are_allowed(officer: Officers, city: City, handled: Case) -> None:
    page = officer(city.water_handler).get(at(handled, "extend")).content.decode()
    assert 'min="2024-09-20" max="2024-10-09"' in page
    assert "现最晚 9月19日 周四 17:00；最多延到 10月9日 周三" in words_of(page)
    beyond = officer(city.water_handler).post(
        at(handled, "extend"), {"promise": "done", "until": "2024-10-10", "ground": "管材到货晚"}
    )
    assert beyond.status_code == 422 and "管材到货晚" in beyond.content.decode()


def test_who_decides_an_extension_reads_the_reason_and_the_new_instant(
    officer: Officers, city: City, handled: Case
) -> None:
    city.water_handler.does("extend", handled, promise="done", until="2024-09-23", ground="管材到货晚")
    page = read(officer(city.chen), at(handled, "grant_extension"))
    decided = officer(city.chen).get(at(handled, "grant_extension")).content.decode()
    assert (
        "理由：<bdi>管材到货晚</bdi>" in decided
        and "改为最晚 2024年9月23日 周一 17:00（原 9月19日 周四 17:00）" in page
    )
    assert officer(city.chen).post(at(handled, "refuse_extension"), {"promise": "done"}).status_code == 422
    sent = {"promise": "done", "ground": "库存充足"}
    assert officer(city.chen).post(at(handled, "refuse_extension"), sent).status_code == 302
    assert city.due(handled, "done") == "2024-09-19 17:00"


def test_units_that_handled_the_same_board_before_are_proposed_and_it_is_said_why(
    officer: Officers, city: City, case: Case
) -> None:
    for unit in ("water", "water", "planning"):
        earlier = city.other_firm.asks(FIRMS, "早先的事", board="project")
        city.lin.does("respond", earlier, text="我来办")
        city.lin.dispatches(earlier, unit)
    other = city.other_firm.asks(FIRMS, "别的板块", board="talent")
    city.lin.does("respond", other, text="我来办")
    city.lin.dispatches(other, "library")
    page = officer(city.lin).get(at(case, "dispatch")).content.decode()
    assert "水务集团（3 件中承办 2 件）、自然资源和规划局（3 件中承办 1 件）" in page
    proposed = re.search(r'<optgroup label="建议">(.*?)</optgroup>', page, re.S)
    assert proposed and re.findall(r'value="(\w+)"', proposed[1]) == ["water", "planning"]
    assert " selected" not in proposed[1], "the officer decides"


def test_each_unit_has_its_own_matter_and_its_lane_with_its_promises(officer: Officers, city: City, case: Case) -> None:
    sent = {
        "tasks.lead": "water", "tasks.lead.matter": "管线接入", "tasks.co": ["planning", "", "ecology"],
        "tasks.co.matter": ["道路开挖许可", "", "排水核查"], "grade": "ordinary",
    }  # fmt: skip
    assert officer(city.lin).post(at(case, "dispatch"), sent).status_code == 302
    page = officer(city.lin).get(at(case)).content.decode()
    lanes = re.findall(r'<li class="lane.*?</li>', page, re.S)
    assert len(lanes) == 3
    for lane, unit, matter, promise in zip(
        lanes, ("水务集团", "自然资源和规划局", "生态环境分局"), ("管线接入", "道路开挖许可", "排水核查"),
        ("签收", "协办意见", "协办意见"), strict=True,
    ):  # fmt: skip
        assert unit in lane and matter in lane and promise in lane and "最晚" in lane
    city.water_handler.does("sign", case, task=1)
    page = officer(city.water_handler).get(at(case)).content.decode()
    assert "main-action" not in page, "who waits for the others' opinions is not pressed to give the task back"
    assert "/return_back/" in page
    city.planning_handler.does("opinion", case, task=2, answer="同意")
    lanes = re.findall(r'<li class="lane.*?</li>', officer(city.lin).get(at(case)).content.decode(), re.S)
    assert "已完成" in lanes[1] and "按时兑现" in lanes[1] and "已完成" not in lanes[2]


def test_a_return_takes_a_ground_from_the_list_and_words(officer: Officers, city: City, case: Case) -> None:
    city.lin.dispatches(case, "water")
    water, path = officer(city.water_handler), at(case, "return_back")
    refused = water.post(path, {"task": "1", "ground.kind": "other_lead"})
    assert refused.status_code == 422 and re.search(r'value="other_lead"[^>]*checked', refused.content.decode())
    sent = {"task": "1", "ground.kind": "other_lead", "ground": "《市政公用条例》第八条，应由规划局"}
    assert water.post(path, sent).status_code == 302
    history = officer(city.lin).get(at(case)).content.decode()
    assert "应由其他单位主办：《市政公用条例》第八条，应由规划局" in history


def test_the_second_return_is_the_centres_to_decide_with_a_clock_of_its_own(
    officer: Officers, city: City, case: Case
) -> None:
    city.lin.dispatches(case, "water")
    city.water_handler.does("return_back", case, task=1, ground="不属供水范围")
    redispatch = {"tasks.lead": "planning"}
    assert officer(city.lin).post(at(case, "redispatch"), redispatch).status_code == 302
    assert officer(city.planning_handler).post(
        at(case, "return_back"), {"task": "2", "ground": "不属规划"}
    ).status_code == 302  # fmt: skip
    centre, desk = officer(city.chen), officer(city.lin)
    page = centre.get(at(case)).content.decode()
    assert re.search(r'main-action.*?action="[^"]+/assign/"', page, re.S), "naming the unit is the centre's next thing"
    assert "指定承办单位" in page and city.due(case, "assign") == "2024-09-14 17:00"
    assert desk.post(at(case, "redispatch"), redispatch).status_code in (403, 409)
    assert centre.post(at(case, "assign"), {"tasks.lead": "water"}).status_code == 302
    assert "return_back" not in officer(city.water_handler).get(at(case)).content.decode(), "it cannot be returned"


def test_who_saves_over_a_change_of_somebody_else_is_told_first_and_loses_nothing(
    officer: Officers, city: City, handled: Case
) -> None:
    page = officer(city.lin).get(at(handled, "classify")).content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    city.sun.does("classify", handled, grade="complex", ground="涉及三个部门")
    sent = {"grade": "simple", "ground": "一次就能办好", "seen": seen[1]}
    answer = officer(city.lin).post(at(handled, "classify"), sent)
    page = answer.content.decode()
    assert answer.status_code == 409 and "您填写的时候，这一件变了" in page and "孙同舟" in page
    assert "一次就能办好" in page and re.search(r'value="simple"[^>]*checked', page)
    handled.refresh_from_db()
    assert handled.fields["grade"] == "complex"
    again = re.search(r'name="seen" value="(\d+)"', page)
    assert again
    assert officer(city.lin).post(at(handled, "classify"), sent | {"seen": again[1]}).status_code == 302
    handled.refresh_from_db()
    assert handled.fields["grade"] == "simple"


def test_a_note_of_somebody_else_stands_in_nobodys_way(officer: Officers, city: City, handled: Case) -> None:
    seen = handled.seq
    city.sun.does("note", handled, text="企业来过电话")
    sent = {"grade": "complex", "ground": "涉及三个部门", "seen": str(seen)}
    assert officer(city.lin).post(at(handled, "classify"), sent).status_code == 302


def test_what_came_too_late_can_be_kept_as_a_note(officer: Officers, city: City) -> None:
    case = city.firm.asks(FIRMS, "厂区用水接入卡住了")
    city.lin.does("respond", case, text="我来办")
    page = officer(city.sun).post(at(case, "respond"), {"text": "我查到管线图在规划局"}).content.decode()
    form = re.search(rf'action="{at(case, "note")}".*?</form>', page, re.S)
    assert form and "我查到管线图在规划局" in form[0]
    assert officer(city.sun).post(at(case, "note"), {"text": "我查到管线图在规划局"}).status_code == 302


def test_what_a_check_found_last_time_is_not_answered_for_the_next_one(officer: Officers, city: City) -> None:
    told = {"unit": "water", "copy_to": "planning", "scope": "both", "delivery": "sms"}
    case = city.lin.files("commitment", "水果店", **told)
    city.firm.does("commit", case)
    city.water_handler.does("inspect", case, kept=True, text="符合承诺")
    form = officer(city.water_handler).get(at(case, "inspect")).content.decode()
    answers = re.findall(r'<input[^>]*name="kept"[^>]*>', form)
    assert len(answers) == 2 and not [one for one in answers if "checked" in one]


def test_who_has_a_case_is_not_told_that_somebody_else_does(officer: Officers, city: City) -> None:
    case = city.lin.files("integrity", "老街二期", owner="water")
    city.qian.does("plan", case, tasks=[Opening("stage", "water", fields={"stage": "tender"})])
    assert "现在没有要您做的" in read(officer(city.water_handler), at(case))
    assert "办理，您不必做什么" in read(officer(city.qian), at(case))


def test_the_number_of_another_case_is_asked_for_in_one_line(officer: Officers, city: City) -> None:
    form = officer(city.lin).get("/desk/file/integrity/").content.decode()
    assert re.search(r'<input[^>]*name="project"', form)


def test_notes_stand_apart_and_the_asker_never_reads_them(officer: Officers, city: City, handled: Case) -> None:
    city.lin.does("note", handled, text="去年同样的事拖了三周")
    page = officer(city.water_handler).get(at(handled)).content.decode()
    history, notes = page.split('id="notes-title"')
    assert "去年同样的事拖了三周" in notes and "去年同样的事拖了三周" not in history
    track = Client().get(f"/track/{handled.number}/?code={handled.tracking_code}").content.decode()
    assert "去年同样的事拖了三周" not in track


def test_the_form_of_a_call_shows_the_attempts_and_where_each_answer_leads(
    officer: Officers, city: City, handled: Case
) -> None:
    city.water_handler.does("answer", handled, answer="已接通")
    city.he.does("call_back", handled, reached="no")
    page = read(officer(city.he), at(handled, "call_back"))
    assert "已拨 1 次未接通：9月13日 周五" in page and "请换一天再拨" in page
    assert "未解决 → 重办" in page
    form = officer(city.he).get(at(handled, "call_back")).content.decode().partition('<details class="more"')[0]
    assert 'name="resolved"' in form and 'name="rating"' in form, "what decides is in sight"
    city.clock("2024-09-14 10:00")
    city.he.does("call_back", handled, reached="no")
    city.clock("2024-09-18 10:00")
    assert "否 → 已办结" in read(officer(city.he), at(handled, "call_back")), "the third day ends it"


def test_who_was_reached_need_not_be_called_again(officer: Officers, city: City, handled: Case) -> None:
    city.water_handler.does("answer", handled, answer="管线已接通")
    assert "main-action" in officer(city.he).get(at(handled)).content.decode()
    city.he.does("call_back", handled, reached="yes", resolved="yes")
    page = officer(city.he).get(at(handled)).content.decode()
    assert "main-action" not in page and "这一件已经办结" in page
    assert "已经联系上" in read(officer(city.he), at(handled, "call_back"))


def test_verbs_are_grouped_by_what_they_are_for(officer: Officers, city: City, handled: Case) -> None:
    page = officer(city.water_handler).get(at(handled)).content.decode()
    main = page.index("main-action")
    moving, clocks = page.index('id="group-move"'), page.index('id="group-clock"')
    assert main < moving < clocks
    assert page.index("/extend/") > clocks > page.index("/answer/")


def test_consent_to_be_called_is_written_down_and_shown(officer: Officers, city: City) -> None:
    client = officer(city.lin)
    sent = ASKED | {"channel": "visit", "requester.consent": "no"}
    assert client.post(f"/desk/file/{FIRMS}/", sent).status_code == 302
    case = Case.objects.get()
    page = read(client, at(case))
    assert "同意联系 否" in page
    city.lin.does("close", case, answer="办好了")
    assert "登记时对方表示不同意回访联系" in read(officer(city.he), at(case, "call_back"))


def test_a_return_window_that_nobody_is_promised_stands_on_no_form(officer: Officers, city: City, case: Case) -> None:
    assert "退单期 最晚" not in read(officer(city.lin), at(case, "dispatch"))


def test_no_form_of_the_desk_shows_chinese_to_an_english_reader(officer: Officers, city: City, handled: Case) -> None:
    Organisation.objects.update(name_en=F("code"))
    other = city.other_firm.asks(FIRMS, "另一件", board="project")
    city.lin.does("respond", other, text="我来办")
    desk, unit, centre = (officer(person, "en") for person in (city.lin, city.water_handler, city.chen))
    city.water_handler.does("extend", handled, promise="done", until="2024-09-23", ground="管材到货晚")
    pages = [desk.get("/desk/?q=nothing"), desk.get("/desk/?show=extension"), desk.get(at(handled))]
    pages += [desk.get(at(other, "dispatch")), centre.get(at(handled, "grant_extension"))]
    pages += [unit.get(at(handled, verb)) for verb in ("pause", "extend", "answer")]
    pages += [desk.post(at(other, "dispatch"), {"tasks.lead": "water", "grade": "complex", "look": "1"})]
    pages += [desk.post(at(handled, "classify"), {"grade": "simple", "ground": "易办", "seen": "1"})]
    pages += [desk.post(at(handled, "respond"), {"text": "我也写了"})]
    city.water_handler.does("answer", handled, answer="已接通")
    city.he.does("call_back", handled, reached="no")
    caller = officer(city.he, "en")
    pages += [caller.get("/desk/?show=call_back"), caller.get(at(handled, "call_back"))]
    for page in pages:
        assert not han_in(page.content.decode()), page.request["PATH_INFO"]
