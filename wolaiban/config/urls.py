"""Every address of the product on one screen. 「网址总表」"""

from django.urls import include, path, re_path
from django.views.generic import RedirectView

from wolaiban.api import health
from wolaiban.api.v1 import api
from wolaiban.people.welcome import welcome
from wolaiban.web.desk import act as desk_act
from wolaiban.web.desk import case as desk_case
from wolaiban.web.desk import download as desk_download
from wolaiban.web.desk import file as desk_file
from wolaiban.web.desk import queue as desk_queue
from wolaiban.web.desk import unit as desk_unit
from wolaiban.web.hall import ask, demo, figures, front, lost, moving, parts, promised, published, rules, track
from wolaiban.web.hall import board as hall_board
from wolaiban.web.hall import download as hall_download
from wolaiban.web.office import boards as office_boards
from wolaiban.web.office import charge as office_charge
from wolaiban.web.office import draws as office_draws
from wolaiban.web.office import looking as office_looking
from wolaiban.web.office import notices as office_notices
from wolaiban.web.office import overview as office_overview
from wolaiban.web.office import promises as office_promises
from wolaiban.web.office import public as office_public
from wolaiban.web.office import ratings as office_ratings
from wolaiban.web.office import sending as office_sending
from wolaiban.web.office.people import empty as office_empty
from wolaiban.web.office.people import hand as office_hand
from wolaiban.web.office.people import pages as office_people
from wolaiban.web.office.people import rights as office_rights
from wolaiban.web.office.people import takeover as office_takeover

urlpatterns = [
    # 大厅 the hall: anybody
    path("", front.front, name="front"),
    path("ask/", ask.choose, name="choose"),
    path("ask/<slug:code>/", ask.ask, name="ask"),
    path("asked/<str:number>/", ask.asked, name="asked"),
    path("asked/<str:number>/receipt.txt", ask.receipt, name="receipt"),
    path("track/", track.find, name="find"),
    path("track/lost/", lost.lost, name="lost"),
    path("track/<str:number>/", track.track, name="track"),
    path("track/<str:number>/file/<uuid:key>", hall_download.download, name="track-file"),
    path("track/<str:number>/<slug:verb>/", track.act, name="track-act"),
    path("services/<slug:code>/", promised.promised, name="service"),
    path("figures/", figures.figures, name="figures"),
    path("figures/watched/", office_public.public, name="figures-watched"),
    path("figures/<slug:code>.<slug:form>", figures.data, name="figures-data"),
    path("figures/<slug:code>/by/<slug:part>/", parts.parted, name="figures-by"),
    path("published/<slug:code>/", published.published_list, name="published"),
    path("published/<slug:code>/<str:number>/", published.published_case, name="published-case"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<slug:code>/", rules.rule, name="rule"),
    path("figures/<slug:code>/board/", hall_board.public_board, name="figures-board"),
    path("demo/", demo.demo, name="demo"),
    path("demo/clock/", moving.move, name="demo-clock"),
    path("demo/asker/", demo.as_asker, name="demo-asker"),
    path("demo/pieces/", demo.pieces, name="demo-pieces"),
    path("demo/<str:login>/", demo.enter, name="demo-enter"),
    # 工作台 the desk: officers with a post
    path("desk/", desk_queue.queue, name="desk"),
    path("desk/file/", desk_file.choose, name="desk-file"),
    path("desk/file/<slug:code>/", desk_file.file, name="desk-file-under"),
    path("desk/filed/<str:number>/", desk_file.filed, name="desk-filed"),
    path("desk/unit/<str:code>/", desk_unit.unit, name="desk-unit"),
    path("desk/case/<str:number>/", desk_case.case, name="desk-case"),
    path("desk/case/<str:number>/file/<uuid:key>", desk_download.download, name="desk-case-file"),
    path("desk/case/<str:number>/<slug:verb>/", desk_act.act, name="desk-act"),
    # 督办室 the office: who watches, and who keeps the officers
    path("office/", office_overview.overview, name="office"),
    path("office/services/", office_boards.boards, name="office-boards"),
    path("office/services/<slug:code>/", office_boards.one_board, name="office-board"),
    path("office/promises/", office_promises.promises, name="office-promises"),
    path("office/notices/", office_notices.notices, name="office-notices"),
    path("office/charge/", office_charge.charge, name="office-charge"),
    path("office/ratings/", office_ratings.ratings, name="office-ratings"),
    path("office/signals/", office_looking.looking, name="office-signals"),
    path("office/draws/", office_draws.draws, name="office-draws"),
    path("office/draws/<int:pk>/", office_draws.draw, name="office-draw"),
    path("office/sending/", office_sending.sending, name="office-sending"),
    path("office/rights/", office_rights.rights, name="office-rights"),
    path("office/people/", office_people.people, name="office-people"),
    path("office/people/add/", office_people.add, name="office-add"),
    path("office/people/empty/", office_empty.empty, name="office-empty"),
    path("office/people/import/", office_takeover.takeover, name="office-import"),
    path("office/people/of/<str:login>/", office_people.officer, name="office-officer"),
    path("office/people/of/<str:login>/hand-over/", office_hand.hand, name="office-hand-over"),
    path("office/people/of/<str:login>/<slug:name>/", office_people.act, name="office-officer-act"),
    # 接口与账号 programs and accounts
    path("api/v1/", api.urls),
    path("healthz", health.at_root, name="healthz"),
    # The operator keeps officers' addresses. One "to be confirmed" there would shut the second factor for good.
    re_path(r"^account/(?:confirm-)?email/", RedirectView.as_view(url="/account/2fa/")),
    path("account/", include("allauth.urls")),
    path("welcome/<str:secret>", welcome, name="welcome"),
    path("i18n/", include("django.conf.urls.i18n")),
]
