"""How root runs a server that refuses to run as root, without making an account and without changing any folder."""

import ctypes
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from launcher.refusal import Refusal

NEW_USER_NAMESPACE = 0x10000000
NOBODY = 65534
SET_SECURE_BITS, KEEP_CAPABILITIES = 28, 1 << 2  # these six are the kernel's numbers, for prctl and capset
AMBIENT_CAPABILITY, RAISE = 47, 2
CAPABILITY_VERSION = 0x20080522
PASS_ANY_FOLDER = 1  # CAP_DAC_OVERRIDE

libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Identity:
    """Who a child becomes between fork and exec; `owner` is the account its folders must belong to, if another."""

    enter: Callable[[], None]
    owner: int | None = None


@cache
def unprivileged() -> Identity:
    """The identity of a server that refuses root: ourselves, or for root an ordinary user of a namespace."""
    if os.geteuid() != 0:
        return Identity(enter=_stay)
    return Identity(enter=_enter_namespace) if _works(_enter_namespace) else nobody()


def nobody() -> Identity:
    """What root becomes where namespaces are forbidden, as in most containers."""
    return Identity(enter=_become_nobody, owner=NOBODY)


def give(folder: Path, identity: Identity) -> None:
    """Make the folder, private, and hand it to the identity that will work in it; Refusal if it is somebody else's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), identity.owner}:
        raise Refusal(f"Folder {folder} milik pengguna lain. Hapus folder itu atau pilih yang lain dengan --state.")
    folder.chmod(0o700)
    if identity.owner is not None:
        os.chown(folder, identity.owner, identity.owner)
        _refuse_if_out_of_reach(folder, identity)


def _refuse_if_out_of_reach(folder: Path, identity: Identity) -> None:
    done = subprocess.run(["ls", str(folder)], preexec_fn=identity.enter, capture_output=True, check=False)
    if done.returncode != 0:
        raise Refusal(
            f"Di mesin ini root tidak boleh menjalankan PostgreSQL, dan pengguna biasa tidak dapat masuk ke {folder}. "
            "Pilih folder lain, misalnya ./run --state /srv/data-112, atau jalankan ./run sebagai pengguna biasa."
        )


def _stay() -> None:
    return None


def _enter_namespace() -> None:
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(NEW_USER_NAMESPACE) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    for name, text in (("setgroups", "deny"), ("uid_map", f"1000 {user} 1"), ("gid_map", f"1000 {group} 1")):
        Path("/proc/self", name).write_text(text)


def _become_nobody() -> None:
    """Another account, which may still pass through root's folders: where the data lies is root's choice, not ours."""
    libc.prctl(SET_SECURE_BITS, KEEP_CAPABILITIES, 0, 0, 0)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    bit = 1 << PASS_ANY_FOLDER
    libc.capset(header, (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0))  # effective, permitted, inheritable
    libc.prctl(AMBIENT_CAPABILITY, RAISE, PASS_ANY_FOLDER, 0, 0)


def _works(enter: Callable[[], None]) -> bool:
    try:
        subprocess.run(["true"], preexec_fn=enter, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True
