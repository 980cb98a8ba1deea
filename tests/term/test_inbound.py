"""Does nothing of a zip get out of the folder, or fill the disk?"""

import contextlib
import datetime
import os
import tempfile
import time
import zipfile
import zoneinfo
from pathlib import Path

import pytest
import zips_of_term as zips
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import CourseError
from autograder.term import inbound, stamps

TEMPORARY = tempfile.TemporaryDirectory(prefix="term-")


def seen(source):
    with inbound.opened(source) as (files, not_taken):
        return {file.path: file for file in files}, {one.name: one.why for one in not_taken}


def test_are_plain_files_read_by_path(tmp_path):
    source = zips.made(
        tmp_path / "a.zip", {"ada/04.ipynb": "{}", "ada/data/x.csv": b"1", "__MACOSX/ada/._04.ipynb": b"", "ada/.DS_Store": b""}
    )
    with inbound.opened(source) as (files, not_taken):
        assert {file.path: file.read() for file in files} == {"ada/04.ipynb": b"{}", "ada/data/x.csv": b"1"} and not not_taken


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "C:\\x", "c:x", "..\\x", "a\\..\\..\\x", "//host/x"])
def test_is_a_name_that_leads_out_not_taken(name, tmp_path):
    files, not_taken = seen(zips.made(tmp_path / "a.zip", {name: b"x", "ok": b""}))
    assert set(files) == {"ok"} and list(not_taken.values()) == ["its name leads out of the folder"]


@pytest.mark.parametrize("name", ["a\x1b[2J", "a\nb", "x" * 201, "/".join("abcdefghijk"), "\u202ea"])
def test_is_an_odd_name_not_taken(name, tmp_path):
    files, not_taken = seen(zips.made(tmp_path / "a.zip", {name: b"x"}))
    assert not files and len(not_taken) == 1


def test_is_a_link_not_taken(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(*zips.link("/etc/passwd"))
    assert list(seen(tmp_path / "a.zip")[1].values()) == ["a link"]


def test_are_names_of_windows_and_macos_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("ada\\04.ipynb", "{}")
    raw = zips.made(tmp_path / "b.zip", {"Jose\u0301/x": b""}).read_bytes()
    raw = raw.replace(b"PK\3\4\x14\0\0\x08", b"PK\3\4\x14\0\0\0").replace(b"\x14\x03\x14\0\0\x08", b"\x14\x03\x14\0\0\0")
    (tmp_path / "b.zip").write_bytes(raw)
    assert set(seen(tmp_path / "a.zip")[0]) == {"ada/04.ipynb"}
    assert set(seen(tmp_path / "b.zip")[0]) == {"Jose\u0301/x"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_is_of_two_files_of_one_name_the_later_taken_and_the_other_told(tmp_path):
    with inbound.opened(zips.made(tmp_path / "a.zip", [("ada/x", b"1"), ("ada/X", b"2"), ("ada/x", b"3")])) as (files, not_taken):
        assert [file.read() for file in files] == [b"3"]
        assert [one.read() for one in not_taken] == [b"1", b"2"]


def test_is_a_file_of_many_megabytes_not_taken_and_what_it_claims_not_believed(tmp_path):
    assert "at most 50 are taken" in seen(zips.claims(tmp_path / "a.zip", "ada/x", 60_000_000))[1]["ada/x"]
    with inbound.opened(zips.claims(tmp_path / "b.zip", "ada/x", 40_000_000)) as (files, _):
        try:
            assert len(files[0].read()) <= 10
        except CourseError as error:
            assert "cannot be read" in str(error)


def test_is_a_zip_bomb_told_before_anything_is_unpacked(tmp_path):
    source = zips.bomb(tmp_path / "a.zip", 100)  # each a gigabyte, they say
    start = time.perf_counter()
    with pytest.raises(CourseError, match="unpacks to 100.0 GB; .* zip bomb"):
        seen(source)
    assert time.perf_counter() - start < 2 and source.stat().st_size < 20_000


def test_are_too_many_files_told(tmp_path, monkeypatch):
    source = zips.made(tmp_path / "a.zip", {f"ada/{n}": b"" for n in range(11)})
    monkeypatch.setattr(inbound, "MEMBERS", 10)
    with pytest.raises(CourseError, match="11 files; at most 10"):
        seen(source)
    monkeypatch.setattr(inbound, "DIRECTORY", 100)
    with pytest.raises(CourseError, match="lists too many files"):
        seen(source)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\3\4" + b"\0" * 100, b"PK\5\6" + b"\0" * 18 + b"rest"])
def test_is_what_is_no_zip_told(content, tmp_path):
    (tmp_path / "a.zip").write_bytes(content)
    try:
        assert seen(tmp_path / "a.zip") == ({}, {})
    except CourseError as error:
        assert "no zip that can be read" in str(error)


def test_are_a_zips_dates_of_the_zone_that_is_given_and_a_disks_what_they_are(tmp_path):
    made = zips.made(tmp_path / "a.zip", {"ada/x.ipynb": b"x"})
    with zipfile.ZipFile(made) as archive:
        said = datetime.datetime(*archive.infolist()[0].date_time)
    for zone, want in ((zoneinfo.ZoneInfo("Asia/Tokyo"), said - datetime.timedelta(hours=9)), (None, stamps.utc(said))):
        with inbound.opened(made, zone) as (files, _):
            assert [stamps.utc(file.when) for file in files] == [want]
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "x.ipynb").write_bytes(b"x")
    os.utime(tmp_path / "folder" / "x.ipynb", (10**9, 10**9))
    with inbound.opened(tmp_path / "folder", zoneinfo.ZoneInfo("Asia/Tokyo")) as (files, _):
        assert [stamps.utc(file.when) for file in files] == [datetime.datetime(2001, 9, 9, 1, 46, 40)]


def test_is_a_member_that_is_broken_told_when_it_is_read(tmp_path):
    source = zips.made(tmp_path / "a.zip", {"ada/x": os.urandom(1000)})
    raw = bytearray(source.read_bytes())
    raw[200] ^= 255
    source.write_bytes(raw)
    with inbound.opened(source) as (files, _), pytest.raises(CourseError, match="cannot be read"):
        files[0].read()


def test_is_a_zip_in_a_zip_a_file(tmp_path):
    packed = zips.inner({"04.ipynb": "{}"})
    with inbound.opened(zips.made(tmp_path / "a.zip", {"ada/all.zip": packed})) as (files, _):
        assert [(file.path, file.read()) for file in files] == [("ada/all.zip", packed)]


def test_is_a_folder_read_without_what_its_links_point_to(tmp_path):
    (tmp_path / "in/ada").mkdir(parents=True)
    (tmp_path / "in/ada/x.ipynb").write_bytes(b"1")
    (tmp_path / "secret").write_bytes(b"s")
    (tmp_path / "in/ada/link").symlink_to(tmp_path / "secret")
    (tmp_path / "in/bob").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "in/pipe")
    files, not_taken = seen(tmp_path / "in")
    assert set(files) == {"ada/x.ipynb"} and not_taken == {"ada/link": "a link", "bob": "a link", "pipe": "no plain file"}


def test_is_a_file_that_is_not_there_told(tmp_path):
    with pytest.raises(CourseError, match="there is no file or folder"):
        seen(tmp_path / "none.zip")


def test_is_a_file_that_has_the_name_of_a_folder_not_taken(tmp_path):
    files, not_taken = seen(zips.made(tmp_path / "a.zip", [("ada/x", b"1"), ("ada/x/y/z", b"2"), ("ada", b"3")]))
    assert set(files) == {"ada/x/y/z"} and set(not_taken) == {"ada/x", "ada"}


@settings(deadline=None)
@given(st.text(st.sampled_from("ab./\\:C \0\n\u202e"), max_size=12))
def test_does_no_name_lead_out_of_the_folder(name):
    path = inbound._path(name)
    if path is not None and not inbound._odd(path):
        assert Path("/class", path).resolve().is_relative_to("/class") and Path("/class", path) != Path("/class")


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_does_a_damaged_zip_end_in_one_line(data):
    file = Path(TEMPORARY.name, "damaged.zip")
    raw = bytearray(zips.inner({"ada/x.ipynb": "{}" * 50, "José/y": b"1", "a.zip": zips.inner({"z": b""})}))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    file.write_bytes(raw[: data.draw(st.integers(len(raw) - 30, len(raw)))])
    with contextlib.suppress(CourseError), inbound.opened(file) as (files, not_taken):
        for one in [*files, *not_taken]:
            with contextlib.suppress(CourseError):
                if one.read:
                    one.read()
