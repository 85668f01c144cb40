"""Whose network a mobile number is of. Pure.

In Indonesia a number cannot be taken along to another network, so its first four digits say it. The prefixes are those
of libphonenumber's carrier data (Apache License 2.0), which itself would cost every process 48 MB for this one table.
"""

from __future__ import annotations

PREFIXES = {
    "Telkomsel": "0811 0812 0813 0821 0822 0823 0851 0852 0853",
    "Indosat": "0814 0815 0816 0855 0856 0857 0858 0895 0896 0897 0898 0899",
    "XL": "0817 0818 0819 0859 0877 0878 0879",
    "AXIS": "0831 0832 0833 0838",
    "Smartfren": "0881 0882 0883 0887 0888 0889",
}
NETWORKS = {prefix: name for name, prefixes in PREFIXES.items() for prefix in prefixes.split()}
SHORTEST = 9  # digits of a mobile number with its leading zero; shorter is a service's number


def network_of(number: str) -> str:
    """The network's name as people know it; empty for a fixed, a foreign or a service's number, all as `normalised`."""
    return NETWORKS.get(number[:4], "") if len(number) >= SHORTEST else ""
