"""Players that earn alike stand together."""

import numpy as np
import pandas as pd

from analysis.behaviours.alike import alike


def test_alike__puts_twins_together():
    names = [f"player_{i}" for i in range(9)]
    values = np.random.default_rng(1).random((9, 9))
    values[8], values[:, 8] = values[0], values[:, 0]
    values[8, 8] = values[0, 8] = values[8, 0] = values[0, 0]
    values[3, 3] = np.nan
    frame = pd.DataFrame(values, index=names, columns=names)
    order = alike(frame)
    assert sorted(order) == sorted(names)
    assert abs(order.index(names[0]) - order.index(names[8])) == 1
