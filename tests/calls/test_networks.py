"""The network of a number: read from its first digits, and what is not mobile and ours has none."""

from __future__ import annotations

import phonenumbers
import pytest
from phonenumbers import carrier

from calls.identity import COUNTRY, normalised
from calls.networks import NETWORKS, network_of


@pytest.mark.parametrize("prefix", NETWORKS)
def test_each_prefix_is_of_the_network_that_the_published_table_names(prefix: str) -> None:
    published = carrier.name_for_number(phonenumbers.parse(f"{prefix}41872093", COUNTRY), "id")
    assert published.startswith(network_of(f"{prefix}41872093"))


@pytest.mark.parametrize(
    ("received", "network"),
    [
        ("+62 852-4187-2093", "Telkomsel"),
        ("6281541872093", "Indosat"),
        ("0401312112", ""),
        ("+6585241872", ""),
        ("0852", ""),
        ("", ""),
    ],
)
def test_a_mobile_number_of_ours_has_a_network_however_it_is_written(received: str, network: str) -> None:
    assert network_of(normalised(received)) == network
