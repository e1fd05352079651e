"""What a filter asks of rows, and one way to read them: which table is walked, and what is asked of each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records import record

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

FEW = 500
"""Listed rows that are looked up in the index one by one, rather than walking all that match: some 20 µs each."""

Values = tuple[str | int, ...]


@record
class Condition:
    """Something that must hold of a row of ``headlines h``: a leaf, a choice, or several things at once."""

    match: str | None = None
    """An FTS5 expression; with `where` beside it, it only has no row less."""
    where: str | None = None
    """SQL that is never NULL, so that NOT turns it round."""
    values: Values = ()
    listed: bool = False
    """Whether the rows for which `where` holds can be listed without reading others."""
    index: str | None = None
    """The index that lists them; None for the row ids themselves."""
    any_of: tuple[Condition, ...] = ()
    all_of: tuple[Condition, ...] = ()

    def on_row(self) -> tuple[str, Values]:
        """Give it as SQL on a single row, with its values."""
        for word, children in ((" OR ", self.any_of), (" AND ", self.all_of)):
            if children:
                parts = [child.on_row() for child in children]
                return word.join(f"({sql})" for sql, _ in parts), tuple(value for _, many in parts for value in many)
        if self.where is not None:
            return self.where, self.values
        return "h.id IN (SELECT rowid FROM search WHERE search MATCH ?)", (self.match or "",)


@record
class Selection:
    """What a query on ``headlines h`` needs: an FTS5 match, or None for all rows, and conditions on rows."""

    match: str | None = None
    where: str = "1"
    """``1`` where there is nothing to ask of the rows themselves."""
    parameters: Values = ()
    index: str | None = None
    """The index that lists the rows for which a part of `where` holds, if one does."""
    listed: bool = False
    """Whether the rows that `where` lists are walked, and each is looked up in the search index."""

    @property
    def key(self) -> str:
        """The column that pages are ordered and bounded by."""
        return "h.id" if self.match is None or self.listed else "search.rowid"

    def parts(self, *, after: int | None, before: int | None, bare: bool = False) -> tuple[str, str, Values]:
        """Give tables, condition and values of a query for rows newer than `after` and older than `before`.

        Args:
            after: an id, or None.
            before: an id, or None.
            bare: True where only ids or their number are wanted; the index alone then often does.
        """
        conditions: list[str] = []
        values: list[str | int] = []
        rows = tables = _rows(self.index)
        if self.match is not None:
            # CROSS JOIN fixes the order: one table is walked by row id, the other is asked as the page needs it.
            tables = "search CROSS JOIN headlines h ON h.id = search.rowid"
            if self.listed:
                tables = f"{rows} CROSS JOIN search ON search.rowid = h.id"
            elif bare and self.where == "1":
                tables = "search"
            conditions, values = ["search MATCH ?"], [self.match]
        for sign, bound in ((">", after), ("<", before)):
            if bound is not None:
                conditions.append(f"{self.key} {sign} ?")
                values.append(bound)
        if self.where != "1":
            conditions.append(f"({self.where})")
            values.extend(self.parameters)
        return tables, " AND ".join(conditions) or "1", tuple(values)


def joined(connection: sqlite3.Connection, conditions: Sequence[Condition]) -> Selection:
    """Give the selection of the rows for which all `conditions` hold.

    The connection is asked whether the rows that an index lists are few.
    """
    matches = list(dict.fromkeys(one.match for one in conditions if one.match is not None))
    asked = [one for one in conditions if one.match is None or one.where is not None]
    rows = [one.on_row() for one in asked]
    return Selection(
        match=" AND ".join(matches) if matches else None,
        where=" AND ".join(f"({sql})" for sql, _ in rows) or "1",
        parameters=tuple(value for _, many in rows for value in many),
        index=next((one.index for one in asked if one.index), None),
        listed=bool(matches) and any(_are_few(connection, one) for one in asked if one.listed),
    )


def union(selections: Sequence[Selection], *, after: int | None, before: int | None) -> tuple[str, Values]:
    """Give SQL for the ids of rows that are in any of `selections`, each once, and its values."""
    parts = [(one.key, *one.parts(after=after, before=before, bare=True)) for one in selections]
    sql = " UNION ".join(f"SELECT {key} FROM {tables} WHERE {condition}" for key, tables, condition, _ in parts)  # noqa: S608
    return sql, tuple(value for *_, values in parts for value in values)


def _rows(index: str | None) -> str:
    """Name the table with its index: statistics of a small archive can make SQLite take a wrong one, and sort."""
    return f"headlines h INDEXED BY {index}" if index else "headlines h NOT INDEXED"


def _are_few(connection: sqlite3.Connection, condition: Condition) -> bool:
    rows = _rows(condition.index)
    sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM {rows} WHERE {condition.where} LIMIT ?)"  # noqa: S608
    return int(connection.execute(sql, (*condition.values, FEW + 1)).fetchone()[0]) <= FEW
