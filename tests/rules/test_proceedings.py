import pytest

from cdop.rules.proceedings import proceedings_open
from cdop.rules.vocabulary import HoldKind

INQUEST, CRIMINAL, POST_MORTEM = HoldKind.INQUEST, HoldKind.CRIMINAL, HoldKind.POST_MORTEM


@pytest.mark.parametrize(
    ("running", "ended", "told", "expected"),
    [
        ((), (), {}, False),
        ((CRIMINAL,), (), {}, True),
        ((INQUEST,), (), {}, True),
        ((POST_MORTEM,), (), {}, True),
        ((HoldKind.GENETICS,), (), {}, False),
        ((), (CRIMINAL, INQUEST, POST_MORTEM), {}, False),
        ((), (), {"told_of_police": True}, True),
        ((), (), {"told_of_coroner": True}, True),
        ((), (CRIMINAL,), {"told_of_police": True}, False),
        ((), (INQUEST,), {"told_of_coroner": True}, False),
        # The end of one says nothing of the other.
        ((), (INQUEST,), {"told_of_police": True}, True),
        ((), (CRIMINAL, POST_MORTEM), {"told_of_coroner": True}, True),
        ((CRIMINAL,), (CRIMINAL,), {}, True),
    ],
)
def test_proceedings_are_open_until_it_is_recorded_that_they_ended(running, ended, told, expected):
    assert proceedings_open(running, ended, **told) is expected
