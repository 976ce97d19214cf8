"""Whole numbers that add up, as HiGHS solves them: loaded once and asked many times, each answer begun from the last.

scipy reaches the same solver, but only to load, solve and forget: an audit asks a thousand times of one system.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from cdop.rules.disclosure_system import Contradiction, Row

NEARLY = 1e-6
"""How far a number may be from a whole one that it stands for."""


class Programme:
    """Unknowns between bounds, and sums of them between bounds. Answers are arrays in the order of the unknowns."""

    def __init__(self, low: Sequence[int], high: Sequence[int], rows: Iterable[Row]) -> None:
        # Loaded here: the first reader of each worker would wait for them on every other page as well.
        import numpy as np
        from scipy.sparse import csr_array

        rows = list(rows)
        entries = [(sign, at, part) for at, row in enumerate(rows) for part, sign in row.terms]
        signs, at_row, at_part = zip(*entries, strict=True) if entries else ((), (), ())
        self._sums = csr_array((np.array(signs, dtype=int), (at_row, at_part)), shape=(len(rows), len(low)))
        self._least, self._most = np.array([row.low for row in rows]), np.array([row.high for row in rows])
        self._low, self._high = np.array(low), np.array(high)
        self._of_fractions, self._of_wholes = self._loaded(is_whole=False), self._loaded(is_whole=True)

    def fractions(self, weights: Any, *, is_near: bool = False) -> Any:
        """Return the fractions that make the weighted sum least: no whole numbers make it less. Raises Contradiction.

        `is_near` where the answer will lie near the last one: the same question of the next number.
        """
        from highspy import simplex_constants

        strategy = simplex_constants.SimplexStrategy

        way = strategy.kSimplexStrategyPrimal if is_near else strategy.kSimplexStrategyDual
        self._of_fractions.setOptionValue("simplex_strategy", int(way))
        return self._answer(self._of_fractions, weights)

    def wholes(self, weights: Any, *, is_any: bool = False) -> Any:
        """Return the whole numbers that make the weighted sum least, or with `is_any` the first that were found.

        Raises Contradiction where there are none.
        """
        self._of_wholes.setOptionValue("mip_rel_gap", 1.0 if is_any else 0.0)
        found = self.whole(self._answer(self._of_wholes, weights))
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

    def _answer(self, solver: Any, weights: Any) -> Any:
        import numpy as np
        from highspy import HighsModelStatus

        number = len(self._low)
        solver.changeColsCost(number, np.arange(number, dtype=np.int32), np.asarray(weights, dtype=float))
        solver.run()
        if solver.getModelStatus() != HighsModelStatus.kOptimal:
            raise Contradiction
        return np.array(solver.getSolution().col_value)

    def _loaded(self, *, is_whole: bool) -> Any:
        import highspy
        import numpy as np

        problem = highspy.HighsLp()
        problem.num_col_, problem.num_row_ = len(self._low), len(self._least)
        problem.col_cost_ = np.zeros(len(self._low))
        problem.col_lower_, problem.col_upper_ = self._low.astype(float), self._high.astype(float)
        problem.row_lower_, problem.row_upper_ = self._least.astype(float), self._most.astype(float)
        problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        problem.a_matrix_.start_ = self._sums.indptr
        problem.a_matrix_.index_, problem.a_matrix_.value_ = self._sums.indices, self._sums.data.astype(float)
        if is_whole:
            problem.integrality_ = [highspy.HighsVarType.kInteger] * len(self._low)
        solver = highspy.Highs()
        for option, value in {"output_flag": False, "threads": 1, "parallel": "off"}.items():
            solver.setOptionValue(option, value)
        solver.passModel(problem)
        return solver
