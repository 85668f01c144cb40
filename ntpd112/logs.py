"""What the logs say of whom a page is not for."""

from __future__ import annotations

import logging


class RefusedInOneLine(logging.Filter):
    """A refusal is no fault of ours: which page and which account, without the way through the code."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every line is written, those of a 403 short. Whom nobody has asked for yet is not looked up for it."""
        if getattr(record, "status_code", None) == 403 and isinstance(record.args, tuple):
            account = getattr(getattr(record, "request", None), "_cached_user", None)
            record.exc_info = None
            record.msg, record.args = f"{record.msg} (account %s)", (*record.args, getattr(account, "pk", None))
        return True
