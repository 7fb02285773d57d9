"""One to one: of the pairs that fit, those whose scores sum to the most, every row in one pair at most.

Sparse minimum-weight matching over `most - worth`: an explicit zero would be no pair, and without a column of its own
for each row, in which it stays alone, there might be no full matching. Among equal sums, more pairs win.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from .base import CannotRun
from .pairing import ROW, Pairs

Whole = npt.NDArray[np.int64]
_EXACT = 2**53  # whole numbers up to here are exact in the doubles that the solver sums


def allocate(pairs: Pairs) -> pa.Table:
    """`left_row`, `right_row` and `score` of the pairs chosen, in the order of the left keys; the same every time.

    CannotRun when the scores are too large to be summed exactly.
    """
    table = pairs.table
    fit = (table["failed"].to_numpy() == 0) & (table["unknown"].to_numpy() == 0)
    left, right, score = (table[name].to_numpy()[fit].astype(np.int64) for name in (*ROW.values(), "score"))
    chosen = best_matching(left, right, score)
    found = (left[chosen], right[chosen], score[chosen])
    return pa.table(dict(zip((*ROW.values(), "score"), map(pa.array, found), strict=True)))


def best_matching(left: Whole, right: Whole, score: Whole) -> Whole:
    """The places of the pairs chosen, in the order of `left`; `score` is 0 or more, and every pair stands once."""
    if len(score) == 0:
        return np.empty(0, np.int64)
    lefts, row = np.unique(left, return_inverse=True)
    rights, column = np.unique(right, return_inverse=True)
    if len(lefts) > len(rights):
        chosen = _solve(column, row, len(rights), len(lefts), score)
    else:
        chosen = _solve(row, column, len(lefts), len(rights), score)
    return chosen[np.argsort(left[chosen], kind="stable")]


def _solve(row: Whole, column: Whole, rows: int, columns: int, score: Whole) -> Whole:
    """The shorter side as rows, each with a column after the others in which it stays alone."""
    worth = score * (rows + 1) + 1  # one pair more never outweighs a ten-thousandth of a point
    most = int(worth.max()) + 1
    if most * rows >= _EXACT:
        raise CannotRun("得分太大，加起来不再精确，不能分配。请把权重改小（例如合计 100）。")
    alone = np.arange(rows)
    weight = np.concatenate([most - worth, np.full(rows, most)])
    where = (np.concatenate([row, alone]), np.concatenate([column, columns + alone]))
    graph = csr_array((weight.astype(np.float64), where), shape=(rows, columns + rows))
    matched_row, matched_column = (side.astype(np.int64) for side in min_weight_full_bipartite_matching(graph))
    paired = matched_column < columns
    codes = row * columns + column
    order = np.argsort(codes)
    found = np.searchsorted(codes, matched_row[paired] * columns + matched_column[paired], sorter=order)
    places: Whole = order[found]
    return places
