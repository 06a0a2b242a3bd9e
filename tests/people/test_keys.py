"""Tokens and one-time links: shown once, kept as digests, ended in time."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from wolaiban.lib import clock
from wolaiban.people.actor import Actor
from wolaiban.people.models import Invitation, Officer, Organisation, Post, Token
from wolaiban.people.signin import SecondFactorAdapter

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 9, 13, 4, 0, tzinfo=UTC)
GOOD = "herbst-regen-2024"


@pytest.fixture
def lin() -> Officer:
    return Officer.objects.add("lin", "林小满")


def test_a_token_is_found_by_its_secret_only_and_the_secret_is_not_kept(lin):
    token, secret = Token.objects.issue(lin, at=NOON, label="报表")
    assert Token.objects.find(secret, NOON) == token
    assert Token.objects.find(secret + "x", NOON) is None
    kept = Token.objects.values().get()
    assert all(secret not in str(value) for value in kept.values())
    assert token.allows("act") and not token.allows("administer")


def test_a_token_ends_by_time_by_revocation_and_with_its_officer(lin):
    token, secret = Token.objects.issue(lin, at=NOON, valid=timedelta(days=1))
    assert Token.objects.find(secret, NOON + timedelta(days=1)) is None
    token.revoke(NOON + timedelta(hours=1))
    assert Token.objects.find(secret, NOON + timedelta(hours=1)) is None
    assert Token.objects.find(secret, NOON) is not None
    lin.is_active = False
    lin.save()
    assert Token.objects.find(secret, NOON) is None


def test_the_day_of_use_is_written_once_a_day(lin, django_assert_num_queries):
    token, _ = Token.objects.issue(lin, at=NOON)
    with django_assert_num_queries(1):
        token.used(NOON.date())
        token.used(NOON.date())


def test_a_new_officer_has_no_password(lin):
    assert not lin.has_usable_password()
    assert not lin.check_password("")


def test_the_link_sets_a_password_once(client, lin):
    with clock.at(NOON):
        _, secret = Invitation.objects.invite(lin, at=NOON)
        page = client.get(f"/welcome/{secret}")
        assert page.status_code == 200 and "lin" in page.content.decode()
        weak = client.post(f"/welcome/{secret}", {"new_password1": "123", "new_password2": "123"})
        assert weak.status_code == 200, "a refused password does not use the link up"
        done = client.post(f"/welcome/{secret}", {"new_password1": GOOD, "new_password2": GOOD})
        assert (done.status_code, done["Location"]) == (302, "/desk/")
        assert client.session["_auth_user_id"] == str(lin.pk)
        assert client.get(f"/welcome/{secret}").status_code == 404
        again = client.post(f"/welcome/{secret}", {"new_password1": GOOD + "2", "new_password2": GOOD + "2"})
        assert again.status_code == 404
    lin.refresh_from_db()
    assert lin.check_password(GOOD)


def test_the_link_is_taken_by_one_of_two(lin):
    invitation, secret = Invitation.objects.invite(lin, at=NOON)
    other = Invitation.objects.find(secret, NOON)
    assert invitation.take(NOON) is True
    assert other.take(NOON) is False


def test_the_link_ends_after_a_week_and_with_the_next_one(lin):
    _, first = Invitation.objects.invite(lin, at=NOON)
    assert Invitation.objects.find(first, NOON + timedelta(days=7)) is None
    _, second = Invitation.objects.invite(lin, at=NOON + timedelta(hours=1))
    assert Invitation.objects.find(first, NOON + timedelta(hours=1)) is None
    assert Invitation.objects.find(second, NOON + timedelta(hours=1)) is not None


def test_an_officer_signs_in_with_login_and_password(client, lin):
    lin.set_password(GOOD)
    lin.save()
    refused = client.post("/account/login/", {"login": "lin", "password": "wrong-password"})
    assert refused.status_code == 200
    assert client.post("/account/login/", {"login": "lin", "password": GOOD}).status_code == 302
    assert client.session["_auth_user_id"] == str(lin.pk)


def test_nobody_opens_an_account_alone(client):
    client.post("/account/signup/", {"username": "mallory", "password1": GOOD, "password2": GOOD})
    assert not Officer.objects.filter(login="mallory").exists()


def test_pages_load_nothing_from_another_host(client):
    headers = client.get("/account/login/").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_actor_carries_posts_and_names_no_other_role(lin):
    centre = Organisation.objects.create(code="centre", name="企服中心", kind="centre")
    post = Post.objects.create(officer=lin, organisation=centre, role="desk", from_on="2024-01-01")
    actor = Actor.of(lin, NOON)
    assert actor.posts == (("desk", "centre", "", post.pk, ""),)
    assert actor.roles == {"desk", "any_officer"}
    assert actor.units("desk") == {"centre"} and actor.units("unit") == frozenset()
    assert actor.standing("desk", "centre").post == post.pk and actor.standing("desk", "other") is None
    assert Actor.of(lin, datetime(2023, 12, 31, tzinfo=UTC)).roles == frozenset(), "without a post no role at all"
    assert Actor.clock().roles == {"clock"} and Actor.asker().roles == {"asker"}
    assert Actor.importer("2019.csv").roles == {"import"}


def test_pages_go_on_in_the_officers_language(client, lin):
    lin.language = "en"
    lin.set_password(GOOD)
    lin.save()
    _, secret = Invitation.objects.invite(lin, at=clock.now())
    assert "Set your password" in client.get(f"/welcome/{secret}").content.decode()
    signed_in = client.post("/account/login/", {"login": "lin", "password": GOOD})
    assert signed_in.cookies["django_language"].value == "en"


def test_a_second_factor_is_set_up_from_a_code_drawn_here(client, lin):
    client.force_login(lin)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "username": "lin"}]
    session.save()
    page = client.get("/account/2fa/totp/activate/")
    assert page.status_code == 200
    assert SecondFactorAdapter().build_totp_svg("otpauth://totp/lin").startswith("<svg")
