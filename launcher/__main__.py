"""What the commands of the project start: `python -m launcher run | test | servers`."""

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn

from launcher import foreground
from launcher.refusal import Refusal
from launcher.stopping import Stopped, listen

ROOT = Path(__file__).resolve().parent.parent


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the words given to it in one line."""

    def error(self, message: str) -> NoReturn:
        """End with exit code 2."""
        self.exit(2, f"Perintah tidak dipahami: {message}\nPilihan yang ada: {self.prog} --help\n")


def parser() -> Parser:
    """The commands and their options."""
    root = Parser(prog="launcher", description="Menyalakan dan memeriksa NTPD 112.")
    commands = root.add_subparsers(dest="command", required=True, parser_class=Parser)
    servers = commands.add_parser("servers", help="hanya PostgreSQL dan Valkey, untuk pengembang")
    servers.add_argument("--state", type=Path, default=default_state(), help="folder data (bawaan: .state)")
    servers.add_argument("--fast", action="store_true", help="cepat tetapi tidak tahan mati listrik: hanya untuk uji")
    servers.set_defaults(start=foreground.servers)
    return root


def default_state() -> Path:
    """Where the data lies unless told otherwise."""
    return Path(os.environ.get("NTPD112_STATE") or ROOT / ".state")


def main(words: list[str]) -> int:
    """Run one command; its exit code."""
    options = parser().parse_args(words)
    listen()
    try:
        code: int = options.start(options)
    except Stopped:
        return 0
    except Refusal as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
