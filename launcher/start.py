"""`./run`: brings the whole stack up step by step, watches over it, and takes it down again."""

import argparse
import os
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from launcher import ROOT, network, plan, say
from launcher.children import Child
from launcher.preparing import Preparation
from launcher.refusal import Refusal
from launcher.running import told
from launcher.servers import Postgres, Valkey
from launcher.state import claimed, folders, recordings_key, refuse_full_disk, secret_key, wipe
from launcher.statics import gather
from launcher.stopping import Stopped, pause
from launcher.supervisor import Supervisor
from launcher.waiting import READY_WITHIN, complaint

ROUND = 0.2  # seconds between two looks at the children
TRIM_EVERY = 60  # seconds
# What the address of a server that is not ours may begin with.
DATABASES = ("postgres", "postgresql", "psql", "pgsql")
QUEUES = ("redis", "rediss")
FROM_OUTSIDE = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS")


def run(options: argparse.Namespace) -> int:
    """Start everything and stay until asked to stop; with --setup-only, only what needs no server."""
    state = options.state.resolve()
    refuse_full_disk(state)
    if options.setup_only:
        gather()
        say.line("Siap dipakai. Nyalakan dengan: ./run")
        return 0
    with claimed(state) as strays:
        if strays:
            say.line(f"Sisa proses yang lalu dihentikan: {', '.join(strays)}.")
        network.refuse_taken_port(options.host, options.port)
        if options.fresh:
            _wipe(state)
        _Stack(options, state).serve()
    return 0


def _wipe(state: Path) -> None:
    if os.environ.get("DATABASE_URL"):
        raise Refusal("--fresh tidak menghapus data di server dari DATABASE_URL. Kosongkan sendiri, lalu ./run biasa.")
    wipe(state)


class _Stack:
    """All that runs for one start."""

    def __init__(self, options: argparse.Namespace, state: Path) -> None:
        self._state = state
        self._place = plan.Place(options.host, options.port, state)
        self._site = network.address(options.host, options.port)
        self._preparation = Preparation(state, [row for row in plan.COMMANDS if options.demo or not row.is_demo])
        left_out = {plan.EVENING} if options.quiet or not options.demo else set()
        self._processes = plan.wanted(os.environ, left_out=left_out)
        self._servers = _wanted_servers(state)
        self._supervisor = Supervisor()
        self._steps = say.Steps(1 + len(self._servers) + self._preparation.steps() + len(self._processes))
        self._environment = _environment(state, options.host)

    def serve(self) -> None:
        """Up, stay, down; whatever happens in between, nothing is left running."""
        with ExitStack() as stack:
            stack.callback(self._stop)
            try:
                self._start()
                stack.enter_context(told(self._state, self._spoken()))
                self._greet()
                self._stay()
            except Stopped:
                say.line("\nMenghentikan semuanya …")
        say.line("Semua sudah berhenti. Data tetap tersimpan.")

    def _start(self) -> None:
        with self._steps.step("Berkas tampilan"):
            gather()
        for text, variable, server in self._servers:
            with self._steps.step(text):
                self._supervisor.add(server.child)
                server.start()
                self._environment[variable] = server.url
        self._preparation.finish(self._environment, self._steps, meanwhile=self._supervisor.watch)
        (self._state / "beat").mkdir(exist_ok=True)
        children = [(row, self._launch(row)) for row in self._processes]
        for row, child in children:
            with self._steps.step(row.text):
                self._await(row, child)

    def _spoken(self) -> dict[str, str]:
        """What a command typed beside this start must know, whoever named it: the environment or we."""
        given = {name: os.environ[name] for name in FROM_OUTSIDE if os.environ.get(name)}
        return self._environment | given | {"NTPD112_URL": self._site}

    def _launch(self, row: plan.Process) -> Child:
        words = [sys.executable, *self._place.fill(row.words)]
        child = Child(row.name, words, self._state, self._environment, grace=row.grace)
        child.spawn()
        self._supervisor.add(child, is_optional=row.is_optional)
        return child

    def _await(self, row: plan.Process, child: Child) -> None:
        """Wait until a process works; one that dies meanwhile is started again, up to a point."""
        deadline = time.monotonic() + READY_WITHIN
        while not (network.is_healthy(self._site) if row.name == plan.WEB else row.ready in child.output()):
            self._supervisor.watch()
            self._steps.tick()
            if time.monotonic() > deadline:
                raise Refusal(complaint(child, f"{row.name} belum siap setelah {READY_WITHIN} detik."))
            pause(ROUND)

    def _greet(self) -> None:
        say.line(f"\nNTPD 112 berjalan. Buka  {self._site}\n")
        rows = [line.split("\t") for line in self._preparation.logins.splitlines() if line.count("\t") == 2]
        if rows:
            say.table([["Peran", "Nama pengguna", "Kata sandi"], *rows])
        if rows and network.is_open(self._place.host):
            say.line("\nAwas: mesin lain di jaringan ini juga dapat masuk dengan akun demo di atas.")
        say.line(f"\nCatatan: {self._state / 'logs'}   Berhenti: Ctrl-C")

    def _stay(self) -> None:
        trimmed = time.monotonic()
        while True:
            self._supervisor.watch()
            if time.monotonic() - trimmed > TRIM_EVERY:
                trimmed = time.monotonic()
                self._supervisor.trim_logs()
            pause(ROUND)

    def _stop(self) -> None:
        self._supervisor.stop()
        for _text, _variable, server in reversed(self._servers):
            server.stop()


def _wanted_servers(state: Path) -> list[tuple[str, str, Postgres | Valkey]]:
    """Our own servers, but for those that the environment names: these must answer."""
    servers: list[tuple[str, str, Postgres | Valkey]] = []
    if os.environ.get("DATABASE_URL"):
        network.refuse_other_scheme("DATABASE_URL", os.environ["DATABASE_URL"], DATABASES)
        network.refuse_silent_server("DATABASE_URL", os.environ["DATABASE_URL"], 5432)
    else:
        servers.append(("PostgreSQL", "DATABASE_URL", Postgres(state)))
    if os.environ.get("REDIS_URL"):
        network.refuse_other_scheme("REDIS_URL", os.environ["REDIS_URL"], QUEUES)
        network.refuse_silent_server("REDIS_URL", os.environ["REDIS_URL"], 6379)
    else:
        servers.append(("Valkey", "REDIS_URL", Valkey(state)))
    return servers


def _environment(state: Path, host: str) -> dict[str, str]:
    """What the children learn beyond the environment of the launcher, which wins where it says something."""
    ours: Mapping[str, str] = {
        "SECRET_KEY": secret_key(state),
        **folders(state),
        "RECORDINGS_KEYS": recordings_key(state),
        "ALLOWED_HOSTS": ",".join(network.own_names(host)),
        "PYTHONUNBUFFERED": "1",
    }
    return {name: value for name, value in ours.items() if not os.environ.get(name)} | {"PYTHONPATH": str(ROOT)}
