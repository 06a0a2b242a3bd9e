"""Try the product where nothing is: a bare Debian 12 with only git and python3 (and certificates), made by debootstrap.

    bin/bare             the demo as a user without rights, then the tests as root; prints how long each took
    bin/bare demo        one of the two: demo, test
    bin/bare --renew     make the bare system anew first

What runs in it is a clean clone of the last commit. The system is kept below /var/tmp/wolaiban-bare for the next time;
each try works on a fresh copy of it. It needs root (debootstrap, chroot) and a Debian mirror: WOLAIBAN_DEBIAN_MIRROR.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = Path("/var/tmp/wolaiban-bare")
BASE, TRY = HOME / "base", HOME / "try"
MIRROR = os.environ.get("WOLAIBAN_DEBIAN_MIRROR", "http://deb.debian.org/debian")
PACKAGES = "git,python3,ca-certificates"
USER = "clerk"
LIMITS_SECONDS = {"demo": 180, "test": 600}
# How this machine reaches the network is no part of the product, so it is lent: names, certificates, proxy, mirror.
LENT_FILES = ["/etc/resolv.conf", "/etc/hosts", "/etc/ssl/certs/ca-certificates.crt", "/etc/pip.conf"]
LENT_NAMES = (
    "PIP_INDEX_URL",
    "PIP_CERT",
    "PIP_DEFAULT_TIMEOUT",
    "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
)


def run(*command: str | Path) -> None:
    """Run one command; its failure ends the try."""
    subprocess.run(command, check=True)


def make_base() -> None:
    """A minimal Debian 12, once."""
    if not shutil.which("debootstrap"):
        run("apt-get", "-qq", "update")
        run("apt-get", "-qq", "install", "--yes", "--no-install-recommends", "debootstrap")
    shutil.rmtree(BASE, ignore_errors=True)
    making = HOME / "making"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    print("bare: making Debian 12 with git and python3 ...", flush=True)
    run("debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bookworm", making, MIRROR)
    shutil.rmtree(making / "var/cache/apt/archives", ignore_errors=True)
    making.rename(BASE)


def make_try() -> None:
    """A fresh copy of it with two clean clones: one of a user without rights, one of root."""
    shutil.rmtree(TRY, ignore_errors=True)
    run("cp", "--archive", BASE, TRY)
    for name in LENT_FILES:
        if Path(name).is_file():
            target = TRY / name.lstrip("/")
            target.unlink(missing_ok=True)
            shutil.copyfile(name, target)
    run("chroot", TRY, "useradd", "--create-home", USER)
    for home in (f"home/{USER}", "root"):
        run("git", "clone", "--quiet", "--no-local", ROOT, TRY / home / "wolaiban")
    run("chroot", TRY, "chown", "--recursive", f"{USER}:{USER}", f"/home/{USER}")


def free_port() -> int:
    """A port nobody listens on: the bare system shares this machine's network."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def inside(user: str, command: str) -> int:
    """Run a command as a user in the bare system; whatever it leaves running ends with it."""
    home = "/root" if user == "root" else f"/home/{user}"
    lent = [f"{name}={os.environ[name]}" for name in LENT_NAMES if name in os.environ]
    environment = [
        "env",
        "-i",
        f"HOME={home}",
        f"USER={user}",
        "LANG=C.UTF-8",
        "TERM=dumb",
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        *lent,
    ]
    mounts = 'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && mount -t tmpfs -o mode=1777 tmpfs "$0/tmp"'
    outer = f'{mounts} && exec chroot "$0" "$@"'
    shell = ["runuser", "-u", user, "--", *environment, "sh", "-c", f"cd {home}/wolaiban && {command}"]
    namespace = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", outer, str(TRY)]
    return subprocess.run([*namespace, *shell], stdin=subprocess.DEVNULL).returncode


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="bin/bare", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="*", help="demo, test (both without a choice)")
    parser.add_argument("--renew", action="store_true", help="make the bare system anew")
    given = parser.parse_args()
    tries = {"demo": (USER, f"bin/demo --once --port {free_port()}"), "test": ("root", "CI=true bin/test")}
    if wrong := [word for word in given.what if word not in tries]:
        parser.error(f"no such try: {', '.join(wrong)} (there are: {', '.join(tries)})")
    if os.geteuid() != 0:
        print("bare: debootstrap and chroot need root. Run: sudo bin/bare", file=sys.stderr)
        return 1
    if given.renew or not BASE.is_dir():
        make_base()
    make_try()
    lines = []
    for name, (user, command) in tries.items():
        if given.what and name not in given.what:
            continue
        print(f"\n=== bare: {command} as {user} ===", flush=True)
        started = time.monotonic()
        code = inside(user, command)
        seconds, limit = time.monotonic() - started, LIMITS_SECONDS[name]
        outcome = (
            f"FAILED (exit code {code})" if code else f"TOO SLOW (limit {limit} s)" if seconds > limit else "passed"
        )
        lines.append((name, seconds, outcome))
    print("\n=== bare: in all ===")
    for name, seconds, outcome in lines:
        print(f"{name:<6}{seconds:>6.0f} s  {outcome}")
    shutil.rmtree(TRY, ignore_errors=True)
    return 0 if all(outcome == "passed" for *_, outcome in lines) else 1


if __name__ == "__main__":
    raise SystemExit(main())
