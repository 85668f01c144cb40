"""Cameras: a file from outside is taken whole or not at all, and the nearest stand beside an incident."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from agencies import camera_files
from agencies.cameras import Camera, nearest_lines
from incidents.models import Incident
from tests.factories import browser, get, incident, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("centre")]

HEAD = "kode,nama,lintang,bujur,tautan\n"
LINE = "K-01,Simpang Mandonga,-3.9601,122.5301,https://cctv.example.go.id/k01\n"
HERE = (-3.9601, 122.5301)


def imported(folder: Path, content: str | bytes) -> str:
    """What the command says of a file with this in it."""
    path = folder / "kamera.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    said = StringIO()
    call_command("import_cameras", str(path), stdout=said)
    return said.getvalue().strip()


def camera(code: str, north_m: float = 0) -> Camera:
    """A camera so far north of a known point."""
    link = f"https://cctv.example.go.id/{code}"
    return Camera.objects.create(
        code=code, name=f"Kamera {code}", lat=HERE[0] + north_m / 111_195, lng=HERE[1], link=link
    )


def test_a_file_adds_cameras_and_a_second_time_writes_over_them(tmp_path: Path) -> None:
    assert imported(tmp_path, HEAD + LINE) == "1 kamera ditambahkan, 0 diperbarui."
    assert imported(tmp_path, HEAD + LINE) == "0 kamera ditambahkan, 1 diperbarui."
    moved = LINE.replace("Simpang Mandonga", "Bundaran Mandonga")
    imported(tmp_path, HEAD + moved + LINE.replace("K-01", "K-02"))
    assert list(Camera.objects.values_list("code", "name")) == [
        ("K-01", "Bundaran Mandonga"),
        ("K-02", "Simpang Mandonga"),
    ]


def test_a_file_as_a_spreadsheet_set_to_indonesian_writes_it(tmp_path: Path) -> None:
    head, line = "Link;Nama;Kode;Latitude;Longitude", "http://10.1.2.3:8080/a;Pasar, sisi timur;P1;-3,9601;122,5301"
    imported(tmp_path, f"\ufeff{head}\r\n{line}\r\n\r\n".encode())
    row = Camera.objects.get()
    assert (row.code, row.name, row.lat, row.lng) == ("P1", "Pasar, sisi timur", -3.9601, 122.5301)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (LINE.replace("K-01", ""), "baris 3: kode kosong"),
        (LINE.replace("K-01", "K" * 31), "baris 3: kode harus satu baris, paling panjang 30 huruf"),
        (LINE.replace("Simpang", "Sim\x07pang"), "baris 3: nama harus satu baris"),
        (LINE.replace("-3.9601", "utara"), "baris 3: lintang bukan derajat desimal"),
        (LINE.replace("-3.9601", "nan"), "baris 3: lintang bukan derajat desimal"),
        (LINE.replace("-3.9601", "1e400"), "baris 3: lintang bukan derajat desimal"),
        (LINE.replace("-3.9601,122.5301", "122.5301,-3.9601"), "baris 3: titiknya lebih dari 100 km dari"),
        (LINE.replace("-3.9601,122.5301", "0,0"), "baris 3: titiknya lebih dari 100 km dari"),
        (LINE.replace("https://", "javascript:alert(1)//"), "baris 3: Tautan harus berupa alamat http://"),
        (LINE.replace("https://", "rtsp://"), "baris 3: Tautan harus berupa alamat http://"),
        (LINE.replace("https://", "https://admin:rahasia@"), "baris 3: Tautan memuat nama pengguna"),
        (LINE, "baris 3: kode K-01 sudah ada di baris sebelumnya"),
        (LINE.rstrip() + "1,ikut=2\n", "baris 3: kolomnya lebih banyak daripada di baris pertama"),
        ("K-02,hanya dua kolom\n", "baris 3: tautan kosong"),
        ('K-02,"tanda kutip' + "a" * 200_000, "baris 3 tidak terbaca sebagai CSV"),
    ],
)
def test_one_broken_line_refuses_the_whole_file_and_is_named(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(CommandError, match="Tidak ada yang diubah") as refused:
        imported(tmp_path, HEAD + LINE + line)
    assert words in str(refused.value)
    assert not Camera.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kolom kode, nama, lintang, bujur, tautan tidak ada"),
        (HEAD.encode(), "tidak ada satu kamera pun"),
        (b"nama,lintang,bujur\nx,1,2\n", "kolom kode, tautan tidak ada"),
        (HEAD.encode() + "K-01,Jalan Café".encode("latin-1"), "bukan teks UTF-8"),
        (HEAD.encode() + b"K\x00", "bukan berkas teks"),
        (b"\x1f\x8b\x08\x00" + bytes(100), "bukan teks UTF-8"),
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(CommandError) as refused:
        imported(tmp_path, content)
    assert words in str(refused.value)


def test_a_file_too_large_or_with_too_many_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="lebih besar dari 2 MB"):
        imported(tmp_path, HEAD + "x" * camera_files.LARGEST)
    monkeypatch.setattr(camera_files, "MOST", 2)
    with pytest.raises(CommandError, match="lebih dari 2 kamera"):
        imported(tmp_path, HEAD + "".join(LINE.replace("K-01", f"K-{n}") for n in range(3)))


def test_of_many_broken_lines_the_first_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        imported(tmp_path, HEAD + ",,,,x\n" * 40)
    assert str(refused.value).count("kode kosong") == 10
    assert "dan 30 baris lagi" in str(refused.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        call_command("import_cameras", str(tmp_path / "tidak-ada.csv"))


def test_the_nearest_five_within_two_kilometres_stand_with_their_distance() -> None:
    for code, metres in (("far", 2020), ("d", 1990), ("a", 0), ("c", 500), ("b", 120), ("e", 800), ("f", 900)):
        camera(code, metres)
    assert [(one["code"], one["metres"]) for one in nearest_lines(*HERE)] == [
        ("a", 0),
        ("b", 120),
        ("c", 500),
        ("e", 800),
        ("f", 900),
    ]
    assert nearest_lines(None, None) == []


def test_the_desk_and_the_page_show_them_and_a_link_opens_a_window_of_its_own(dispatcher: User) -> None:
    camera("a", 300)
    row = incident(lat=HERE[0], lng=HERE[1])
    near = [{"code": "a", "name": "Kamera a", "link": "https://cctv.example.go.id/a", "metres": 300}]
    assert get(browser(dispatcher), f"incidents/{row.pk}/journal/")[1]["cameras"] == near
    page = browser(dispatcher).get(f"/kejadian/{row.pk}/").content.decode()
    assert '<a href="https://cctv.example.go.id/a" target="_blank" rel="noopener noreferrer">Kamera a</a>' in page
    assert "300 m" in page


def test_cameras_never_tell_where_a_confidential_case_is(dispatcher: User, supervisor: User) -> None:
    camera("a")
    case = incident("kdrt", lat=HERE[0], lng=HERE[1])
    assert get(browser(dispatcher), f"incidents/{case.pk}/journal/")[1]["cameras"] == []
    assert "Kamera a" not in browser(dispatcher).get(f"/kejadian/{case.pk}/").content.decode()
    assert len(get(browser(supervisor), f"incidents/{case.pk}/journal/")[1]["cameras"]) == 1


def test_the_maps_of_desk_and_intake_show_all_and_nobody_else_is_told(
    dispatcher: User, call_taker: User, damkar: User
) -> None:
    row = incident(lat=HERE[0], lng=HERE[1])
    camera("a")
    told(row, dispatcher, agencies=("DMK",))
    for who in (dispatcher, call_taker):
        answer = get(browser(who), "cameras/")[1]
        assert [one["code"] for one in answer["cameras"]] == ["a"]
    assert 'data-layer="cameras"' in browser(call_taker).get("/konsol/").content.decode()
    assert get(browser(damkar), "cameras/")[0] == 403
    assert get(browser(damkar), f"incidents/{row.pk}/journal/")[1]["cameras"] == []


def test_the_admin_asks_for_the_same_kind_of_link() -> None:
    row = Camera(code="x", name="x", lat=HERE[0], lng=HERE[1], link="ftp://example.go.id/a")
    with pytest.raises(ValidationError, match="http://"):
        row.full_clean()


def test_names_are_shown_as_names(dispatcher: User, fire: Incident) -> None:
    Incident.objects.filter(pk=fire.pk).update(lat=HERE[0], lng=HERE[1])
    Camera.objects.create(code="x", name="<u>x</u>", lat=HERE[0], lng=HERE[1], link="https://example.go.id/'\"><u>")
    page = browser(dispatcher).get(f"/kejadian/{fire.pk}/").content.decode()
    assert "<u>x</u>" not in page
    assert '"><u>' not in page
