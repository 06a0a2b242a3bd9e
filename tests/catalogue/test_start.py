"""What stops a town from starting, and what is only untidy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.folders import write_service
from wolaiban.catalogue import TownError, read_service
from wolaiban.catalogue.messages import SENTENCES
from wolaiban.catalogue.mistakes import UNTIDY, Findings

BARE = """
[service]
code = "bare"
name = "路灯报修"
valid_from = 2024-01-01
number = "L{year}-{random}"
asker = "resident"
policy = "policy.md"

[states]
registered = "registered"
mended = "closed"

[fields]
lamp = {}

[[promise]]
code = "mend"
within = "5 working days"
kept_by = ["mend_it"]
held_by = "desk"

[verbs]
register = { by = ["resident"], to = "registered", may = ["lamp"] }
mend_it = { by = ["desk"], from = ["registered"], to = "mended" }
"""


def test_a_bare_file_without_labels_and_sources_runs(tmp_path: Path):
    service = read_service(write_service(tmp_path / "bare", BARE))
    assert (service.word("verbs", "mend_it"), service.word("service", "name", "en")) == ("mend_it", "路灯报修")
    folder = write_service(tmp_path / "bare", BARE.replace('to = "mended"', 'to = "mendet"'))
    with pytest.raises(TownError) as refused:
        read_service(folder)
    assert "mended" in str(refused.value)


def test_what_is_untidy_is_still_a_mistake():
    assert set(SENTENCES) >= UNTIDY
    findings = Findings("service.toml")
    findings.add("no_policy", "service.policy", word="policy.md")
    findings.stop()
    assert [mistake.stops for mistake in findings.found] == [False]
