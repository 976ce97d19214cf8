"""When a recommendation is over, how strong it can be, and what is said of it at its day (domain reference 5.9)."""

from cdop.rules.vocabulary import RecommendationStatus, Strength, Verdict

CLOSED = (RecommendationStatus.REFUSED, RecommendationStatus.DONE)
"""Nothing more is expected of whom these are addressed to; the verdict is still the panel's."""
STRENGTHS = {
    Strength.WEAK: "Weak: advice, a reminder, training",
    Strength.MEDIUM: "Medium: a checklist, a new form, more people",
    Strength.STRONG: "Strong: a rule, a design that makes the wrong thing hard",
}
VERDICTS = {Verdict.MOVED: "Moved", Verdict.NOT_MOVED: "Not moved", Verdict.CANNOT_TELL: "Cannot tell"}
