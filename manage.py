#!/usr/bin/env python3
"""Django's command line for this project."""

import os
import sys

from django.core.management import execute_from_command_line

from launcher.running import environment_of, missing_words
from launcher.state import default_state

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntpd112.settings")
    if "SECRET_KEY" not in os.environ:  # typed by hand beside a running ./run
        os.environ.update({**environment_of(default_state()), **os.environ})
    if unsaid := missing_words(os.environ):
        sys.exit(unsaid)
    execute_from_command_line(sys.argv)
