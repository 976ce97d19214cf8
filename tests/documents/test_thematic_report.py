"""A thematic report counts what was told of its cases in an order in which it can be read."""

from cdop.documents.thematic_report import in_order


def test_amounts_stand_by_their_size_and_words_by_how_often_they_were_told() -> None:
    ages = {"7 months": 1, "20 days": 2, "3 days": 2, "Not told": 9, "less than 1 day": 1, "1 year": 1, "5 weeks": 1}
    told = ["less than 1 day", "3 days", "20 days", "5 weeks", "7 months", "1 year", "Not told"]
    assert [words for words, _ in in_order(ages)] == told
    assert in_order({"Hospice": 1, "Home": 1, "Hospital": 3}) == [("Hospital", 3), ("Home", 1), ("Hospice", 1)]
