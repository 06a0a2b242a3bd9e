"""What the environment says, typed and checked. 「环境」"""

from __future__ import annotations

import os
import secrets
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from wolaiban.lib import clock

DATABASE = "town.sqlite3"
KEY_FILE = ".secret"


class Environment(BaseSettings):
    """The variables WOLAIBAN_*; all may be absent. Lists are written with commas. 「环境变量」"""

    model_config = SettingsConfigDict(env_prefix="WOLAIBAN_", env_ignore_empty=True, extra="ignore")

    town: Path | None = None
    database_url: str = ""
    # A pooler that hands each transaction another connection (PgBouncer before 1.21) knows no prepared statements.
    database_pooled: bool = False
    secret_key: str = ""
    now: datetime | None = None
    # The real time, in seconds since 1970, at which the clock showed `now`: `serve` hands it to its processes.
    now_since: float | None = None
    # Shown seconds per real second.
    now_speed: float = 1.0
    allowed_hosts: str = "localhost,127.0.0.1,[::1]"
    # https://help.example.gov.cn: where the public reaches the town; switches secure cookies on.
    public_url: str = ""
    # The proxy in front sets X-Forwarded-Proto itself and lets nobody else set it.
    behind_proxy: bool = False
    debug: bool = False
    # What the public may send within an hour, by network address and by telephone; 0: no limit.
    filings_per_address: int = 60
    filings_per_phone: int = 10
    files_per_address: int = 120
    files_mb_per_address: int = 200
    # What the files that no verb has taken yet may fill together; 0: no limit.
    files_mb_waiting: int = 2000
    codes_per_address: int = 20
    # smtp://user:password@host:587 (smtp+tls://, smtps://); empty: no e-mail is sent.
    smtp_url: str = ""
    mail_from: str = ""
    # A gateway that takes short messages by HTTP POST; its body stands in town.toml, [sms].
    sms_url: str = ""
    sms_token: str = ""
    # Fetched once a minute while the clock runs well: whoever watches there hears when it stops.
    ping_url: str = ""

    @property
    def hosts(self) -> list[str]:
        """The host names that the town answers to."""
        return [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]


def read_environment() -> Environment:
    """The environment, or ImproperlyConfigured with the variables that are wrong."""
    try:
        environment = Environment()
    except ValidationError as error:
        wrong = "; ".join(f"WOLAIBAN_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise ImproperlyConfigured(
            f"环境变量有误，请改正后再启动。 Mend these variables and start again: {wrong}"
        ) from error
    if environment.town is not None:
        environment.town = environment.town.expanduser().resolve()
    return environment


def read_town(folder: Path | None) -> dict[str, Any]:
    """The table [town] of town.toml, of which settings need zone and demo; empty where no town is named."""
    if folder is None:
        return {}
    try:
        table = tomllib.loads((folder / "town.toml").read_text(encoding="utf-8")).get("town", {})
        return table if isinstance(table, dict) else {}
    except FileNotFoundError:
        raise ImproperlyConfigured(
            f"{folder} 不是一个城的文件夹（缺 town.toml）。请用 --town 或 WOLAIBAN_TOWN 指明，或用 wolaiban new 新建。 "
            f"{folder} is no town: it has no town.toml. Name one with --town or WOLAIBAN_TOWN, or make one with new."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{folder / 'town.toml'} 无法读取。 It cannot be read: {error}") from error


def secret_key(environment: Environment) -> str:
    """The key that signs sessions: the given one, else the town's own, made once and readable by its owner only."""
    if environment.secret_key:
        return environment.secret_key
    if environment.town is None:
        return secrets.token_urlsafe(48)
    path = environment.town / KEY_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    key = path.read_text().strip()
    if len(key) < 32:
        raise ImproperlyConfigured(
            f"{path} 为空或过短，请删除后重新启动。 It is empty or too short: delete it and start again."
        )
    return key


def database(environment: Environment) -> dict[str, Any]:
    """Django's settings of the one database: the town's SQLite file unless the environment names another."""
    if environment.database_url:
        settings: dict[str, Any] = dict(dj_database_url.parse(environment.database_url))
    else:
        name = environment.town / DATABASE if environment.town else ":memory:"
        settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(name)}
    options = settings.setdefault("OPTIONS", {})
    if settings["ENGINE"].endswith("sqlite3"):
        # One writer at a time, queued from its first statement; readers never wait; what was answered is on disk.
        options |= {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    else:
        # Django turns prepared statements off; these two lines bring them back.
        options |= {
            "prepare_threshold": None if environment.database_pooled else 1,
            "server_side_binding": not environment.database_pooled,
        }
        settings |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    return settings


def moved_start(environment: Environment, town: dict[str, Any]) -> datetime | None:
    """Where a moved clock starts, in the town's zone; refused outside a town for demonstration."""
    if environment.now is None:
        return None
    if town.get("demo") is not True:
        raise ImproperlyConfigured(
            "只有演示城（town.toml 中 demo = true）可以拨动时钟，请去掉 WOLAIBAN_NOW。 "
            "Only a town with demo = true in its town.toml may move the clock: unset WOLAIBAN_NOW."
        )
    if environment.now.tzinfo is None:
        return environment.now.replace(tzinfo=ZoneInfo(town.get("zone", "Asia/Shanghai")))
    return environment.now


def shares_a_clock(folder: Path, town: dict[str, Any]) -> bool:
    """Whether the town's processes follow one clock that visitors move: only where `wolaiban demo` opened it."""
    return town.get("demo") is True and (folder / clock.FILE).is_file()
