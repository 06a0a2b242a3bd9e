"""Officers, posts and tokens from the command line; refusals in both languages and no trace."""

import json
import os

import pytest

from tests.cast import SHIPPED, shipped
from wolaiban.command import choose_town
from wolaiban.people.models import Invitation, Officer, Organisation, Post, Token
from wolaiban.promises.town import serve


@pytest.fixture
def line(line, monkeypatch):
    """Run one command line on the shipped town's files and the test's database."""
    monkeypatch.setenv("WOLAIBAN_TOWN", str(SHIPPED))
    serve(shipped())
    Organisation.objects.create(code="centre", name="企服中心", kind="centre")
    return line


ADD = ("officer", "add", "lin", "--name", "林溪窗", "--unit", "centre", "--from", "2024-04-01")


def test_an_officer_gets_two_posts_by_two_calls_and_one_link_that_works(line):
    code, out, err = line(*ADD, "--role", "desk", "--json")
    assert (code, err) == (0, "")
    first = json.loads(out)["link"]
    code, out, _ = line(*ADD, "--role", "caller", "--json")
    assert code == 0 and json.loads(out)["link"] != first
    assert sorted(Post.objects.values_list("role", flat=True)) == ["caller", "desk"]
    assert Invitation.objects.open(Invitation.objects.first().created_at).count() == 1
    assert not Officer.objects.get().has_usable_password()


def test_a_token_is_printed_once_and_kept_as_its_digest(line):
    line(*ADD, "--role", "desk")
    code, out, _ = line("token", "lin", "--json", "--scope", "read", "--days", 30)
    data = json.loads(out)
    assert code == 0 and data["scopes"] == ["read"]
    token = Token.objects.get()
    assert token == Token.objects.find(data["token"], token.created_at)
    assert (token.expires_at - token.created_at).days == 30


def test_who_may_no_longer_sign_in_gets_no_token(line):
    line(*ADD, "--role", "desk")
    Officer.objects.update(is_active=False)
    code, _, err = line("token", "lin")
    assert code == 1 and "不能发令牌" in err and not Token.objects.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([*ADD, "--role", "deks"], "desk"),
        ([*ADD, "--role", "desk", "--unit", "center"], "centre"),
        ([*ADD, "--role", "desk", "--phone", "123"], "0573-85012345"),
        (["officer", "invite", "nobody"], "nobody"),
        (["token", "nobody"], "nobody"),
        (["officer", "import", "absent.csv"], "absent.csv"),
    ],
)
def test_a_refusal_is_one_sentence_in_each_language_and_nothing_is_saved(line, words, says):
    code, out, err = line(*words)
    assert (code, out) == (1, "")
    zh, en = err.strip().split("\n")
    assert says in zh and says in en
    assert not Officer.objects.exists()


def test_bad_rows_are_listed_and_the_command_fails(line, tmp_path):
    people = tmp_path / "officers.csv"
    people.write_text("login,name,unit,role\nmo,莫旁观,centre,desk\nke,,centre,desk\n", encoding="utf-8")
    code, out, err = line("officer", "import", people, "--json")
    data = json.loads(out)
    assert code == 1 and "没有导入任何内容" in err
    assert not data["saved"] and [(p["row"], p["column"]) for p in data["problems"]] == [(3, "name")]
    assert not Officer.objects.exists()
    code, out, err = line("officer", "import", people, "--json", "--good-rows", "--invite")
    assert code == 1 and "其余已导入" in err, "not all was taken over, so it is no success"
    assert list(json.loads(out)["links"]) == ["mo"]


def test_the_shipped_people_are_imported_with_the_roles_that_the_services_name(line):
    people = SHIPPED / "people"
    code, out, err = line("officer", "import", *(people / f"{n}.csv" for n in ("areas", "organisations", "officers")))
    assert (code, err) == (0, "")
    assert "officers: added" in out


@pytest.mark.parametrize("words", [["--town", "/t", "serve"], ["serve", "--town", "/t"], ["serve", "--town=/t"]])
def test_the_town_may_be_named_anywhere_in_the_line(monkeypatch, words):
    monkeypatch.setenv("WOLAIBAN_TOWN", "/other")
    assert choose_town(words) == ["serve"]
    assert os.environ["WOLAIBAN_TOWN"] == "/t"


def test_a_town_in_the_current_folder_counts_last(monkeypatch, tmp_path):
    monkeypatch.setenv("WOLAIBAN_TOWN", "")
    monkeypatch.chdir(tmp_path)
    choose_town(["serve"])
    assert not os.environ["WOLAIBAN_TOWN"]
    (tmp_path / "town.toml").write_text("[town]\n", encoding="utf-8")
    choose_town(["serve"])
    assert os.environ["WOLAIBAN_TOWN"] == str(tmp_path)
