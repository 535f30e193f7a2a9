"""Opening the file of an index: one history, one schema, one writer."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, select
from sqlalchemy.exc import DatabaseError

from commonweal.errors import ConfigFault, WrongHistoryFault
from commonweal.store import schema
from commonweal.store.values import ChainIdentity

_BUSY_MS = 10_000


def take_lock(path: Path) -> IO[str]:
    """Hold the right to write the file until the handle is closed or the process ends.

    Raises
    ------
    ConfigFault
        Another process has it.
    """
    handle = path.with_suffix(".lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise ConfigFault(
            f"The index {path.name} should be free but another Commonweal process writes it; "
            "stop that one, or give this one another data folder."
        ) from None
    return handle


def open_engine(path: Path, identity: ChainIdentity) -> Engine:
    """Open the file, made if it is not there, and check that it is of this history.

    Raises
    ------
    ConfigFault
        The file is damaged or of another version.
    WrongHistoryFault
        The file is of another history.
    """
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _set_up_connection)
    event.listen(engine, "begin", _begin)
    try:
        with engine.begin() as connection:
            schema.metadata.create_all(connection)
            _check_meta(connection, path, identity)
    except DatabaseError as error:
        engine.dispose()
        raise ConfigFault(
            f"The index {path} should be a database of Commonweal but cannot be used "
            f"({error.orig}); remove it, it is made again from the chain."
        ) from None
    except BaseException:
        engine.dispose()
        raise
    return engine


def _check_meta(connection: Connection, path: Path, identity: ChainIdentity) -> None:
    expected = {
        "schema_version": str(schema.SCHEMA_VERSION),
        "chain_id": str(identity.chain_id),
        "genesis_hash": identity.genesis_hash.hex(),
        "registry": identity.registry,
    }
    found: dict[str, str] = {row.name: row.value for row in connection.execute(select(schema.meta))}
    if not found:
        rows = [{"name": name, "value": value} for name, value in expected.items()]
        connection.execute(insert(schema.meta), rows)
        return
    if found.get("schema_version") != expected["schema_version"]:
        raise ConfigFault(
            f"The index {path} should have schema {schema.SCHEMA_VERSION} but has "
            f"{found.get('schema_version')}; remove it, it is made again from the chain."
        )
    if found != expected:
        raise WrongHistoryFault(
            f"The index {path} should be of registry {identity.registry} on chain "
            f"{identity.chain_id} but is of another history; move it away and start again."
        )


def _set_up_connection(connection: Any, _record: Any) -> None:
    # Python's driver begins transactions by rules of its own: reads that belong together would
    # see different states. `_begin` does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    # A commit that a power cut takes back is read from the chain again.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={_BUSY_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
