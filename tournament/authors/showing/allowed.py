"""Which values a parameter may have, in words: found by asking its checks."""

import dis
from typing import Any

import numpy as np

from tournament.authors.parameters import Parameter

NUMBERS = (float("nan"), -float("inf"), float("inf"))  # no check of a range lets all of them pass
ARRAY = np.array([float("nan")])


def allowed(parameter: Parameter, values: dict[str, Any]) -> str:
    """Return what a parameter must be: its type, or what its checks ask for.

    A check says what is needed when a value does not fit. So it is given values that fit nowhere.

    Parameters
    ----------
    parameter
        Of a rule.
    values
        The values of the rule's parameters; a check may read them.

    Examples
    --------
    >>> from tournament import Probability
    >>> from tournament.authors.parameters import parameters_of
    >>> def rule(me, opponent, p: Probability = 0.5, turns: int = 3): ...
    >>> [allowed(parameter, {}) for parameter in parameters_of(rule).values()]
    ['a probability in [0, 1]', 'an integer']
    """
    tried = (ARRAY,) if "array" in parameter.form.need else NUMBERS
    for check, others in parameter.checks:
        if not {*others} <= {*values}:
            continue
        for value in tried:
            need = _refused(check, value, {name: values[name] for name in others})
            if need:
                return need
    return parameter.form.need


def _refused(check: Any, value: Any, others: dict[str, Any]) -> str:
    """Return what a check says of a value; nothing if it takes it, or cannot read it."""
    try:
        check(value, **others)
    except ValueError as error:
        return str(error.args[0]) if error.args and _is_raised(error) else ""
    except Exception:
        return ""
    return ""


def _is_raised(error: Exception) -> bool:
    """Return whether a `raise` raised it, and not a function of numpy that stumbled."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return place is not None and (
        dis.opname[place.tb_frame.f_code.co_code[place.tb_lasti]] == "RAISE_VARARGS"
    )
