"""Times as the archive keeps them: whole epoch seconds in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import overload

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@overload
def seconds(time: datetime) -> int: ...
@overload
def seconds(time: datetime | None) -> int | None: ...
def seconds(time: datetime | None) -> int | None:
    """Give an aware time as epoch seconds, rounded down; None for None."""
    return None if time is None else (time - _EPOCH) // timedelta(seconds=1)


@overload
def moment(epoch: int) -> datetime: ...
@overload
def moment(epoch: int | None) -> datetime | None: ...
def moment(epoch: int | None) -> datetime | None:
    """Give epoch seconds as an aware UTC time; None for None."""
    return None if epoch is None else datetime.fromtimestamp(epoch, UTC)
