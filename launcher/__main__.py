"""What the commands of the project start: `python -m launcher run | test | servers`."""

import argparse
import sys
from pathlib import Path
from typing import NoReturn

from launcher import checks, foreground, start
from launcher.refusal import Refusal
from launcher.state import default_state
from launcher.stopping import Stopped, listen


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the words given to it in one line."""

    def error(self, message: str) -> NoReturn:
        """End with exit code 2."""
        self.exit(2, f"Perintah tidak dipahami: {message}\nPilihan yang ada: {self.prog} --help\n")


def parser() -> Parser:
    """The commands and their options."""
    root = Parser(prog="launcher", description="Menyalakan dan memeriksa NTPD 112.")
    commands = root.add_subparsers(dest="command", required=True, parser_class=Parser)
    run = commands.add_parser("run", prog="./run", help="menyalakan seluruh sistem")
    run.add_argument("--port", type=port, default=8112, metavar="N", help="port halaman (bawaan: 8112)")
    run.add_argument("--host", default="127.0.0.1", help="alamat halaman (bawaan: 127.0.0.1, hanya mesin ini)")
    run.add_argument(
        "--state", type=Path, default=default_state(), metavar="FOLDER", help="folder data (bawaan: .state)"
    )
    run.add_argument("--fresh", action="store_true", help="hapus data lama dan mulai dari awal")
    run.add_argument("--quiet", action="store_true", help="tanpa simulasi malam yang tenang")
    run.add_argument("--no-demo", dest="demo", action="store_false", help="tanpa akun, riwayat, dan simulasi demo")
    run.add_argument("--setup-only", action="store_true", help="hanya memasang yang kurang, lalu selesai")
    run.set_defaults(start=start.run, refuse=run.error)
    servers = commands.add_parser("servers", help="hanya PostgreSQL dan Valkey, untuk pengembang")
    servers.add_argument("--state", type=Path, default=default_state(), help="folder data (bawaan: .state)")
    servers.add_argument("--fast", action="store_true", help="cepat tetapi tidak tahan mati listrik: hanya untuk uji")
    servers.set_defaults(start=foreground.servers, refuse=servers.error)
    return root


def port(text: str) -> int:
    """A port number that can be listened on."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError("harus angka 1 sampai 65535")
    return int(text)


def main(words: list[str]) -> int:
    """Run one command; its exit code."""
    listen()
    try:
        if words[:1] == ["test"]:
            return checks.test(words[1:])
        options, strange = parser().parse_known_args(words)
        if strange:
            options.refuse(" ".join(strange))
        code: int = options.start(options)
    except Stopped:
        return 0
    except Refusal as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\n{error.strerror}: {error.filename or ''}. Periksa izin dan isi folder itu.", file=sys.stderr)
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
