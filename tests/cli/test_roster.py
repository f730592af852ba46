"""Lists of a class as people have them: the ids are found, and a head is no student."""

import click
import pytest

from grader.cli.roster import SEPARATORS, read_roster

IDS = ("ana", "bo b", "çem")


def roster(tmp_path, content, encoding="utf-8"):
    path = tmp_path / "class.csv"
    path.write_bytes(content.encode(encoding))
    return read_roster(path)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_csv_of_any_spreadsheet(tmp_path, separator, quote, encoding, end):
    rows = [("id", "name"), ("ana", "Ana"), ("", ""), (" bo b ", "B. O'B"), ("çem", "Çem")]
    cells = [[f"{quote}{cell}{quote}" for cell in row] for row in rows]
    text = end.join(["", *map(separator.join, cells), "", ""])
    found = roster(tmp_path, text, encoding)
    assert (found.ids, found.head) == (IDS, "id")


@pytest.mark.parametrize(
    "text",
    [
        "ana\n\n  bo b\nçem\n",
        "id\nana\nbo b\nçem",
        "ID;\nana;\nbo b;\nçem;\n",
        "ana;Ana\nbo b;O'B, B.\nçem;Çem",
        'ana,"Ana; the first"\nbo b,"two\nlines"\nçem,""\n',
        "sep=;\nid;name\nana;Ana\nbo b;Bo, B.\nçem;\n",
        "Name;Login\nAna;ana\nBo;bo b\nÇem;çem\n",
        "Student,ID,SIS User ID\nAna,1,ana\nBo,2,bo b\nÇem,3,çem\n",
        "First name\tStudent_ID\tID\nAna\tana\t1\nBo\tbo b\t2\nÇem\tçem\t3\n",
        "ana\nana\nbo b\nçem\n",
    ],
)
def test_ids_alone_or_in_a_column_of_their_own(tmp_path, text):
    assert roster(tmp_path, text).ids == IDS


@pytest.mark.parametrize(
    ("text", "head", "ids"),
    [
        # A word over another column, or another form than all below.
        ("Kürzel;Name\nana;Ana\nbo;Bo\n", "Kürzel", ("ana", "bo")),
        ("SIS ID,Section\n17,A\n18,A\n", "SIS ID", ("17", "18")),
        ("Matr.-Nr.\n123456\n234567\n", "Matr.-Nr.", ("123456", "234567")),
        ("Roll,Team\ns123456,x\ns234567,y\n", "Roll", ("s123456", "s234567")),
        ("Adresse;\nana@x.org;\nbo@x.org;\n", "Adresse", ("ana@x.org", "bo@x.org")),
        ("email,name\nana@x.org,Ana\nbo@x.org,Bo\n", "email", ("ana@x.org", "bo@x.org")),
        ("Name\nana\nbo\n", "Name", ("ana", "bo")),
        # These may be people: an account that has no number, one that writes an address.
        ("ana\nbo2\nbo17\n", "", ("ana", "bo2", "bo17")),
        ("123456\n234567\n", "", ("123456", "234567")),
        ("ana\n17\nbo@x.org\n", "", ("ana", "17", "bo@x.org")),
        ("ana@x.org\nbo\n", "", ("ana@x.org", "bo")),
        ("ana\n", "", ("ana",)),
        ("Kürzel\nana\nbo\n", "", ("Kürzel", "ana", "bo")),
    ],
)
def test_a_head_of_other_words_is_known_by_what_stands_below_or_beside(tmp_path, text, head, ids):
    found = roster(tmp_path, text)
    assert (found.head, found.ids) == (head, ids)


def test_a_quoted_name_may_hold_what_separates(tmp_path):
    assert roster(tmp_path, '"Lovelace, Ada"\n"Noether; E."\n').ids == (
        "Lovelace, Ada",
        "Noether; E.",
    )


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("", "utf-8", "holds no ids"),
        ("\n;;\n", "utf-8", "holds no ids"),
        ("id;name\n", "utf-8", "holds no ids below its head"),
        ("Name;Nummer\nAna;17\n", "utf-8", "call that column `id` there"),
        ("id\nana;Ana\n", "utf-8", "line 2: 'ana;Ana' is no id; separate"),
        ("id;name\nana,Ana\n", "utf-8", "line 2: 'ana,Ana' is no id"),
        ("name;id\nAna;ana\n;\nBo;\n", "utf-8", "line 4: there is no id"),
        ('id;name\nana;"Ana\n', "utf-8", "write an id on each line"),
        ("id;name\nana;Çem\n", "cp1252", "no UTF-8 text; save it as such"),
        ("PK\3\4\0\0", "utf-8", "save it as CSV"),
    ],
)
def test_what_is_no_list_is_told(tmp_path, text, encoding, said):
    with pytest.raises(click.UsageError) as told:
        roster(tmp_path, text, encoding)
    assert said in told.value.message
