"""Open data of a service without personal data: CSV, JSON, Parquet  开放数据"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from wolaiban.statistics.opendata import export

from ._town import bring_up_to_date, json_option, show

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--service", required=True, metavar="CODE", help="service  服务代码")
@click.option(
    "--to", "folder", required=True, type=click.Path(path_type=Path), metavar="DIR", help="folder  目标文件夹"
)
@click.option("--format", "formats", default="csv,json", show_default=True, help="csv, json, parquet  格式")
@click.option("--registered-from", "first", type=DAY, metavar="D", help="first day of registration  登记日期自")
@click.option("--registered-to", "last", type=DAY, metavar="D", help="last day, included  登记日期至（含）")
@json_option
def command(
    service: str, folder: Path, formats: str, first: datetime | None, last: datetime | None, as_json: bool
) -> None:
    """Cases, events, promises and figures with a dictionary of columns and checksums.  开放数据"""
    bring_up_to_date()
    names = [name.strip() for name in formats.split(",") if name.strip()]
    done = export(service, folder, formats=names, first=first and first.date(), last=last and last.date())
    rows = "\n".join(f"{count:>9,}  {name}" for name, count in done.rows.items())
    text = f"{rows}\n已写入 {done.folder}：{'、'.join(done.files)}\nWritten to {done.folder}, with checksums."
    show({"folder": str(done.folder), "files": done.files, "rows": done.rows}, as_json, text)
