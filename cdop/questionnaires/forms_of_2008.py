"""The forms of the local safeguarding children boards, April 2008 to March 2019, in both sets."""

from cdop.questionnaires.form_a1_2008 import FORM_A1
from cdop.questionnaires.form_a_2008 import FORM_A
from cdop.questionnaires.form_b2_2010 import FORM_B2
from cdop.questionnaires.form_b3_2010 import FORM_B3, FORM_B11_OF_2008
from cdop.questionnaires.form_b4_2010 import FORM_B4, FORM_B10_OF_2008
from cdop.questionnaires.form_b5_2010 import FORM_B2_OF_2008, FORM_B5
from cdop.questionnaires.form_b6_2010 import FORM_B3_OF_2008, FORM_B6
from cdop.questionnaires.form_b7_2010 import FORM_B4_OF_2008, FORM_B7
from cdop.questionnaires.form_b8_2010 import FORM_B5_OF_2008, FORM_B8
from cdop.questionnaires.form_b9_2010 import FORM_B6_OF_2008, FORM_B9
from cdop.questionnaires.form_b10_2010 import FORM_B7_OF_2008, FORM_B10
from cdop.questionnaires.form_b11_2010 import FORM_B8_OF_2008, FORM_B11
from cdop.questionnaires.form_b12_2010 import FORM_B9_OF_2008, FORM_B12
from cdop.questionnaires.form_b_2008 import FORM_B_FIRST, FORM_B_SECOND
from cdop.questionnaires.form_c_2008 import FORM_C_FIRST, FORM_C_SECOND
from cdop.questionnaires.form_d_2008 import FORM_D

FIRST_SET = (
    FORM_A,
    FORM_A1,
    FORM_B_FIRST,
    FORM_B2_OF_2008,
    FORM_B3_OF_2008,
    FORM_B4_OF_2008,
    FORM_B5_OF_2008,
    FORM_B6_OF_2008,
    FORM_B7_OF_2008,
    FORM_B8_OF_2008,
    FORM_B9_OF_2008,
    FORM_B10_OF_2008,
    FORM_B11_OF_2008,
    FORM_C_FIRST,
    FORM_D,
)
SECOND_SET = (
    FORM_B_SECOND,
    FORM_B2,
    FORM_B3,
    FORM_B4,
    FORM_B5,
    FORM_B6,
    FORM_B7,
    FORM_B8,
    FORM_B9,
    FORM_B10,
    FORM_B11,
    FORM_B12,
    FORM_C_SECOND,
)
FORMS_OF_2008 = (*FIRST_SET, *SECOND_SET)
VERSIONS_OF_2008 = frozenset(spec.version for spec in FORMS_OF_2008)
"""No form of today has one of these."""
