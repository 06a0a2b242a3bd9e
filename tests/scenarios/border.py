"""The two sides of the border, with their bureaus and officers, for the stories of joint enforcement. 「两地」"""

from __future__ import annotations

from typing import Any

from tests.cast import Asker, City, Person
from wolaiban.people.models import Area, Organisation
from wolaiban.promises.models import Case

LICENCE, CARD = "92330482MA2CXAQP1Q", "330482190001010124"
"""The credit code of the trader's licence, and somebody's identity card."""
TRADER = {"name": "赵果摊", "phone": "13700009999"}
EAST, WEST = "310116102", "330482102"
"""A place some metres east of the border, and one on the other side."""


class Border:
    """Officers of both bureaus, and what they do of a morning. 「联合执法」"""

    def __init__(self, city: City) -> None:
        self.city = city
        for code, name in ((EAST, "枫泾镇"), (WEST, "新埭镇")):
            Area.objects.create(code=code, name=name, kind="town")
        for code, name in (("enforcement", "平湖执法局"), ("js_enforcement", "金山执法局")):
            city.units[code] = Organisation.objects.create(code=code, name=name, kind="department")
        self.fa = city.joins("fa", "法平湖", "enforcement", "unit")
        self.shen = city.joins("shen", "申平湖", "enforcement", "unit")
        self.jin = city.joins("jin", "金执法", "js_enforcement", "unit")
        self.shan = city.joins("shan", "山执法", "js_enforcement", "unit")

    def finds(self, by: Person, area: str = EAST, matter: str = "road_trade", **said: Any) -> Case:
        """A finding of today on a trader."""
        on = said.pop("found_on", self.city.today.isoformat())
        return by.files(
            "enforcement", "门前占道摆摊", requester=said.pop("requester", TRADER), place_area=area, matter=matter,
            found_on=on, **said,
        )  # fmt: skip

    def checks(self, by: Person, case: Case, harm: str = "slight", party_id: str = LICENCE) -> None:
        by.does(
            "list_check", case, party_id=party_id, harm=harm, harm_evidence="占道一米，未影响通行",
            searched="两地记录均已查询",
        )  # fmt: skip

    def corrected(self, by: Person, case: Case, by_day: str, *, corrected: bool = True) -> None:
        """Educated and ordered to correct it, committed, and checked at once."""
        by.does("order", case, education="当面说明条例的要求", correct_by=by_day)
        Asker(TRADER).does("commit", case, committed=True)
        by.does("inspect", case, corrected=corrected, correction_evidence="摊位已撤，照片两张")

    def drafts(self, by: Person, case: Case, *, co: Person, reviewer: Person, side: str, **said: Any) -> None:
        """The decision drafted by whoever decides, and agreed to by the reviewer."""
        told = {"legal_ground": f"{side}_appearance", "discretion": f"{side}_slight", "own_number": "2023-118"} | said
        by.does("draft", case, deciding_officer=by.officer.login, co_officer=co.officer.login,
                reviewer=reviewer.officer.login, **told)  # fmt: skip
        reviewer.does("review", case, agreed=True)

    def exempted(self, when: str, area: str, by: Person, reviewer: Person, co: Person) -> Case:
        """A trader who went unpunished on a day."""
        self.city.clock(f"{when} 09:00")
        case = self.finds(by, area)
        self.checks(by, case)
        self.corrected(by, case, when)
        self.drafts(by, case, co=co, reviewer=reviewer, side="sh" if area == EAST else "zj")
        by.does("exempt", case, text="不予处罚，已教育")
        return case
