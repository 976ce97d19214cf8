"""How tests begin: most add the same people and cases first. What these first steps leave is kept and put back.

A step counts as a first one while nobody has opened the database since the one before, or since it was made: then
it is what those steps left, to the byte, and to put that back costs a tenth of taking them again.
"""

from collections.abc import Callable, Hashable, Mapping
from functools import partial, wraps
from threading import current_thread, main_thread
from typing import Any, ParamSpec, TypeVar

from cdop.extensions import db
from tests.databases import Databases

P = ParamSpec("P")
T = TypeVar("T")
# Of so many beginnings what they left is kept: those of a file follow each other, and each is as large as a database.
KEPT = 64


class Beginnings:
    """What the first steps of tests left in one database, with what each step returned."""

    now: "Beginning | None" = None
    """The one of the test that runs."""

    def __init__(self, databases: Databases, name: str) -> None:
        self.databases, self.name = databases, name
        self.left: dict[Hashable, tuple[str, Any]] = {}
        self.seen: dict[Hashable, Any] = {}
        self.numbered = 0

    def of_test(self, made_of: str) -> "Beginning":
        """The beginning of a test that finds the database made anew, as a copy of the one named."""
        return Beginning(self, made_of)

    def keep(self, steps: Hashable, returned: Any) -> None:
        """Keep what the database holds now, in place of what has not been put back for longest."""
        self.numbered += 1
        self.left[steps] = f"beginning_{self.numbered}", returned
        self.databases.keep(self.left[steps][0], of=self.name)
        if len(self.left) > KEPT:
            self.databases.drop(self.left.pop(next(iter(self.left)))[0])

    def put_back(self, steps: Hashable) -> Any:
        """Have the database hold what these steps left; return what the last of them returned."""
        name, returned = self.left[steps] = self.left.pop(steps)
        self.databases.renew(self.name, of=name)
        return returned


class Beginning:
    """The first steps of one test."""

    def __init__(self, kept: Beginnings, made_of: str) -> None:
        self.kept = kept
        self.steps: tuple[Hashable, ...] = (made_of,)
        self.is_taking = False
        self.untouched = self._state()

    def take(self, step: Hashable, act: Callable[[], T]) -> T:
        """Return what `act` returns: from a copy of what it left where it is a first step and was taken before."""
        if self.is_taking or not self._is_untouched():
            return act()
        steps = (*self.steps, step)
        if steps in self.kept.left:
            returned = self.kept.put_back(steps)
        else:
            self.is_taking = True
            try:
                returned = act()
            finally:
                self.is_taking = False
            _close()
            self.kept.keep(steps, returned)
        self.steps, self.untouched = steps, self._state()
        result: T = returned
        return result

    def look(self, step: Hashable, act: Callable[[], T]) -> T:
        """Return what `act` returns, which only reads: as a test before found it, where this one has just begun."""
        if not self._is_untouched():
            return act()
        seen = self.kept.seen
        if (self.steps, step) not in seen:
            seen[self.steps, step] = act()
            _close()
        result: T = seen[self.steps, step]
        return result

    def _state(self) -> Hashable:
        return self.kept.databases.state(self.kept.name)

    def _is_untouched(self) -> bool:
        """Whether nobody opened the database since: this application's pool is empty, the files are as they were.

        What happens at the same instant as something else is no first step.
        """
        if current_thread() is not main_thread():
            return False
        pool: Any = db.engine.pool
        is_ours = self.kept.databases.is_at(db.engine.url, self.kept.name)
        return is_ours and pool.checkedin() + pool.checkedout() == 0 and self._state() == self.untouched


def _close() -> None:
    """Have this application hold no connection any more."""
    db.session.remove()
    db.engine.dispose()


def take(step: Hashable, act: Callable[[], T]) -> T:
    """Return what `act` returns, as a first step of the test that runs where it has just begun."""
    return Beginnings.now.take(step, act) if Beginnings.now else act()


def look(step: Hashable, act: Callable[[], T]) -> T:
    """The same for an act that only reads, after which the test has still just begun."""
    return Beginnings.now.look(step, act) if Beginnings.now else act()


def first_step(make: Callable[P, T]) -> Callable[P, T]:
    """Have a function that adds something by verbs count as a first step where a test begins with it.

    What it returns is the same object for all of these tests.
    """

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> T:
        act = partial(make, *args, **kwargs)
        if Beginnings.now is None:
            return act()
        try:
            step = make, _told(args), _told(kwargs)
            hash(step)
        except TypeError:
            return act()
        return Beginnings.now.take(step, act)

    return made


def _told(value: Any) -> Any:
    """What a function is told, in a form that can be compared: neither lists nor mappings can be keys."""
    if isinstance(value, Mapping):
        return "mapping", tuple((name, _told(each)) for name, each in value.items())
    if isinstance(value, list | tuple):
        return type(value), tuple(_told(each) for each in value)
    return value
