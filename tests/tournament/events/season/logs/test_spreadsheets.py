"""Spreadsheets as people write them: read without a question, and said back."""

from datetime import date

import pytest

from tournament.events.season.friend_log import read_friend_log
from tournament.events.season.logs.days import dates_of, readings
from tournament.events.season.logs.sheet import separator_of

ANN_NED = (
    ("Ann", 0, True, 0, 1), ("Ned Flanders", 0, False, 0, 0), ("Ann", 2, True, 1, 1),
)  # fmt: skip
"""Three gifts, which every spreadsheet below tells."""


def read(tmp_path, content, days=25, **words):
    path = tmp_path / "my log.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_friend_log(path, days, **words)


def sheet(head, *rows, mark=",", end="\n"):
    return end.join(mark.join(row) for row in (head, *rows)) + end


USUAL = (
    ("friend", "day", "giver", "mine", "theirs"),
    ("Ann", "1", "me", "nice", "naughty"),
    ("Ned Flanders", "1", "friend", "nice", "nice"),
    ("Ann", "3", "me", "naughty", "naughty"),
)
SHEETS = {
    "as the docs say": sheet(*USUAL),
    "semicolons and a mark, as Excel writes in half of Europe": b"\xef\xbb\xbf"
    + sheet(*USUAL, mark=";", end="\r\n").encode(),
    "tabs in UTF-16, as Excel calls Unicode text": sheet(*USUAL, mark="\t").encode("utf-16"),
    "UTF-16 without a mark": sheet(*USUAL, mark="\t").encode("utf-16-le"),
    "bars": sheet(*USUAL, mark="|"),
    "a first line that tells what stands between columns": "sep=;\r\n" + sheet(*USUAL, mark=";"),
    "quotes, spaces, empty lines, a column of notes": (
        'Note,"Friend", Day ,Giver,Mine,Theirs\n\n"hm, sad",Ann,1,Me,NICE,"Naughty "\n,,,,,\n'
        '"said ""hi""",Ned  Flanders,1,Friend,nice,nice\n,Ann,3,me,naughty,naughty\n'
    ),
    "other headings, dates, and good and bad": sheet(
        ("Date", "Neighbour", "Who gave?", "My move", "Their move"),
        ("2015-12-08", "Ann", "I", "good", "bad"),
        ("2015-12-08", "Ned Flanders", "they", "good", "good"),
        ("2015-12-10", "Ann", "I", "bad", "bad"),
    ),
    "decimal commas, and cooperate and defect": sheet(
        ("Day", "Town", "From", "Me", "Them"),
        ("1,0", "Ann", "me", "cooperate", "defect"),
        ("1,0", "Ned Flanders", "Ned Flanders", "C", "C"),
        ("3,0", "Ann", "me", "D", "D"),
        mark=";",
    ),
    "questions as headings": sheet(
        ("Name", "When", "Sent by", "Was I nice?", "Were they naughty?"),
        ("Ann", "Day 1", "Homer", "yes", "yes"),
        ("Ned Flanders", "Day 1", "Ned Flanders", "yes", "no"),
        ("Ann", "Day 3", "Homer", "no", "1"),
    ),
    "n and x": sheet(
        ("neighbor", "day", "from", "i was", "they were"),
        ("Ann", "1.", "me", "n", "x"),
        ("Ned Flanders", "1.", "them", "n", "n"),
        ("Ann", "3.", "me", "x", "x"),
    ),
    "no headings": sheet(
        ("1", "Ann", "me", "nice", "naughty"),
        ("1", "Ned Flanders", "friend", "nice", "nice"),
        ("3", "Ann", "me", "naughty", "naughty"),
    ),
    "one move a line": sheet(
        ("day", "friend", "who", "move"),
        ("1", "Ann", "me", "nice"), ("1", "Ann", "Ann", "naughty"),
        ("1", "Ned Flanders", "friend", "nice"), ("1", "Ned Flanders", "me", "nice"),
        ("3", "Ann", "me", "naughty"), ("3", "Ann", "friend", "naughty"),
        ("3", "Ned Flanders", "me", "nice"),
    ),
    "one move a line, from and to": sheet(
        ("Date", "From", "To", "Nice?"),
        ("8 Dec", "Homer", "Ann", "y"), ("8 Dec", "Ann", "Homer", "n"),
        ("8 Dec", "Ned Flanders", "Homer", "y"), ("8 Dec", "Homer", "Ned Flanders", "y"),
        ("10 Dec", "Homer", "Ann", "n"), ("10 Dec", "Ann", "Homer", "n"),
    ),
    "days of two months": sheet(
        ("friend", "date", "giver", "mine", "theirs"),
        ("Ann", "30/12/2015", "me", "nice", "naughty"),
        ("Ned Flanders", "30/12/2015", "friend", "nice", "nice"),
        ("Ann", "01/01/2016", "me", "naughty", "naughty"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_a_spreadsheet_is_read(tmp_path, name):
    found = read(tmp_path, SHEETS[name])
    assert found.gifts == ANN_NED
    assert found.friends == ("Ann", "Ned Flanders")
    assert found.today == 3
    said = " ".join(found.understood)
    assert "3 gifts on 2 days with 2 friends: 2 you gave, 1 you got" in said
    assert "Today is day 4." in said


@pytest.mark.parametrize("letters", ["utf-8", "cp1252", "utf-16"])
def test_letters_of_windows_are_read(tmp_path, letters):
    content = "friend;day;giver;mine;theirs\nRenée Müller;1;me;nice;nice\n".encode(letters)
    assert read(tmp_path, content).friends == ("Renée Müller",)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("as the docs say", "has commas between its columns: friend, day, giver, mine and theirs."),
        ("bars", "has bars between its columns"),
        ("quotes, spaces, empty lines, a column of notes", "; Note not used."),
        ("other headings, dates, and good and bad", "Neighbour is the friend"),
        ("other headings, dates, and good and bad", "Good means nice, and bad means naughty"),
        ("other headings, dates, and good and bad", "day 1 is 2015-12-08"),
        ("questions as headings", "Was I nice? is your move"),
        ("questions as headings", "Homer is you"),
        ("no headings", "no headings, so column 1 is the day, column 2 is the friend"),
        ("no headings", "column 4 is your move and column 5 is the friend's move"),
        ("one move a line", "whoever stands first gave it"),
        ("one move a line", "1 move without an answer left out"),
    ],
)
def test_what_was_understood_is_said_back(tmp_path, name, said):
    assert said in " ".join(read(tmp_path, SHEETS[name]).understood)


def test_without_a_giver_all_gifts_are_mine(tmp_path):
    found = read(tmp_path, "friend,day,mine,theirs\nAnn,1,nice,bad\nBob\n")
    assert found.gifts == (("Ann", 0, True, 0, 1),)
    assert "Nothing says who gave, so all gifts count as yours." in found.understood


def test_a_list_of_friends_is_a_log(tmp_path):
    found = read(tmp_path, "Neighbour\nAnn\nBob\n")
    assert (found.friends, found.gifts, found.today) == (("Ann", "Bob"), (), 0)
    assert "It names 2 friends and no gifts: today is day 1." in found.understood


def test_an_apostrophe_that_hides_a_formula_is_taken_off(tmp_path):
    text = "friend,day,giver,mine,theirs\n'=Ann,1,me,nice,nice\n"
    assert read(tmp_path, text).friends == ("=Ann",)


def test_the_first_day_may_be_told(tmp_path):
    text = "friend,date,giver,mine,theirs\nAnn,10.12.2015,me,nice,nice\n"
    assert read(tmp_path, text).today == 1
    assert read(tmp_path, text, first=date(2015, 12, 8)).today == 3
    with pytest.raises(ValueError, match="`date` must be in the 25 days from 2015-12-11 on; got"):
        read(tmp_path, text, first=date(2015, 12, 11))


HOSTILE = {
    "a workbook": (b"PK\x03\x04\x14\x00", ": the log is a workbook, and a text is needed;"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1", ": the log is a workbook"),
    "1 and 0 without a question": (
        sheet(USUAL[0], ("Ann", "1", "me", "1", "0")),
        ":2: `mine` must be nice or naughty; got '1'; head the column `nice?`, or write the words.",
    ),
    "yes below both words": (
        sheet(("friend", "day", "giver", "mine", "nice or naughty theirs"),
              ("Ann", "1", "me", "nice", "yes")),
        ":2: `nice or naughty theirs` must be nice or naughty; got 'yes'; head",
    ),
    "x alone": (sheet(USUAL[0], ("Ann", "1", "me", "x", "x")), ":2: `mine` must be nice or"),
    "two columns of friends": (
        "friend,Friend,day,mine,theirs\n", ":1: two columns could be the `friend`: 'friend' and"
    ),
    "a date among days": (
        sheet(USUAL[0], ("Ann", "1", "me", "nice", "nice"),
              ("Ann", "2015-12-09", "me", "nice", "nice")),
        ":3: `day` must be in [1, 25]; got '2015-12-09'.",
    ),
    "a day among dates": (
        sheet(USUAL[0], ("Ann", "2015-12-09", "me", "nice", "nice"),
              ("Ann", "2", "me", "nice", "nice")),
        ":3: `day` must be a date, as elsewhere; got '2'.",
    ),
    "a date long after": (
        sheet(USUAL[0], ("Ann", "2015-12-09", "me", "nice", "nice"),
              ("Ann", "2016-12-09", "me", "nice", "nice")),
        ":3: `day` must be in the 25 days from 2015-12-09 on; got '2016-12-09'.",
    ),
    "a third person gives": (
        sheet(USUAL[0], ("Ann", "1", "me", "nice", "nice"), ("Ann", "1", "Bart", "nice", "nice")),
        ":3: `giver` must be me or friend; got 'Bart'.",
    ),
    "a table of something else": ("x,y\n1,2\n", ": the log needs a column `friend`; its first"),
    "a page of the web": ("<html><body>friend</body></html>\n", ": the log needs a column"),
    "nothing": (b"", ": the log needs a column `friend`; it has no headings."),
    "tags as a name": (
        sheet(USUAL[0], ("<b>Ann</b>", "1", "me", "nice", "nice")), "printable letters"
    ),
    "a huge field": ('friend,day,giver,mine,theirs\n"' + "x" * 200_000, "it is no CSV file"),
    "half of UTF-16": (b"\xff\xfef", ": the log needs a column `friend`"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_understood_gets_one_sentence(tmp_path, name):
    content, said = HOSTILE[name]
    with pytest.raises(ValueError, match=r"my log\.csv") as error:
        read(tmp_path, content)
    text = str(error.value)
    assert said in text
    assert "\n" not in text


def test_separators_are_those_of_most_lines():
    assert separator_of(["a;b,c,d;e", "1;2;3", "4;5;6"]) == ";"
    assert separator_of(['"a;b;c;d",e', '"f;g",h']) == ","
    assert separator_of([]) == ","


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("8.12.2015", ["2015-12-08"]),
        ("8.12.15", ["2015-12-08"]),
        ("2015/12/08 21:30", ["2015-12-08"]),
        ("Dec 8, 2015", ["2015-12-08"]),
        ("8-Dec", ["2000-12-08"]),
        ("8/12/2015", ["2015-08-12", "2015-12-08"]),
        ("25/12", ["2000-12-25"]),
        ("31.11.2015", []),
        ("Ann 5", []),
        ("99999999999-1-1", []),
        ("1.5", []),
        ("", []),
    ],
)
def test_dates(text, dates):
    assert [each.isoformat() for each in readings(text)] == dates


def test_dates_that_can_be_read_in_two_ways_follow_the_others():
    texts = ["12/8/2015", "12/9/2015", "12/31/2015"]
    assert [each.month for each in dates_of(texts, 25)] == [12] * 3
    texts = ["8/12/2015", "9/12/2015", "31/12/2015"]
    assert [each.day for each in dates_of(texts, 25)] == [8, 9, 31]
    texts = ["12/8/2015", "12/9/2015"]  # 12 August and 12 September would not fit into a season
    assert [each.day for each in dates_of(texts, 25)] == [8, 9]
    assert dates_of(["1/2/2016", "2/2/2016"], 25)[1].isoformat() == "2016-02-02"
    assert dates_of(["1/2/2016", "2/3/2016"], 60) is None
    assert len(dates_of(["1/2/2016"], 25)) == 1  # it is day 1 in both ways


def test_dates_that_nobody_can_read_are_refused(tmp_path):
    lines = [("Ann", day, "me", "nice", "nice") for day in ("1/2/2016", "2/3/2016")]
    with pytest.raises(ValueError, match="days such as '1/2/2016' can be read in two ways; write"):
        read(tmp_path, sheet(USUAL[0], *lines), 60)
