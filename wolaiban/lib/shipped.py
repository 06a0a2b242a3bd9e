"""Where the files are that came with the package. 「随包文件」"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_town() -> Path:
    """The folder of the shipped town: inside the package when installed, beside it in a checkout.

    Raises FileNotFoundError when the installation is incomplete.
    """
    places = (_PACKAGE / "towns" / "pinghu", _PACKAGE.parent / "towns" / "pinghu")
    for place in places:
        if (place / "town.toml").is_file():
            return place
    looked = ", ".join(map(str, places))
    raise FileNotFoundError(f"The shipped town is missing; looked in {looked}. Install the package again.")
