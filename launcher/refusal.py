"""How the launcher says no: one line for the person at the terminal, never a traceback."""


class Refusal(Exception):
    """What is wrong and what to do about it, in Indonesian; the launcher prints it and ends with exit code 1."""
