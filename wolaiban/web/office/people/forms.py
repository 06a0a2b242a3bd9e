"""The forms about an officer: what each act asks. 「人员表单」"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from wolaiban.people.models import Area, Officer, Organisation
from wolaiban.people.models.keys import SCOPES, USUAL
from wolaiban.people.posting import StaffRefusal
from wolaiban.promises.town import today
from wolaiban.web.shared.forms import Entry, Form, Option
from wolaiban.web.shared.telling import reader_lang

from .roles import role_options


def scopes() -> tuple[Option, ...]:
    """What a token may be for."""
    words = {
        "read": gettext("查看办件"),
        "act": gettext("办理办件"),
        "import": gettext("导入历史办件"),
    }
    return tuple((scope, words[scope]) for scope in SCOPES)


def officer_options(but: Officer | None = None) -> tuple[Option, ...]:
    """The active officers, by name and login."""
    found = Officer.objects.filter(is_active=True).exclude(pk=but.pk if but else None)
    return tuple((one.login, f"{one.name} ({one.login})") for one in found)


def adding() -> Form:
    """A new officer with their first post."""
    languages = (("zh-hans", gettext("简体中文")), ("en", "English"))
    return Form(
        [
            Entry("login", gettext("登录名"), required=True, autocomplete="off",
                  hint=gettext("2 至 40 个小写字母、数字、点、下划线或连字符，此后不能更改。")),
            Entry("name", gettext("姓名"), required=True, autocomplete="off"),
            Entry("phone", gettext("电话"), type="tel", optional=True, autocomplete="off"),
            Entry("email", gettext("电子邮箱"), type="email", optional=True, autocomplete="off"),
            Entry("language", gettext("语言"), "radio", languages, languages[0][:1]),
            *seat_entries(),
            _day("from", gettext("到任日期")),
        ]
    )  # fmt: skip


def seat_entries() -> list[Entry]:
    """Unit, role and area of a post."""
    units = tuple((unit.code, unit.title) for unit in Organisation.objects.all())
    areas = tuple((area.code, area.title) for area in Area.objects.all())
    return [
        Entry("unit", gettext("单位"), "pick", (("", gettext("请选择单位")), *units), required=True),
        Entry("role", gettext("角色"), "pick", (("", gettext("请选择角色")), *role_options()), required=True),
        Entry("area", gettext("区域"), "pick", (("", gettext("不限区域")), *areas), optional=True),
    ]


def beginning() -> Form:
    """One post more."""
    last = _day("to", gettext("离任日期"), optional=True, hint=gettext("任期已定的填写；自该日起由继任者负责。"))
    return Form([*seat_entries(), _day("from", gettext("到任日期")), last])


def ending(officer: Officer) -> Form:
    """The end of a post, perhaps with a successor from the same day on."""
    none = ("", gettext("暂无，岗位空缺"))
    return Form(
        [
            _day("on", gettext("离任日期"), hint=gettext("自该日起不再负责；有继任者的，当日起由继任者负责。")),
            Entry("successor", gettext("继任者"), "pick", (none, *officer_options(officer)), optional=True, names=True),
        ]
    )


def moving() -> Form:
    """From one post to another on a day."""
    return Form([*seat_entries(), _day("on", gettext("调任日期"))])


def leaving(officer: Officer) -> Form:
    """Who stands in, from when to when."""
    people = (("", gettext("请选择代理人")), *officer_options(officer))
    return Form(
        [
            Entry("deputy", gettext("代理人"), "pick", people, required=True, names=True),
            _day("from", gettext("第一日")),
            _day("until", gettext("最后一日"), hint=gettext("这一日仍由代理人代理。")),
        ]
    )


def issuing() -> Form:
    """A token for a program."""
    return Form(
        [
            Entry("label", gettext("用途"), required=True, hint=gettext("哪个程序、放在哪里，以后好辨认。")),
            Entry("scopes", gettext("权限"), "many", scopes(), USUAL),
            Entry("days", gettext("有效天数"), values=("365",), required=True),
        ]
    )


def refuse(form: Form, refused: StaffRefusal) -> Form:
    """Put a reason beside its entry, or above the form."""
    text = refused.words(reader_lang())
    for entry in form.entries:
        if entry.name == refused.field:
            entry.error = text
            return form
    form.wrong = [text]
    return form


def day_of(form: Form, name: str) -> date | None:
    """The day typed in an entry; None where nothing was. Raises StaffRefusal for what is no day."""
    text = form.said().get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise StaffRefusal(name, "请写成日期，例如 2024-11-29。", "Write a day, such as 2024-11-29.") from None


def needed_day(form: Form, name: str) -> date:
    """The day typed in an entry that may not be empty."""
    found = day_of(form, name)
    if found is None:
        raise StaffRefusal(name, "请填写日期。", "Fill in the day.")
    return found


def _day(name: str, label: str, *, hint: str = "", optional: bool = False) -> Entry:
    values = () if optional else (today().isoformat(),)
    return Entry(name, label, "date", values=values, required=not optional, optional=optional, hint=hint)
