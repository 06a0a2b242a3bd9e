"""What is measured on a page: faults that axe finds, targets for a thumb."""

from __future__ import annotations

from typing import Any

SMALLEST = 44
# A link inside a sentence is excused (WCAG 2.2, 2.5.8); these are not.
TARGETS = (
    "button, .button, summary, .option, .top nav a, .tabs a, input:not([type=hidden]):not([type=radio])"
    ":not([type=checkbox]), select, textarea"
)
MEASURE = """selector => [...document.querySelectorAll(selector)].map(node => [node, node.getBoundingClientRect()])
    .filter(([node, box]) => box.width && box.height < %d).map(([node, box]) => node.outerHTML.slice(0, 90))"""


def faults(page: Any) -> list[tuple[str, Any, str]]:
    """What axe finds wrong."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(fault["id"], node["target"], fault["help"]) for fault in found for node in fault["nodes"]]
