"""The words of the short versions as they start: a panel may change each, leave it out, or go back to it.

Every line is one idea. In easy read a line may begin with the name of a picture in square brackets
(`documents/symbols.py`). The rules of easy read follow "Making written information easier to understand for people with
learning disabilities" (Department of Health, 2010): one idea in a sentence, a picture to each, 16 points or more.
The telephone numbers are those that Childline, Child Bereavement UK and Samaritans publish.
"""

from cdop.rules.section import CHILDREN, EASY_READ, Section

ONE_IDEA = "One idea on each line. A child who has lost a brother or a sister may read this."
PICTURED = "One short idea on each line. A line can begin with the name of a picture, as below."

_ABOUT_CHILDREN = """
It is very sad when a child dies. Their family and their friends miss them very much.
It does not happen often. Most children grow up safe and well.
When a child in our area has died, some people meet to look carefully at what happened.
They are doctors, nurses, midwives, social workers, teachers and police officers. Together they are called a panel.
They do not look for somebody to blame.
They ask: what can we learn, so that other children are safe and well?
They do not say who the children were. That is private, for them and for their families.
"""
_LEARNED_CHILDREN = """
Sometimes nobody could have changed what happened.
Sometimes the panel found something that could be different for another child.
"""
_DOING_CHILDREN = """
The panel tells the people who can make a change what it learned.
It asks them to say what they will do, and by when.
Next year it asks them what they did.
"""
_HELP_CHILDREN = """
Reading this can make you feel sad, worried or angry, or nothing much at all. All of that is all right.
You can talk to a grown-up you trust: somebody in your family, a teacher, a school nurse or a doctor.
You can ring Childline on 0800 1111, day or night. It costs nothing, and you do not have to say who you are.
If somebody you love has died, you can ring Child Bereavement UK on 0800 02 888 40.
If you or somebody else is in danger now, ring 999.
"""
_ABOUT_EASY = """
[people] This is about children who have died.
[sad] It may make you sad. You can stop reading at any time.
[talk] You can read it with somebody you trust.
[panel] When a child dies, a group of people meets. The group is called a panel.
[doctor] Doctors, nurses, social workers, teachers and the police are in the panel.
[look] They look at what happened.
[idea] They want to learn how to keep other children safe and well.
[heart] They do not blame anybody.
[lock] They do not tell anybody who the children were.
"""
_LEARNED_EASY = """
[idea] Sometimes we find a thing that could change.
[heart] A change can keep other children safe.
[book] We write down what we learned.
"""
_DOING_EASY = """
[letter] The panel tells people what needs to change.
[tick] Those people say what they will do.
[calendar] Next year the panel asks what they did.
"""
_HELP_EASY = """
[sad] Are you sad or worried? It is good to talk about it.
[talk] Talk to your family, a friend, a doctor or a nurse.
[phone] You can ring Samaritans on 116 123, day or night. It is free.
[phone] Under 19? You can ring Childline on 0800 1111, day or night. It is free.
[warning] Is somebody in danger now? Ring 999.
"""

SHORT_SECTIONS: tuple[Section, ...] = (
    Section("children-about", "What this is about", ONE_IDEA, of=CHILDREN, start=_ABOUT_CHILDREN.strip()),
    Section("children-numbers", "What the panel saw", ONE_IDEA, is_computed=True, of=CHILDREN),
    Section("children-learned", "What it learned", ONE_IDEA, True, CHILDREN, _LEARNED_CHILDREN.strip()),
    Section("children-doing", "What happens next", ONE_IDEA, of=CHILDREN, start=_DOING_CHILDREN.strip()),
    Section("children-help", "If you want to talk", ONE_IDEA, of=CHILDREN, start=_HELP_CHILDREN.strip()),
    Section("easy-about", "What this is about", PICTURED, of=EASY_READ, start=_ABOUT_EASY.strip()),
    Section("easy-numbers", "What we saw", PICTURED, is_computed=True, of=EASY_READ),
    Section("easy-learned", "What we learned", PICTURED, True, EASY_READ, _LEARNED_EASY.strip()),
    Section("easy-doing", "What happens next", PICTURED, of=EASY_READ, start=_DOING_EASY.strip()),
    Section("easy-help", "Where to get help", PICTURED, of=EASY_READ, start=_HELP_EASY.strip()),
)
