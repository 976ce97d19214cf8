"""The form of what others did by a day."""

from cdop.forms.base import VersionedForm
from cdop.forms.dates import DateField
from cdop.rules.outside_steps import LABELS


class SafeguardingForm(VersionedForm):
    """What was done about abuse or neglect."""

    abuse_known_on = DateField(LABELS["abuse_known_on"])
    serious_incident_notified_on = DateField(LABELS["serious_incident_notified_on"])
    rapid_review_on = DateField(LABELS["rapid_review_on"])


class RapidResponseForm(SafeguardingForm):
    """The same, with the discussions of a rapid response."""

    rapid_response_discussed_on = DateField(LABELS["rapid_response_discussed_on"])
    rapid_response_concluded_on = DateField(LABELS["rapid_response_concluded_on"])
