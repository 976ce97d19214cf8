"""Whole numbers that add up, as HiGHS solves them: loaded once and asked many times, each answer begun from the last.

scipy reaches the same solver, but only to load, solve and forget: an audit asks a thousand times of one system.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from cdop.rules.disclosure_system import Contradiction, Row

NEARLY = 1e-6
"""How far a number may be from a whole one that it stands for."""
FIRST = 2
"""So much of each unknown, above the least it can be, is told apart: two more make three values."""


def programme(low: Sequence[int], high: Sequence[int], rows: Sequence[Row]) -> "Programme":
    """Return the programme of unknowns between bounds, and of sums of them between bounds."""
    # Loaded here: the first reader of each worker would wait for them on every other page as well.
    import numpy as np
    from scipy.sparse import csr_array

    entries = [(sign, at, part) for at, row in enumerate(rows) for part, sign in row.terms]
    signs, at_row, at_part = zip(*entries, strict=True) if entries else ((), (), ())
    sums = csr_array((np.array(signs, dtype=int), (at_row, at_part)), shape=(len(rows), len(low)))
    least, most = (np.array([row.low for row in rows], dtype=int), np.array([row.high for row in rows], dtype=int))
    return Programme(np.array(low, dtype=int), np.array(high, dtype=int), sums, least, most)


class Programme:
    """Unknowns between bounds, and sums of them between bounds. Answers are arrays in the order of the unknowns."""

    def __init__(self, low: Any, high: Any, sums: Any, least: Any, most: Any) -> None:
        self._low, self._high, self._sums, self._least, self._most = low, high, sums, least, most

    def fractions(self, weights: Any, *, is_near: bool = False) -> Any:
        """Return the fractions that make the weighted sum least: no whole numbers make it less. Raises Contradiction.

        `is_near` where the answer will lie near the last one: the same question of the next number.
        """
        from highspy import simplex_constants

        strategy = simplex_constants.SimplexStrategy
        way = strategy.kSimplexStrategyPrimal if is_near else strategy.kSimplexStrategyDual
        self._of_fractions.setOptionValue("simplex_strategy", int(way))
        return _answer(self._of_fractions, weights)

    def spread(self, weights: Any) -> Any:
        """Return fractions in which as many unknowns as can be, by these weights, are two more than the least.

        What is above that counts for nothing, so that none takes what many could have. Raises Contradiction.
        """
        import numpy as np

        weights = np.asarray(weights, dtype=float)
        number, solver = len(weights), self._of_firsts
        firsts = np.arange(number, 2 * number, dtype=np.int32)
        solver.changeColsBounds(number, firsts, np.zeros(number), np.where(weights > 0, FIRST, 0.0))
        return _answer(solver, np.concatenate((np.zeros(number), -weights))).reshape(2, -1).sum(axis=0)

    def wholes(self, weights: Any, *, is_any: bool = False) -> Any:
        """Return the whole numbers that make the weighted sum least, or with `is_any` the first that were found.

        Raises Contradiction where there are none.
        """
        self._of_wholes.setOptionValue("mip_rel_gap", 1.0 if is_any else 0.0)
        found = self.whole(_answer(self._of_wholes, weights))
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

    @cached_property
    def _of_fractions(self) -> Any:
        return self._loaded(self._low, self._high, self._sums)

    @cached_property
    def _of_firsts(self) -> Any:
        """Each unknown in two, of which `spread` counts the second."""
        import numpy as np
        from scipy.sparse import hstack

        nothing = np.zeros(len(self._low))
        low, high = np.concatenate((self._low, nothing)), np.concatenate((self._high, nothing))
        return self._loaded(low, high, hstack((self._sums, self._sums), format="csr"))

    @cached_property
    def _of_wholes(self) -> Any:
        import highspy
        import numpy as np

        number = len(self._low)
        solver = self._loaded(self._low, self._high, self._sums)
        whole = np.full(number, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        solver.changeColsIntegrality(number, np.arange(number, dtype=np.int32), whole)
        return solver

    def _loaded(self, low: Any, high: Any, sums: Any) -> Any:
        import highspy
        import numpy as np

        problem = highspy.HighsLp()
        problem.num_row_, problem.num_col_ = sums.shape
        problem.col_cost_ = np.zeros(len(low))
        problem.col_lower_, problem.col_upper_ = low.astype(float), high.astype(float)
        problem.row_lower_, problem.row_upper_ = self._least.astype(float), self._most.astype(float)
        problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        problem.a_matrix_.start_ = sums.indptr
        problem.a_matrix_.index_, problem.a_matrix_.value_ = sums.indices, sums.data.astype(float)
        solver = highspy.Highs()
        for option, value in {"output_flag": False, "threads": 1, "parallel": "off"}.items():
            solver.setOptionValue(option, value)
        solver.passModel(problem)
        return solver


def _answer(solver: Any, weights: Any) -> Any:
    import numpy as np
    from highspy import HighsModelStatus

    number = len(weights)
    solver.changeColsCost(number, np.arange(number, dtype=np.int32), np.asarray(weights, dtype=float))
    solver.run()
    if solver.getModelStatus() != HighsModelStatus.kOptimal:
        raise Contradiction
    return np.array(solver.getSolution().col_value)
