"""A file of Parquet as columns of declared types; nothing else in it is looked at."""

import io
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import numpy as np

from tournament.errors import needed
from tournament.results.files.refused import Refused
from tournament.results.files.room import take

MEMORY = 4  # bytes in memory for a byte of a file, before its rows are known
VALUE = 64  # bytes in memory for each value, while rows become books


def columns(content: bytes, types: Mapping[str, type], name: str) -> dict[str, np.ndarray]:
    """Return the columns of a table.

    Parameters
    ----------
    content
        The bytes of the file.
    types
        The columns that the table must have, and which type each has: `int`, `bool` or `str`.
    name
        What the file is called.

    Raises
    ------
    Refused
        When the table has other columns, a value is missing or of another type, or rows would not
        fit into memory.
    """
    needed("pyarrow", "parquet", "to read results that version 0.1 saved")
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(content))
        there = {field.name: field.type for field in file.schema_arrow}
        if sorted(there) != sorted(types) or len(file.schema_arrow) != len(types):
            raise Refused(f"{name} has other columns than those of its event")
        wrong = [column for column, kind in types.items() if not _is(pa, there[column], kind)]
        if wrong:
            raise Refused(f"{name} has values of other types in {wrong[0]}")
        take(file.metadata.num_rows * len(types) * VALUE)
        table = file.read()
        return {column: _values(pa, table[column], kind, name) for column, kind in types.items()}
    except (pa.ArrowException, OSError, OverflowError, UnicodeError):
        raise Refused(f"{name} is damaged") from None


def _is(pa: ModuleType, came: Any, kind: type) -> bool:
    """Return whether a type of Arrow is the declared one."""
    types = pa.types
    known = {
        int: (types.is_integer,),
        bool: (types.is_boolean,),
        str: (types.is_string, types.is_large_string),
    }
    return any(fits(came) for fits in known[kind])


def _values(pa: ModuleType, column: Any, kind: type, name: str) -> np.ndarray:
    """Return the values of a column; none may be missing."""
    if column.null_count:
        raise Refused(f"{name} has values that are missing")
    if kind is str:
        return np.array(column.to_pylist(), dtype=object)
    return np.asarray(column.cast(pa.int64()) if kind is int else column, _NUMPY[kind])


_NUMPY = {int: np.int64, bool: np.bool_}
