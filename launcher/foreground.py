"""Only the two servers, in the foreground: what a developer needs beside a runserver or a single test."""

import argparse

from launcher.servers import both
from launcher.state import claimed, folders, secret_key
from launcher.stopping import pause


def servers(options: argparse.Namespace) -> int:
    """Start both, print how to reach them as lines for a shell, and stop them when asked to."""
    state = options.state.resolve()
    with claimed(state), both(state, fast=options.fast) as environment:
        for name, value in {**environment, **folders(state), "SECRET_KEY": secret_key(state)}.items():
            print(f"export {name}='{value}'", flush=True)
        while True:
            pause(0.2)
