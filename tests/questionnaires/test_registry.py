"""Every version stays, is found by its day, is sound, and never changes."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from cdop.questionnaires import registry
from cdop.questionnaires.soundness import digest, problems

# One line for each version that was given out: key, version, digest. A change to one of them is a new version.
DIGESTS = Path(__file__).with_name("digests.txt")


def test_get_returns_each_version_and_nothing_else():
    assert [registry.get(spec.key, spec.version) for spec in registry.published()] == [*registry.published()]
    for key, version in (("form_b", "1066-1"), ("nothing", "2024-1"), ("", "")):
        with pytest.raises(LookupError):
            registry.get(key, version)


@pytest.mark.parametrize("spec", registry.published(), ids=lambda spec: f"{spec.key} {spec.version}")
def test_current_returns_the_version_of_the_day(spec):
    assert registry.current(spec.key, spec.from_on) == spec
    versions = [each for each in registry.published() if each.key == spec.key]
    before, after = spec.from_on - timedelta(days=1), (spec.until_on or date(2099, 1, 1)) + timedelta(days=1)
    assert registry.current(spec.key, after - timedelta(days=1)) in versions[versions.index(spec) :]
    if spec == versions[0]:
        with pytest.raises(LookupError):
            registry.current(spec.key, before)
    if spec.until_on is not None and not any(each.is_given_out(after) for each in versions):
        with pytest.raises(LookupError, match=f"of {after} is held here"):
            registry.current(spec.key, after)


def test_versions_of_one_form_never_overlap():
    for spec in registry.published():
        others = [each for each in registry.published() if each.key == spec.key and each.from_on > spec.from_on]
        assert all(spec.until_on is not None and spec.until_on < each.from_on for each in others), spec.key


def test_the_three_forms_of_the_walk_are_given_out():
    assert {"notification", "form_b", "analysis"} <= {spec.key for spec in registry.published()}


def test_every_published_form_is_sound():
    found = {f"{spec.key} {spec.version}": problems(spec) for spec in registry.published()}
    assert {form: each for form, each in found.items() if each} == {}


def test_published_forms_are_as_they_were_published():
    now = [f"{spec.key} {spec.version} {digest(spec)}" for spec in registry.published()]
    assert now == DIGESTS.read_text(encoding="utf-8").splitlines()
