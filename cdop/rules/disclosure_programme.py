"""Whole numbers that add up, as HiGHS solves them: loaded once and asked many times, each answer begun from the last.

scipy reaches the same solver, but only to load, solve and forget: an audit asks a thousand times of one system.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from cdop.rules.disclosure_reduced import Reduced, Terms, reduced
from cdop.rules.disclosure_system import Contradiction, Row

NEARLY = 1e-6
"""How far a number may be from a whole one that it stands for."""
FIRST = 2
"""So much of each unknown, above the least it can be, is told apart: two more make three values."""


def programme(low: Sequence[int], high: Sequence[int], rows: Sequence[Row]) -> "Programme":
    """Return the programme of unknowns between bounds, and of sums of them between bounds."""
    # Loaded here: the first reader of each worker would wait for them on every other page as well.
    import numpy as np

    least, most = (np.array([row.low for row in rows], dtype=int), np.array([row.high for row in rows], dtype=int))
    bounds = np.array(low, dtype=int), np.array(high, dtype=int)
    return Programme(
        *bounds, _matrix([dict(row.terms) for row in rows], len(low)), least, most, reduced(low, high, rows)
    )


def _matrix(lines: Sequence[Terms], width: int) -> Any:
    import numpy as np
    from scipy.sparse import csr_array

    parts, times = ([each for line in lines for each in of(line)] for of in (dict.keys, dict.values))
    starts = np.cumsum([0, *map(len, lines)])
    return csr_array((np.array(times, dtype=int), np.array(parts, dtype=int), starts), shape=(len(lines), width))


class Programme:
    """Unknowns between bounds, and sums of them between bounds. Answers are arrays in the order of the unknowns.

    The solver is asked of the reduced system; every answer is checked against the whole.
    """

    def __init__(self, low: Any, high: Any, sums: Any, least: Any, most: Any, reduced: Reduced) -> None:
        import numpy as np

        self._low, self._high, self._sums, self._least, self._most = low, high, sums, least, most
        self._left, self._rows = np.array(reduced.left, dtype=int), reduced.sums
        place = {part: at for at, part in enumerate(reduced.left)}
        every = [reduced.others.get(part, ({part: 1}, 0)) for part in range(len(low))]
        lines = [{place[each]: n for each, n in terms.items()} for terms, _ in every]
        self._of_left, self._more = _matrix(lines, len(place)), np.array([more for _, more in every], dtype=int)
        self._reduced_sums = _matrix(
            [{place[each]: n for each, n in row.terms.items()} for row in self._rows], len(place)
        )
        self._kept: Any = None
        self.steps = 0
        """How many steps the solver took to the last answer of fractions."""

    def fractions(self, weights: Any, *, is_near: bool = False) -> Any:
        """Return the fractions that make the weighted sum least: no whole numbers make it less. Raises Contradiction.

        `is_near` where the answer will lie near the last one: the same question of the next number.
        """
        from highspy import simplex_constants

        strategy = simplex_constants.SimplexStrategy
        way = strategy.kSimplexStrategyPrimal if is_near else strategy.kSimplexStrategyDual
        solver = self._of_fractions
        solver.setOptionValue("simplex_strategy", int(way))
        answer = self._whole_of(_answer(solver, self._of_left.T @ weights))
        self.steps = solver.getInfo().simplex_iteration_count
        # The next answer begins from the last of whole numbers: from one of fractions it would mostly keep them.
        if self.whole(answer) is not None:
            self._kept = solver.getBasis()
        elif self._kept is not None:
            solver.setBasis(self._kept)
        return answer

    def spread(self, weights: Any) -> Any:
        """Return fractions in which as many unknowns as can be, by these weights, are two more than the least.

        What is above that counts for nothing, so that none takes what many could have. Raises Contradiction.
        """
        import numpy as np

        weights = np.maximum(self._of_left.T @ np.asarray(weights, dtype=float), 0.0)
        answer = _answer(self._of_firsts, np.concatenate((np.zeros(len(weights)), -weights)))
        self.steps = self._of_firsts.getInfo().simplex_iteration_count
        return self._whole_of(answer.reshape(2, -1).sum(axis=0))

    def wholes(self, weights: Any, *, is_any: bool = False) -> Any:
        """Return the whole numbers that make the weighted sum least, or with `is_any` the first that were found.

        Raises Contradiction where there are none.
        """
        self._of_wholes.setOptionValue("mip_rel_gap", 1.0 if is_any else 0.0)
        found = self.whole(self._whole_of(_answer(self._of_wholes, self._of_left.T @ weights)))
        if found is None:
            raise Contradiction
        return found

    def whole(self, values: Any) -> Any:
        """Return an answer as whole numbers, None where it is none: every sum is added up again without fractions."""
        import numpy as np

        nearest = np.round(values).astype(int)
        if np.abs(values - nearest).max(initial=0) > NEARLY:
            return None
        sums = self._sums @ nearest
        is_one = ((self._low <= nearest) & (nearest <= self._high)).all()
        return nearest if is_one and ((self._least <= sums) & (sums <= self._most)).all() else None

    def _whole_of(self, answer: Any) -> Any:
        """An answer for those that are left as one for all."""
        return self._of_left @ answer + self._more

    @cached_property
    def _of_fractions(self) -> Any:
        solver = self._loaded(self._low[self._left], self._high[self._left], self._reduced_sums)
        # Bounds that are moved and moved back cost more than the steps between two questions so near to each other.
        solver.setOptionValue("primal_simplex_bound_perturbation_multiplier", 0.0)
        return solver

    @cached_property
    def _of_firsts(self) -> Any:
        """Each unknown in two, of which `spread` counts the second."""
        import numpy as np
        from scipy.sparse import hstack

        low, high = self._low[self._left], self._high[self._left]
        first = np.minimum(high - low, FIRST)
        bounds = np.concatenate((low, np.zeros(len(low)))), np.concatenate((high - first, first))
        return self._loaded(*bounds, hstack((self._reduced_sums, self._reduced_sums), format="csr"))

    @cached_property
    def _of_wholes(self) -> Any:
        import highspy
        import numpy as np

        number = len(self._left)
        solver = self._loaded(self._low[self._left], self._high[self._left], self._reduced_sums)
        whole = np.full(number, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        solver.setOptionValue("presolve", "on")
        solver.changeColsIntegrality(number, np.arange(number, dtype=np.int32), whole)
        return solver

    def _loaded(self, low: Any, high: Any, sums: Any) -> Any:
        import highspy
        import numpy as np

        problem = highspy.HighsLp()
        problem.num_row_, problem.num_col_ = sums.shape
        problem.col_cost_ = np.zeros(len(low))
        problem.col_lower_, problem.col_upper_ = low.astype(float), high.astype(float)
        problem.row_lower_ = np.array([row.low for row in self._rows], dtype=float)
        problem.row_upper_ = np.array([row.high for row in self._rows], dtype=float)
        problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        problem.a_matrix_.start_ = sums.indptr
        problem.a_matrix_.index_, problem.a_matrix_.value_ = sums.indices, sums.data.astype(float)
        solver = highspy.Highs()
        for option, value in {"output_flag": False, "threads": 1, "parallel": "off", "presolve": "off"}.items():
            solver.setOptionValue(option, value)
        solver.passModel(problem)
        return solver


def _answer(solver: Any, weights: Any) -> Any:
    import numpy as np
    from highspy import HighsModelStatus

    number = len(weights)
    solver.changeColsCost(number, np.arange(number, dtype=np.int32), np.asarray(weights, dtype=float))
    solver.run()
    # Of a model of nothing all is known already.
    if solver.getModelStatus() not in (HighsModelStatus.kOptimal, HighsModelStatus.kModelEmpty):
        raise Contradiction
    return np.array(solver.getSolution().col_value)
