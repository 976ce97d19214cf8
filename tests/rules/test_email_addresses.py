import pytest

from cdop.rules.email_addresses import parse


@pytest.mark.parametrize("text", ["name@example.com", "a.person@nhs.net", "o'brien+x@council.gov.uk"])
def test_parse_address_returns_it_as_typed(text: str) -> None:
    assert parse(text) == text


NO_SERVER_TAKES = ["müller@example.com", "a@exämple.com"]


@pytest.mark.parametrize(
    "text", [*NO_SERVER_TAKES, "", "nobody", "a@b@c", "name@", "a b@example.com", "a@example.com\nBcc: x@y.uk"]
)
def test_parse_what_is_no_address_says_how_one_looks(text: str) -> None:
    with pytest.raises(ValueError, match=r"^An e-mail address looks like name@example\.com\.$"):
        parse(text)
