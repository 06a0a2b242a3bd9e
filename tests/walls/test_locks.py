"""What is installed is what is locked, from public indexes only."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.walls._source import ROOT

LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
LOCKED = {(package["name"], package["version"]) for package in LOCK["package"]}


def test_the_lock_names_one_public_index() -> None:
    sources = {package["source"].get("registry", "") for package in LOCK["package"] if package["name"] != "wolaiban"}
    assert sources == {"https://pypi.org/simple"}


@pytest.mark.parametrize("name", ["runtime", "test"])
def test_each_installed_file_has_its_version_and_digest_from_the_lock(name: str) -> None:
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^([\w.-]+)==([^\s;]+)(.*?)(?=^[\w.-]+==|\Z)", text, re.M | re.S)
    assert len(pins) > 20
    for package, version, rest in pins:
        assert (package, version) in LOCKED, f"{package} {version} is not in uv.lock: run bin/_lock"
        assert "--hash=sha256:" in rest


def test_every_dependency_of_the_product_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "locks" / "runtime.txt").read_text(encoding="utf-8")
    wanted = [re.match(r"[\w.-]+", line)[0] for line in project["dependencies"]]  # type: ignore[index]
    assert not [name for name in wanted if not re.search(rf"^{name}==", text, re.M | re.I)]
