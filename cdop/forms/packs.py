"""The forms of a pack: confirming its passages, letting words stand, taking it from a reader."""

from collections.abc import Iterable

from wtforms import HiddenField

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.fields import AreaField, CheckboxesField, RadiosField, Required, SelectChoice
from cdop.rules.numbers import counted
from cdop.rules.packs import Standing
from cdop.rules.vocabulary import PackPlace

PLACES = {
    PackPlace.PAGES: "On the case’s pages",
    PackPlace.BEHIND: "Behind a link, in the reader on screen only",
    PackPlace.OUT: "Not in the pack",
}


def _choices(standing: Iterable[Standing]) -> list[SelectChoice]:
    """Words that stand in a passage, each with what it is taken for."""
    return [
        SelectChoice(
            each.words,
            f"“{each.words}”, {counted(each.times, 'time')}",
            render_kw={"hint": f"Taken for {each.replacement}: {each.why}"},
        )
        for each in standing
        if not each.passed_by
    ]


class PassageForm(VersionedForm):
    """What members read of a passage, and where. `seen` is of the original that the page showed."""

    text = AreaField("What members read", rows=12, max_length=20_000)
    replace = CheckboxesField("Replace these words as well")
    place = RadiosField(
        "Where it stands",
        [Required("Say where it stands")],
        choices=[SelectChoice(place.value, label) for place, label in PLACES.items()],
    )
    seen = HiddenField()

    def offer(self, standing: Iterable[Standing]) -> None:
        """Offer to replace these words. Ticked ones that are not there any more are told by the version."""
        offered = _choices(standing)
        gone = set(self.replace.data or ()) - {choice.value for choice in offered}
        self.replace.choices = [*offered, *(SelectChoice(words, f"“{words}”") for words in sorted(gone))]


class PassForm(BaseForm):
    """Why words may stand that look as if they identified."""

    words = CheckboxesField("Which words may stand?", [Required("Choose the words")])
    reason = AreaField("Why may they stand?", [Required("Say why they may stand")], max_length=2000, rows=3)

    def offer(self, standing: Iterable[Standing]) -> None:
        """Offer to let these words stand."""
        self.words.choices = _choices(standing)


class ConfirmForm(BaseForm):
    """Passages that are right as they are, each as its public id and the version that the page showed."""

    passages = CheckboxesField("Passages that are right as they are")

    def offer(self, passages: Iterable[tuple[str, int]]) -> None:
        """Take these passages: public id and version."""
        self.passages.choices = [SelectChoice(f"{public_id}:{version}", public_id) for public_id, version in passages]

    def chosen(self) -> dict[str, int]:
        """Return the versions of those that were ticked, by their public ids."""
        told = (each.rpartition(":") for each in self.passages.data)
        return {public_id: int(version) for public_id, _colon, version in told}


class WithdrawForm(BaseForm):
    """Why a pack is taken from a reader."""

    reason = AreaField("Why is it withdrawn?", [Required("Say why the pack is withdrawn")], max_length=2000, rows=3)
