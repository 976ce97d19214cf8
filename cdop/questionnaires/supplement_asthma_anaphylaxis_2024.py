"""The supplementary form on asthma and anaphylaxis: each part is asked only where it was that."""

from datetime import date

from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.sources import CHANGES_2021
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import Domain

_child = parts.about(Domain.CHILD)
_home = parts.about(Domain.SOCIAL)
_place = parts.about(Domain.PHYSICAL)
_care = parts.about(Domain.SERVICE)

_ASTHMA, _ALLERGY = yes("asthma"), yes("anaphylaxis")

ASTHMA = Section(
    "asthma",
    "B",
    "The condition",
    (
        _child.yes_no("asthma", "B1", "Did asthma play a part?", need=EXPECTED, source=CHANGES_2021),
        _child.yes_no("asthma_diagnosed", "B2", "Had asthma been diagnosed before?", need=EXPECTED, when=_ASTHMA),
        _child.number("asthma_diagnosed_age", "B3", "At what age?", 0, 17, "years", when=yes("asthma_diagnosed")),
        _care.text("asthma_diagnosed_by", "B4", "By whom?", when=yes("asthma_diagnosed")),
        _child.choice(
            "asthma_severity",
            "B5",
            "How severe was it?",
            listed("mild", "moderate", "severe"),
            need=EXPECTED,
            when=_ASTHMA,
        ),
        _care.number(
            "emergency_visits",
            "B6",
            "Visits to an emergency department in the last 12 months",
            0,
            100,
            need=EXPECTED,
            when=_ASTHMA,
        ),
        _care.number("admissions", "B7", "Admissions in the last 12 months", 0, 100, need=EXPECTED, when=_ASTHMA),
        _care.yes_no(
            "intensive_care", "B8", "Was the child ever in intensive care for it?", need=EXPECTED, when=_ASTHMA
        ),
        _child.date("last_attack_on", "B9", "Date of the last attack before this one", when=_ASTHMA, is_past=True),
        _care.yes_no(
            "seen_after_attack",
            "B10",
            "Was the child seen within 48 hours of leaving care after it?",
            need=EXPECTED,
            when=_ASTHMA,
        ),
        _care.yes_no(
            "reviewed", "B11", "Was there an asthma review in the last 12 months?", need=EXPECTED, when=_ASTHMA
        ),
        _care.yes_no("action_plan", "B12", "Had the child a personal asthma action plan?", need=EXPECTED, when=_ASTHMA),
        _care.yes_no(
            "technique_checked",
            "B13",
            "Was the use of the inhaler checked in the last 12 months?",
            need=EXPECTED,
            when=_ASTHMA,
        ),
        _care.yes_no("preventer", "B14", "Was a preventer prescribed?", need=EXPECTED, when=_ASTHMA),
        _care.number(
            "preventers_issued",
            "B15",
            "Preventers issued in the last 12 months",
            0,
            100,
            need=EXPECTED,
            when=yes("preventer"),
        ),
        _care.number(
            "relievers_issued",
            "B16",
            "Relievers issued in the last 12 months",
            0,
            200,
            need=EXPECTED,
            when=_ASTHMA,
            hint="More than 6 asks for a review, more than 12 is a danger sign",
        ),
        _care.number(
            "steroid_courses", "B17", "Courses of steroids by mouth in the last 12 months", 0, 50, when=_ASTHMA
        ),
        _care.yes_no("specialist_care", "B18", "Did a specialist look after it?", need=EXPECTED, when=_ASTHMA),
        _care.yes_no(
            "was_not_brought", "B19", "Was the child not brought to an asthma appointment?", need=EXPECTED, when=_ASTHMA
        ),
        _child.choices(
            "triggers",
            "B20",
            "What may have triggered the last attack?",
            (
                Choice("infection", "Infection"),
                Choice("allergen", "Allergen"),
                Choice("smoke", "Smoke"),
                Choice("pollution", "Air pollution"),
                Choice("exercise", "Exercise"),
                Choice("weather", "Weather or thunderstorm"),
                Choice("emotion", "Upset or laughter"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
            when=_ASTHMA,
        ),
        _home.yes_no("smoke_exposure", "B21", "Was the child exposed to tobacco smoke?", need=EXPECTED, when=_ASTHMA),
        _home.yes_no("vape_exposure", "B22", "Was the child exposed to vaping, or did they vape?", when=_ASTHMA),
        _place.yes_no("damp", "B23", "Was the home damp or mouldy?", need=EXPECTED, when=_ASTHMA),
        _care.yes_no("school_plan", "B24", "Had the school a plan?", need=EXPECTED, when=_ASTHMA),
        _care.yes_no("school_inhaler", "B25", "Had it an emergency inhaler?", when=_ASTHMA),
        _child.yes_no("excess_weight", "B26", "Was the child's weight a health concern?", when=_ASTHMA),
        _home.yes_no("family_difficulties", "B27", "Was it hard for the family to manage the asthma?", when=_ASTHMA),
        _home.more(
            "family_difficulties_detail", "B28", "In what way, and what help had they?", yes("family_difficulties")
        ),
    ),
)

ANAPHYLAXIS = Section(
    "anaphylaxis",
    "C",
    "The reaction",
    (
        _child.yes_no("anaphylaxis", "C1", "Did anaphylaxis play a part?", need=EXPECTED, source=CHANGES_2021),
        _child.choices(
            "allergens",
            "C2",
            "To what?",
            (
                Choice("peanut", "Peanut"),
                Choice("tree nut", "Tree nut"),
                Choice("milk", "Milk"),
                Choice("egg", "Egg"),
                Choice("fish", "Fish or shellfish"),
                Choice("sesame", "Sesame"),
                Choice("other food", "Another food"),
                Choice("medicine", "Medicine"),
                Choice("sting", "Sting"),
                Choice("latex", "Latex"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
            when=_ALLERGY,
        ),
        _child.yes_no("allergy_known", "C3", "Was the allergy known before?", need=EXPECTED, when=_ALLERGY),
        _child.yes_no("earlier_reaction", "C4", "Had there been a reaction before?", need=EXPECTED, when=_ALLERGY),
        _child.more("earlier_reaction_detail", "C5", "How severe, and when?", yes("earlier_reaction")),
        _care.yes_no("allergy_clinic", "C6", "Was the child seen in an allergy clinic?", need=EXPECTED, when=_ALLERGY),
        _care.yes_no("allergy_plan", "C7", "Had the child an allergy action plan?", need=EXPECTED, when=_ALLERGY),
        _care.yes_no(
            "injectors_prescribed", "C8", "Were adrenaline auto-injectors prescribed?", need=EXPECTED, when=_ALLERGY
        ),
        _care.yes_no(
            "injectors_carried", "C9", "Were two with the child?", need=EXPECTED, when=yes("injectors_prescribed")
        ),
        _care.yes_no("injectors_in_date", "C10", "Were they in date?", when=yes("injectors_prescribed")),
        _care.yes_no("adrenaline_given", "C11", "Was adrenaline given?", need=EXPECTED, when=_ALLERGY),
        _care.number(
            "minutes_to_adrenaline",
            "C12",
            "Minutes from the first signs to adrenaline",
            0,
            1440,
            "minutes",
            need=EXPECTED,
            when=yes("adrenaline_given"),
        ),
        _care.choices(
            "trained",
            "C13",
            "Who had been shown how to use an auto-injector?",
            listed("the child", "family", "school staff", "friends"),
            when=_ALLERGY,
        ),
        _place.choice(
            "reaction_place",
            "C14",
            "Where did it begin?",
            (
                Choice("home", "Home"),
                Choice("school", "School or nursery"),
                Choice("restaurant", "Restaurant, cafe or takeaway"),
                Choice("shop food", "Food from a shop, eaten elsewhere"),
                Choice("party", "Party or another family's home"),
                Choice("hospital", "Hospital or clinic"),
                Choice("abroad", "Abroad"),
                Choice("other", "Elsewhere"),
            ),
            need=EXPECTED,
            when=_ALLERGY,
        ),
        _place.yes_no(
            "labelling",
            "C15",
            "Did labelling, or what was said about the food, play a part?",
            need=EXPECTED,
            when=_ALLERGY,
        ),
        _place.more("labelling_detail", "C16", "In what way?", yes("labelling")),
        _child.yes_no(
            "asthma_uncontrolled", "C17", "Had the child asthma that was not well controlled?", when=_ALLERGY
        ),
        _care.yes_no("tryptase", "C18", "Was mast cell tryptase measured?", when=_ALLERGY),
        _place.yes_no(
            "food_sampled",
            "C19",
            "Was the food kept and tested, or environmental health told?",
            need=EXPECTED,
            when=_ALLERGY,
        ),
    ),
)

CARE = Section(
    "care",
    "D",
    "The last illness",
    (
        _child.decimal("hours_of_symptoms", "D1", "Hours from the first signs until help was called", 0, 500, "hours"),
        _home.yes_no("help_sought_late", "D2", "Was there delay in seeking help?", need=EXPECTED),
        _home.more("help_sought_late_detail", "D3", "What kept people from it?", yes("help_sought_late")),
        *parts.rescue(_care, "D4"),
        _care.long_text("treatment_before_hospital", "D10", "Treatment before hospital", need=EXPECTED),
        _care.long_text("treatment_in_hospital", "D11", "Treatment in hospital"),
        _care.yes_no("guideline_followed", "D12", "Was treatment as guidelines say?", need=EXPECTED),
        _care.more("guideline_detail", "D13", "What was different, and why?", Is("guideline_followed", ("no",))),
    ),
)

ASTHMA_ANAPHYLAXIS = FormSpec(
    "supplement_asthma_anaphylaxis",
    "2024-1",
    "Supplementary form: asthma and anaphylaxis",
    date(2024, 4, 1),
    "Supplementary form on asthma and anaphylaxis, DHSC and NCMD; reconstructed from published changes and practice",
    (parts.RETURN, ASTHMA, ANAPHYLAXIS, CARE, parts.learning("E")),
)
