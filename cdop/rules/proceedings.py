"""Whether a court or a coroner may still have to hear about a death, so that no account is coloured by another's."""

from collections.abc import Collection

from cdop.rules.vocabulary import HoldKind

CRIMINAL = frozenset({HoldKind.CRIMINAL})
CORONIAL = frozenset({HoldKind.INQUEST, HoldKind.POST_MORTEM})


def proceedings_open(
    running: Collection[HoldKind],
    ended: Collection[HoldKind],
    *,
    told_of_police: bool = False,
    told_of_coroner: bool = False,
) -> bool:
    """Say whether criminal or coronial proceedings are open, as far as the panel knows.

    `running` and `ended` are what the case waits and waited for. What a notification told (the police investigate, the
    coroner took the case) counts until such a wait was recorded as ended: who is told nothing keeps to the safe side.
    """
    if (CRIMINAL | CORONIAL) & set(running):
        return True
    has_ended = set(ended)
    is_criminal = told_of_police and HoldKind.CRIMINAL not in has_ended
    is_coronial = told_of_coroner and HoldKind.INQUEST not in has_ended
    return is_criminal or is_coronial
