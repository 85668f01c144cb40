"""What a head of department is pointed to, and in which order."""

from __future__ import annotations

from typing import Any

from reporting.attention import FEW, MANY_OPEN, lines


def figures(**instead: Any) -> dict[str, Any]:
    """A month in which all is well."""
    usual = {
        "agencies": [agency("DMK", "Damkar"), agency("", "")],
        "within_limit": {"kept": 90, "of": 100, "share": 90.0, "not_arrived": 0},
        "nuisance": {"count": 100, "share": 23.0},
        "standards": [{"clock": "arrive", "percentile": 80}, {"clock": "accept", "percentile": 90}],
        "trend": [{"nuisance_share": 23.0}, {"nuisance_share": 23.0}],
    }
    return {**usual, **instead}


def agency(code: str, name: str, *, open_tickets: int = 0, answered: float = 100.0, of: int = 20) -> dict[str, Any]:
    """One agency."""
    return {
        "code": code,
        "name": name,
        "service": {"open": open_tickets, "oldest_s": 27 * 86400 if open_tickets else None},
        "answered_in_time": {"of": of, "share": answered if of else None},
    }


def said(found: dict[str, Any]) -> list[str]:
    """The lines as they are read."""
    return [f"{line.tone}: {line.lead}, {line.rest}" for line in lines(found)]


def test_a_month_in_which_all_is_well_has_nothing_to_point_to() -> None:
    assert said(figures()) == []


def test_the_agencies_with_most_open_tickets_are_named_together() -> None:
    rows = [
        agency("DHB", "Dishub", open_tickets=23),
        agency("DLH", "DLHK", open_tickets=17),
        agency("BPB", "BPBD", open_tickets=8),
    ]
    assert said(figures(agencies=rows)) == ["crit: Dishub dan DLHK: 40 tiket layanan terbuka, tertua 27 hari."]


def test_a_few_open_tickets_are_no_news() -> None:
    assert said(figures(agencies=[agency("DHB", "Dishub", open_tickets=MANY_OPEN - 1)])) == []


def test_late_arrivals_are_counted_when_the_target_is_missed() -> None:
    late = {"kept": 70, "of": 100, "share": 70.0, "not_arrived": 0}
    assert said(figures(within_limit=late)) == ["warn: 30 dari 100 kejadian darurat terlambat didatangi, target 80%."]
    nobody = said(figures(within_limit={**late, "not_arrived": 4}))
    assert nobody == ["warn: 30 dari 100 kejadian darurat terlambat didatangi, 4 tidak pernah didatangi."]


def test_nothing_measured_is_not_late() -> None:
    assert said(figures(within_limit={"kept": 0, "of": 0, "share": None, "not_arrived": 0})) == []


def test_the_two_slowest_to_answer_are_named_unless_they_were_asked_too_rarely() -> None:
    rows = [
        agency("PLN", "PLN", answered=74.0),
        agency("DLH", "DLHK", answered=62.0),
        agency("BPB", "BPBD", answered=80.0),
        agency("SAR", "Basarnas", answered=10.0, of=FEW - 1),
    ]
    assert said(figures(agencies=rows)) == ["warn: DLHK dan PLN paling lambat menjawab, 62% dan 74% tepat waktu."]


def test_nuisance_is_good_news_when_it_falls_and_bad_when_it_rises() -> None:
    fallen = figures(trend=[{"nuisance_share": 31.7}, {"nuisance_share": 23.0}])
    risen = figures(trend=[{"nuisance_share": 20.0}, {"nuisance_share": 23.0}])
    assert said(fallen) == ["ok: Iseng & hening turun 8,7 poin, dibanding bulan sebelumnya."]
    assert said(risen) == ["warn: Iseng & hening naik 3,0 poin, dibanding bulan sebelumnya."]


def test_the_first_month_has_nothing_to_compare_with() -> None:
    assert said(figures(trend=[{"nuisance_share": 23.0}])) == []


def test_at_most_three_lines_and_one_of_them_is_the_good_news() -> None:
    everything = figures(
        agencies=[agency("DHB", "Dishub", open_tickets=23, answered=50.0)],
        within_limit={"kept": 10, "of": 100, "share": 10.0, "not_arrived": 0},
        trend=[{"nuisance_share": 40.0}, {"nuisance_share": 23.0}],
    )
    assert [line.tone for line in lines(everything)] == ["crit", "warn", "ok"]
