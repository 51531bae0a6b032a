"""The rules of a population: mutation in one role and in two."""

import numpy as np
import pytest

from tournament.errors import ArgumentError
from tournament.rules.population import mutation_of

ROLES = (0, 0, 1, 1)


def test_a_rate_leads_to_all_others_alike():
    assert mutation_of(0.3, 4).tolist() == [
        [0.7 if i == j else pytest.approx(0.1) for j in range(4)] for i in range(4)
    ]
    assert mutation_of(0.3, 1).tolist() == [[1.0]]


@pytest.mark.parametrize("given", [0.3, [[0.7, 0.3], [0.3, 0.7]]])
def test_in_two_roles_newcomers_stay_in_their_role(given):
    block = [[0.7, 0.3], [0.3, 0.7]]
    assert np.array_equal(mutation_of(given, 4, ROLES), np.kron(np.eye(2), block))


def test_who_is_alone_in_a_role_does_not_mutate():
    assert mutation_of(0.5, 3, (0, 1, 1)).tolist() == [[1, 0, 0], [0, 0.5, 0.5], [0, 0.5, 0.5]]


def test_rows_must_not_lead_to_the_other_role():
    rows = np.eye(4)
    rows[2] = [0.5, 0, 0.5, 0]
    says = "must not lead from one role to the other; row 2 leads to column 0"
    with pytest.raises(ArgumentError, match=says):
        mutation_of(rows, 4, ROLES)
    assert mutation_of(rows, 4).tolist() == rows.tolist()


def test_half_a_table_is_for_two_roles_only():
    with pytest.raises(ArgumentError, match=r"table of 4 rows of 4 .* got shape \(2, 2\)"):
        mutation_of(np.eye(2), 4)
