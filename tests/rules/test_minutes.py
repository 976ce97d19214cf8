"""A sheet of the minutes as it is read: lines, and lists of points."""

from cdop.rules.minutes import parts


def test_parts_make_one_list_of_points_that_follow_each_other() -> None:
    text = "Discussed.\n\nActions:\n- Ask - at once\n  - Tell\nA line - with a dash\n- One more"
    assert list(parts(text)) == [
        (False, ("Discussed.", "Actions:")),
        (True, ("Ask - at once", "Tell")),
        (False, ("A line - with a dash",)),
        (True, ("One more",)),
    ]


def test_parts_of_nothing_are_none() -> None:
    assert list(parts(" \n")) == []
