"""A condition in words, for paper and for pages whose questions cannot hide."""

from cdop.questionnaires.conditions import All, Any, Is, Not, When
from cdop.questionnaires.kinds import choices
from cdop.questionnaires.spec import FormSpec


def only_if(spec: FormSpec, when: When) -> str:
    """Return whom a question is for: "Answer this only if the answer to B2 is “Yes”."."""
    return f"Answer this only if {_said(spec, when)}."


def _said(spec: FormSpec, when: When) -> str:
    match when:
        case Is():
            return _test(spec, when, "is")
        case Not(Is() as test):
            return _test(spec, test, "is not")
        case Not(part):
            return f"it is not so that {_said(spec, part)}"
        case All(parts):
            return " and ".join(_said(spec, part) for part in parts)
        case Any(parts):
            return " or ".join(_said(spec, part) for part in parts)


def _test(spec: FormSpec, test: Is, verb: str) -> str:
    question = spec.question(test.key)
    labels = {choice.value: f"“{choice.label}”" for choice in choices(question)}
    named = question.number or f"“{question.text}”"
    return f"the answer to {named} {verb} {' or '.join(labels[value] for value in test.values)}"
