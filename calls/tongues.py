"""What a caller's telephone says of the language he may speak and of the country its card is from. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Indonesian in ISO 639; older telephones still write it "in".
OURS = {"id", "in", "ind"}
HOME_COUNTRY = "510"
NAMES = {
    "ar": gettext_lazy("Arab"),
    "de": gettext_lazy("Jerman"),
    "en": gettext_lazy("Inggris"),
    "es": gettext_lazy("Spanyol"),
    "fr": gettext_lazy("Prancis"),
    "hi": gettext_lazy("Hindi"),
    "ja": gettext_lazy("Jepang"),
    "ko": gettext_lazy("Korea"),
    "ms": gettext_lazy("Melayu"),
    "nl": gettext_lazy("Belanda"),
    "ru": gettext_lazy("Rusia"),
    "th": gettext_lazy("Thai"),
    "vi": gettext_lazy("Vietnam"),
    "zh": gettext_lazy("Mandarin"),
}


@dataclass(frozen=True)
class Tongue:
    """The language a telephone is set to (ISO 639) and its card's network (MCC and MNC); empty where it said nothing.

    Only a hint: many telephones here are set to English, and the caller speaks Indonesian.
    """

    language: str = ""
    home: str = ""

    @property
    def likely(self) -> str:
        """The foreign language to expect of the caller; none of a card from here, whatever its telephone is set to."""
        is_from_here = self.home[:3] == HOME_COUNTRY or self.language in OURS
        return "" if is_from_here else self.language

    @property
    def in_words(self) -> str:
        """What of it is foreign, for people; empty if nothing is."""
        parts = []
        if self.language and self.language not in OURS:
            name = NAMES.get(self.language, self.language)
            parts.append(_("Bahasa ponsel: %(name)s") % {"name": name})
        if self.home and self.home[:3] != HOME_COUNTRY:
            parts.append(_("kartu SIM luar negeri (MCC %(code)s)") % {"code": self.home[:3]})
        return " · ".join(parts)
