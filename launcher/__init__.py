"""Starts, watches and stops the processes of one machine. Standard library only, and no knowledge of the apps."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
