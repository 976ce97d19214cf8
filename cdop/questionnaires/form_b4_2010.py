"""Form B4, 2010 to 2019: the sudden unexpected death of a baby or a child under two."""

from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.era_2008 import LAST_DAY, SECOND_SET, about, of_the_first_set
from cdop.questionnaires.sources import FORM_B4 as SOURCE
from cdop.questionnaires.spec import Choice, FormSpec, Question, Section
from cdop.questionnaires.words import EarlierDomain

_child, _home = about(EarlierDomain.CHILD), about(EarlierDomain.FAMILY)
_care, _service = about(EarlierDomain.PARENTING), about(EarlierDomain.SERVICE)

PREDISPOSING = Section(
    "predisposing",
    "A",
    "Predisposing factors",
    (
        _home.yes_no(
            "relative_sudden_death",
            "A1",
            "Has a brother, a sister or another close relative died suddenly in infancy?",
            hint="A brother or sister, a half-brother or half-sister, or one of a parent",
            source=SOURCE,
        ),
        _home.yes_no(
            "relative_life_threatening_event", "A2", "Had one of them an event that threatened life?", source=SOURCE
        ),
        _home.yes_no("mother_smoked", "A3", "Did the mother smoke?", source=SOURCE),
        _home.yes_no("father_smoked", "A4", "Did the father smoke?", source=SOURCE),
        _home.yes_no("others_smoked", "A5", "Did anybody else in the home smoke?", source=SOURCE),
        _home.yes_no("household_drugs", "A6", "Did anybody in the home use illegal drugs?", source=SOURCE),
        _child.yes_no("born_early", "A7", "Was the baby born before 37 weeks?", source=SOURCE),
        _child.yes_no("low_birth_weight", "A8", "Was the birth weight below 2,500 g?", source=SOURCE),
        _child.yes_no("multiple_birth", "A9", "Was the baby a twin, a triplet or one of more?", source=SOURCE),
        _child.yes_no(
            "life_threatening_event", "A10", "Had the baby had an event that threatened life before?", source=SOURCE
        ),
        _child.yes_no("poor_growth", "A11", "Was the baby under observation for growing poorly?", source=SOURCE),
        _child.yes_no("breastfed", "A12", "Was the baby breastfed for more than a day?", source=SOURCE),
        _child.yes_no("immunised", "A13", "Were immunisations up to date?", source=SOURCE),
        _child.yes_no("dummy", "A14", "Did the baby usually have a dummy?", source=SOURCE),
    ),
    guidance="Completed by the paediatrician for sudden unexpected deaths, at the local case review or just after.",
)

LAID = (
    Choice("back", "On the back"),
    Choice("side", "On the side"),
    Choice("front", "On the front"),
    Choice("sitting", "Sitting or propped up"),
    Choice("held", "Held"),
    Choice("other", "Another way"),
)
FOUND = (*LAID[:-1], Choice("face down", "Face down"), Choice("wedged", "Head wedged"), LAID[-1])
SURFACES = listed(
    "cot",
    "Moses basket",
    "pram or carrycot",
    "adult bed",
    "sofa",
    "armchair",
    "car seat",
    "bouncer or swing",
    "floor",
    "other",
)


def _hours(*labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(label, label) for label in labels)


FOUND_HOW = (
    _child.yes_no(
        "ill_before", "B1", "Did anybody see signs of illness in the last 24 hours?", need=EXPECTED, source=SOURCE
    ),
    _care.choice(
        "unseen_for",
        "B2",
        "Time from last seen or heard alive until found",
        (
            Choice("under 10 minutes", "Under 10 minutes"),
            Choice("10 minutes to 1 hour", "10 minutes to 1 hour"),
            *_hours("1 to 2 hours", "2 to 4 hours", "4 to 6 hours"),
            Choice("over 6 hours", "Over 6 hours"),
        ),
        source=SOURCE,
    ),
    _care.choice(
        "found_at",
        "B3",
        "Time of day when found",
        _hours("00:00 to 06:00", "06:00 to 12:00", "12:00 to 18:00", "18:00 to 24:00"),
        source=SOURCE,
    ),
    _child.choice(
        "just_before", "B4", "Just before, the child was thought to be", listed("asleep", "awake"), source=SOURCE
    ),
    _care.choice("laid_down", "B5", "How the baby was put down", LAID, source=SOURCE),
    _care.choice("found_position", "B6", "How the baby was found", FOUND),
    _care.yes_no("head_covered", "B7", "Was the head or face covered?"),
    _care.choices(
        "covered_by", "B8", "By what?", listed("bedding", "an adult", "a pillow", "other"), when=yes("head_covered")
    ),
)


def _sleep() -> tuple[Question, ...]:
    return (
        _care.choice("sleep_surface", "B9", "Where did the baby sleep?", SURFACES),
        _care.yes_no("usual_place", "B10", "Was that the usual place?"),
        _care.yes_no("shared_surface", "B11", "Did the baby share the sleep surface?"),
        _care.choices(
            "shared_with",
            "B12",
            "With whom?",
            listed("mother", "father", "another adult", "a child", "an animal"),
            when=yes("shared_surface"),
        ),
        _care.yes_no("sharing_adult_smoked", "B13", "Was an adult who shared it a smoker?", when=yes("shared_surface")),
        _care.yes_no("carer_alcohol", "B14", "Had the carer drunk alcohol in the last 24 hours?"),
        _care.yes_no("carer_drugs", "B15", "Had the carer used drugs, or a medicine that makes drowsy?"),
        _care.long_text("bedding", "B16", "Mattress, bedding and clothing"),
        _home.text("room_temperature", "B17", "Temperature of the room, heating, window"),
        _care.yes_no("dummy_last_sleep", "B18", "Had the baby a dummy for the last sleep?"),
        _care.text("last_feed", "B19", "Last feed: when, and of what"),
        _home.yes_no("routine_changed", "B20", "Was anything not as usual?", hint="For example, away from home"),
        _home.text("routine_detail", "B21", "What?", when=yes("routine_changed")),
        _service.text("found_by", "B22", "Who found the baby, and who tried to resuscitate?", is_identifying=True),
    )


CIRCUMSTANCES = Section("circumstances", "B", "Circumstances", (*FOUND_HOW, *_sleep()))

INVESTIGATION = Section(
    "investigation",
    "C",
    "Investigation and conclusion",
    (
        _service.yes_no("history_taken", "C1", "Was a history taken?"),
        _service.yes_no("examined", "C2", "Was the baby examined?"),
        _service.yes_no("samples", "C3", "Were samples taken in the emergency department?"),
        _service.yes_no("scene_visit", "C4", "Was the scene visited?"),
        _service.text("scene_visit_by", "C5", "When, and by whom?", is_identifying=True, when=yes("scene_visit")),
        _service.choices(
            "post_mortem_parts",
            "C6",
            "What did the post-mortem examination include?",
            listed(
                "paediatric pathologist",
                "forensic pathologist",
                "skeletal survey",
                "toxicology",
                "microbiology",
                "metabolic tests",
                "genetic tests",
                "neuropathology",
            ),
        ),
        _service.yes_no("safeguarding_concern", "C7", "Were there concerns about safeguarding?"),
        _service.yes_no("strategy_discussion", "C8", "Was there a strategy discussion?"),
        _service.choice(
            "avon_grade",
            "C9",
            "Grade by the Avon classification",
            tuple(Choice(each, each) for each in ("0", "IA", "IB", "IIA", "IIB", "III")),
        ),
        _service.text("post_mortem_cause", "C10", "Cause by the post-mortem examination"),
        _service.text("final_cause", "C11", "Final cause, sudden infant death syndrome and unascertained included"),
        _service.yes_no("next_infant", "C12", "Was the family offered support for the next infant?"),
    ),
)

FORM_B4 = FormSpec(
    "supplement_sudden_death",
    "2010-1",
    "Sudden unexpected death in infancy (Form B4)",
    SECOND_SET,
    "Form B4, national template, as far as the position when put down; the rest reconstructed",
    (PREDISPOSING, CIRCUMSTANCES, INVESTIGATION),
    until_on=LAST_DAY,
)
"""Asked from April 2010 to March 2019."""

FORM_B10_OF_2008 = of_the_first_set(FORM_B4, "B10")
"""The same, asked from April 2008 to March 2010."""
