"""The supplementary form on a sudden unexpected death, of a baby or of an older child.

What was seen of Form B4 is kept; the part on the sleeping place and the investigation is reconstructed.
"""

from datetime import date

from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, NOT_HELD, NOT_KNOWN, Ask, no, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Any, Is
from cdop.questionnaires.sources import FORM_B4, SIDS_HISTORY, SIDS_STUDY, SUDDEN_DEATH_PROTOCOL
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import Domain
from cdop.rules.agencies import types_of

_LEADS = types_of("community paediatrics, hospital trust, emergency department")
_WAYS = (NOT_KNOWN, NOT_HELD)

_past = Ask(_WAYS, Domain.CHILD)
_home = Ask(_WAYS, Domain.SOCIAL)
_sleep = Ask(_WAYS, Domain.PHYSICAL)
_bed = parts.about(Domain.PHYSICAL)
_story = Ask(_WAYS, Domain.SOCIAL)
_inquiry = Ask(_WAYS, Domain.SERVICE, _LEADS)

_BABY, _PAST_INFANCY = Is("age_band", ("under 1", "1")), Is("age_band", ("1", "2 or older"))

LAID = (
    Choice("back", "On the back"),
    Choice("side", "On the side"),
    Choice("front", "On the front"),
    Choice("sitting", "Sitting or propped up"),
    Choice("held", "Held or carried"),
    Choice("other", "Another way"),
)
FOUND = (*LAID[:-1], Choice("face down", "Face down in bedding"), Choice("wedged", "Wedged or trapped"), LAID[-1])

SURFACES = (
    Choice("cot", "Cot"),
    Choice("Moses basket", "Moses basket"),
    Choice("bedside crib", "Bedside crib"),
    Choice("pram", "Pram or carrycot"),
    Choice("own bed", "A bed of the child's own"),
    Choice("adult bed", "Adult bed"),
    Choice("sofa", "Sofa"),
    Choice("armchair", "Armchair"),
    Choice("car seat", "Car seat"),
    Choice("bouncer", "Bouncer or swing"),
    Choice("sling", "Sling"),
    Choice("nest", "Pod or nest"),
    Choice("floor", "Floor"),
    Choice("hammock", "Hammock"),
    Choice("other", "Another"),
)

AVON = (
    Choice("0", "0"),
    Choice("IA", "I A"),
    Choice("IB", "I B"),
    Choice("IIA", "II A"),
    Choice("IIB", "II B"),
    Choice("III", "III"),
)

BACKGROUND = Section(
    "background",
    "B",
    "The child and the family before",
    (
        _past.choice(
            "age_band",
            "B1",
            "How old was the child?",
            (Choice("under 1", "Under 1"), Choice("1", "1 year old"), Choice("2 or older", "2 or older")),
            need=EXPECTED,
            hint="It decides which of the following questions are asked",
        ),
        _past.yes_no(
            "relative_sudden_death",
            "B2",
            "Has a relative of the child died suddenly and unexpectedly as a child?",
            need=EXPECTED,
            hint="A brother or sister, a half-brother or half-sister, or a parent's",
            source=FORM_B4,
        ),
        _past.yes_no(
            "relative_life_threatening_event",
            "B3",
            "Has one of them had an event in infancy that threatened life?",
            source=FORM_B4,
        ),
        _home.yes_no("mother_smoked", "B4", "Did the mother smoke?", need=EXPECTED, source=FORM_B4),
        _home.yes_no("smoked_in_pregnancy", "B5", "Did she smoke in the pregnancy?", need=EXPECTED),
        _home.yes_no("father_smoked", "B6", "Did the father smoke?", need=EXPECTED, source=FORM_B4),
        _home.yes_no("others_smoked", "B7", "Did anybody else in the home smoke?", need=EXPECTED, source=FORM_B4),
        _home.yes_no("household_vaped", "B8", "Did anybody in the home vape?"),
        _home.yes_no(
            "household_drugs", "B9", "Did anybody in the home use illegal drugs?", need=EXPECTED, source=FORM_B4
        ),
        _past.yes_no(
            "born_early", "B10", "Was the child born before 37 weeks?", need=EXPECTED, when=_BABY, source=FORM_B4
        ),
        _past.yes_no(
            "low_birth_weight",
            "B11",
            "Was the birth weight below 2,500 g?",
            need=EXPECTED,
            when=_BABY,
            source=FORM_B4,
        ),
        _past.yes_no(
            "multiple_birth", "B12", "Was the child a twin, a triplet or one of more?", when=_BABY, source=FORM_B4
        ),
        _past.number("age_weeks", "B13", "Age at death in weeks", 0, 104, "weeks", need=EXPECTED, when=_BABY),
        _past.yes_no(
            "life_threatening_event",
            "B14",
            "Had the child had an event that threatened life before?",
            source=FORM_B4,
        ),
        _past.yes_no(
            "poor_growth", "B15", "Was anybody concerned about the child's growth?", when=_BABY, source=FORM_B4
        ),
        _past.yes_no("breastfed", "B16", "Was the child breastfed for more than a day?", when=_BABY, source=FORM_B4),
        _past.yes_no("immunised", "B17", "Were immunisations up to date?", source=FORM_B4),
        _past.yes_no("usual_dummy", "B18", "Did the child usually have a dummy?", when=_BABY, source=FORM_B4),
        _past.yes_no("febrile_seizures", "B19", "Had the child had seizures with a fever?", when=_PAST_INFANCY),
        _past.yes_no("epilepsy", "B20", "Had the child epilepsy?", need=EXPECTED, when=_PAST_INFANCY),
        _past.yes_no(
            "family_heart",
            "B21",
            "Has a relative died suddenly, fainted often or had a disturbance of heart rhythm?",
            need=EXPECTED,
            when=_PAST_INFANCY,
        ),
        _past.yes_no("ecg", "B22", "Had the child ever had an ECG?", when=_PAST_INFANCY),
    ),
)

FOUND_HOW = Section(
    "found",
    "C",
    "The last day",
    (
        _story.long_text(
            "last_day",
            "C1",
            "The last 24 hours",
            need=EXPECTED,
            hint="Feeds, sleep, how the child was, who looked after the child, and who was there",
            is_identifying=True,
            source=SIDS_HISTORY,
        ),
        _past.yes_no(
            "ill_last_day",
            "C2",
            "Did anybody see signs of illness in the last 24 hours?",
            need=EXPECTED,
            hint="The family, carers or a professional",
            source=FORM_B4,
        ),
        _past.more("ill_last_day_detail", "C3", "Which, and what was done?", yes("ill_last_day")),
        _story.choice(
            "last_seen_alive",
            "C4",
            "How long before was the child last seen or heard alive?",
            listed(
                "under 10 minutes",
                "10 minutes to 1 hour",
                "1 to 2 hours",
                "2 to 4 hours",
                "4 to 6 hours",
                "over 6 hours",
            ),
            need=EXPECTED,
            source=FORM_B4,
        ),
        _story.choice(
            "time_found",
            "C5",
            "Time of day when the child was found",
            listed("midnight to 6am", "6am to noon", "noon to 6pm", "6pm to midnight"),
            need=EXPECTED,
            source=FORM_B4,
        ),
        _story.choice(
            "thought_to_be",
            "C6",
            "Just before, the child was thought to be",
            listed("asleep", "awake"),
            need=EXPECTED,
            source=FORM_B4,
        ),
        _story.text("found_by", "C7", "Who found the child?", need=EXPECTED),
        _story.yes_no(
            "change_of_routine",
            "C8",
            "Was anything different from usual: the place, who looked after the child, a visit, a move?",
            need=EXPECTED,
            source=SIDS_STUDY,
        ),
        _story.more("change_of_routine_detail", "C9", "What was different?", yes("change_of_routine")),
        _story.yes_no(
            "doing_exercise",
            "C10",
            "Was the child running, playing sport, swimming or upset?",
            when=Is("thought_to_be", ("awake",)),
        ),
        _story.time("called_at_time", "C11", "Time of the 999 call", need=EXPECTED),
        _story.text("resuscitated_by", "C12", "Who tried to resuscitate the child?"),
    ),
)

SLEEP = Section(
    "sleep",
    "D",
    "The last sleep",
    (
        _sleep.yes_no(
            "died_in_sleep",
            "D1",
            "Was the child asleep, or put down to sleep, when it happened?",
            need=EXPECTED,
        ),
        _sleep.choice(
            "position_put_down",
            "D2",
            "How was the child put down?",
            LAID,
            need=EXPECTED,
            when=yes("died_in_sleep"),
            source=FORM_B4,
        ),
        _sleep.choice(
            "position_found", "D3", "How was the child found?", FOUND, need=EXPECTED, when=yes("died_in_sleep")
        ),
        _sleep.choice("position_usual", "D4", "How did the child usually sleep?", LAID, when=yes("died_in_sleep")),
        _sleep.yes_no("head_covered", "D5", "Was the head or face covered?", need=EXPECTED, when=yes("died_in_sleep")),
        _sleep.choices(
            "covered_by",
            "D6",
            "By what?",
            (
                Choice("bedding", "Bedding"),
                Choice("pillow", "Pillow or cushion"),
                Choice("person", "A person"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
            when=yes("head_covered"),
        ),
        _sleep.choice(
            "sleep_surface",
            "D7",
            "Where did the child sleep, this last time?",
            SURFACES,
            need=EXPECTED,
            when=yes("died_in_sleep"),
        ),
        _sleep.yes_no("usual_place", "D8", "Was it the usual place?", need=EXPECTED, when=yes("died_in_sleep")),
        _sleep.choice(
            "room",
            "D9",
            "In whose room?",
            listed("a parent's or carer's", "the child's own", "shared with other children", "a living room", "other"),
            need=EXPECTED,
            when=yes("died_in_sleep"),
        ),
        _sleep.yes_no(
            "shared_surface",
            "D10",
            "Was the child sharing a sleep surface?",
            need=EXPECTED,
            when=yes("died_in_sleep"),
            source=SIDS_STUDY,
        ),
        _sleep.choices(
            "shared_with",
            "D11",
            "With whom?",
            listed("mother", "father", "another adult", "another child", "an animal"),
            need=EXPECTED,
            when=yes("shared_surface"),
        ),
        _sleep.number("shared_with_count", "D12", "With how many?", 1, 10, when=yes("shared_surface")),
        _sleep.choice(
            "sharing_planned",
            "D13",
            "Was that planned?",
            (
                Choice("planned", "Yes, for this sleep or as usual"),
                Choice("fell asleep feeding", "No, they fell asleep while feeding"),
                Choice("fell asleep comforting", "No, they fell asleep while comforting the child"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
            when=yes("shared_surface"),
        ),
        _sleep.yes_no(
            "sharer_smoked",
            "D14",
            "Did an adult who shared the surface smoke?",
            need=EXPECTED,
            when=yes("shared_surface"),
            source=SIDS_STUDY,
        ),
    ),
)

AROUND_SLEEP = Section(
    "around_sleep",
    "E",
    "The carers and the surroundings",
    (
        _home.yes_no(
            "carer_drunk",
            "E1",
            "Had whoever looked after the child drunk alcohol in the 24 hours before?",
            need=EXPECTED,
            source=SIDS_STUDY,
        ),
        _home.number("carer_units", "E2", "How many units?", 0, 100, "units", when=yes("carer_drunk")),
        _home.yes_no("carer_drugged", "E3", "Had they used drugs?", need=EXPECTED, source=SIDS_STUDY),
        _home.yes_no(
            "carer_sedated",
            "E4",
            "Had they taken a medicine that makes people drowsy?",
            need=EXPECTED,
            source=SIDS_STUDY,
        ),
        _home.more(
            "carer_influence_detail",
            "E5",
            "Which, how much, and how is it known?",
            Any((yes("carer_drunk"), yes("carer_drugged"), yes("carer_sedated"))),
        ),
        _home.yes_no("carer_tired", "E6", "Were they very tired?"),
        _bed.choice(
            "mattress",
            "E7",
            "The mattress",
            listed("firm", "soft", "memory foam", "adult mattress", "none"),
        ),
        _bed.yes_no("mattress_used", "E8", "Had it been used by another child before?"),
        _bed.choices(
            "bedding",
            "E9",
            "What was in the bed?",
            listed(
                "duvet",
                "blankets",
                "pillow",
                "sleeping bag",
                "swaddling",
                "cot bumper",
                "toys",
                "positioner or wedge",
                "weighted blanket",
                "electric blanket or hot-water bottle",
            ),
            need=EXPECTED,
        ),
        _bed.text("clothing", "E10", "What the child wore, and how many layers"),
        _bed.yes_no("hat", "E11", "Did the child wear a hat or a hood?"),
        _bed.number("room_temperature_c", "E12", "Temperature of the room", -10, 45, "°C"),
        _bed.yes_no("heating_on", "E13", "Was the heating on?"),
        _bed.yes_no("too_warm", "E14", "Was the child hot, sweating or wrapped warmly?", need=EXPECTED),
        _bed.yes_no("dummy", "E15", "Did the child have a dummy for this sleep?"),
        _bed.time("last_fed_at_time", "E16", "Time of the last feed"),
        _bed.choice("last_feed", "E17", "What was it?", listed("breast milk", "formula", "both", "solid food")),
        _bed.yes_no("at_the_breast", "E18", "Was the baby at the breast when it happened?"),
    ),
)

INQUIRY = Section(
    "inquiry",
    "F",
    "What was looked into",
    (
        _inquiry.yes_no("history_taken", "F1", "Was a full history taken?", need=EXPECTED),
        _inquiry.yes_no("examined", "F2", "Was the child examined?", need=EXPECTED),
        _inquiry.yes_no("samples_taken", "F3", "Were samples taken in the emergency department?", need=EXPECTED),
        _inquiry.yes_no("scene_visited", "F4", "Was the home or the scene visited?", need=EXPECTED),
        _inquiry.date("scene_visited_on", "F5", "When?", when=yes("scene_visited"), is_past=True),
        _inquiry.choices(
            "scene_visited_by",
            "F6",
            "By whom?",
            listed("paediatrician", "specialist nurse", "police", "social worker"),
            need=EXPECTED,
            when=yes("scene_visited"),
        ),
        _inquiry.text("scene_not_visited_reason", "F7", "Why not?", when=no("scene_visited")),
        _inquiry.choice(
            "pathologist",
            "F8",
            "Who did the post-mortem examination?",
            (
                Choice("paediatric", "A paediatric pathologist"),
                Choice("both", "A paediatric and a forensic pathologist"),
                Choice("forensic", "A forensic pathologist"),
                Choice("adult", "Another pathologist"),
                Choice("none", "There was none"),
            ),
            need=EXPECTED,
        ),
        _inquiry.choices(
            "investigations",
            "F9",
            "Which of these were done?",
            listed(
                "skeletal survey",
                "toxicology",
                "microbiology",
                "metabolic tests",
                "genetic tests",
                "genetic tests of the heart",
                "examination of the brain",
                "examination of the heart",
                "examination of the eyes",
            ),
            need=EXPECTED,
        ),
        _inquiry.yes_no("safeguarding_concern", "F10", "Was there a safeguarding concern?", need=EXPECTED),
        _inquiry.yes_no(
            "strategy_discussion",
            "F11",
            "Was there a strategy discussion?",
            need=EXPECTED,
            when=yes("safeguarding_concern"),
        ),
    ),
    guidance="What follows asks about the post-mortem examination. Read on only if you need to.",
    agencies=_LEADS,
)

CONCLUSION = Section(
    "conclusion",
    "G",
    "What is concluded",
    (
        _inquiry.choice(
            "avon_circumstances",
            "G1",
            "Grade: circumstances",
            AVON,
            hint="Avon classification, as the review meeting gave it",
            source=SUDDEN_DEATH_PROTOCOL,
        ),
        _inquiry.choice("avon_history", "G2", "Grade: history", AVON, source=SUDDEN_DEATH_PROTOCOL),
        _inquiry.choice("avon_pathology", "G3", "Grade: pathology", AVON, source=SUDDEN_DEATH_PROTOCOL),
        _inquiry.choice("avon_overall", "G4", "Grade: overall", AVON, source=SUDDEN_DEATH_PROTOCOL),
        _inquiry.text("post_mortem_cause", "G5", "Cause of death given after the post-mortem examination"),
        _inquiry.choice(
            "final_conclusion",
            "G6",
            "How is the death explained now?",
            (
                Choice("SIDS", "Sudden infant death syndrome"),
                Choice("unascertained", "Unascertained"),
                Choice("explained", "Explained: a cause was found"),
                Choice("awaited", "Still awaited"),
            ),
            need=EXPECTED,
        ),
        _inquiry.text("final_cause", "G7", "The cause", need=EXPECTED, when=Is("final_conclusion", ("explained",))),
        _inquiry.yes_no("relatives_screened", "G8", "Are relatives offered tests?", need=EXPECTED),
        _inquiry.yes_no("next_infant_care", "G9", "Is the family offered care with a next baby?"),
    ),
    agencies=_LEADS,
)

SUDDEN_DEATH = FormSpec(
    "supplement_sudden_death",
    "2024-1",
    "Supplementary form: sudden unexpected death",
    date(2024, 4, 1),
    "Supplementary form on sudden unexpected death, DHSC and NCMD; after Form B4, the rest reconstructed from practice",
    (parts.RETURN, BACKGROUND, FOUND_HOW, SLEEP, AROUND_SLEEP, INQUIRY, CONCLUSION, parts.learning("H")),
)
