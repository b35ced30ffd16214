"""What can go wrong, in the words and exit codes a user meets.

A user's mistake is an ``AtlasError``: one line that says what was wrong, where, and what to do; the
command line prints it and exits with its code. What the machine refuses (a full disk, a folder that
may not be written) is one line too. Anything else is a bug and keeps its traceback.
"""

import errno
import os


class AtlasError(Exception):
    """A mistake that a user or a publisher made, not this program."""

    exit_code = 1


class UsageError(AtlasError):
    """The command was asked for something that does not exist or does not fit."""

    exit_code = 2


class SourceError(AtlasError):
    """An official file is missing, or holds a column, marker or code never seen before."""

    exit_code = 3
    source: str | None = None
    """The source whose file it is, where that is known."""


class ContractError(AtlasError):
    """A release, or a table on its way into one, breaks the contract of ``etl.schema``."""

    exit_code = 4


class CheckError(AtlasError):
    """A figure differs from its official total by more than the check allows."""

    exit_code = 5


class DriftError(AtlasError):
    """Sources have another shape than the release in force was built from, and nobody accepted it.

    ``found`` is source → what is different, one line each with before and after.
    """

    exit_code = 6

    def __init__(self, said: str, found: dict[str, list[str]]) -> None:
        super().__init__(said)
        self.found = found


_REFUSALS = frozenset(
    (
        errno.EACCES,
        errno.EDQUOT,
        errno.EEXIST,
        errno.EFBIG,
        errno.EIO,
        errno.EMFILE,
        errno.ENAMETOOLONG,
        errno.ENFILE,
        errno.ENOSPC,
        errno.ENOTDIR,
        errno.EPERM,
        errno.EROFS,
    )
)
"""What a machine says no with; any other error of the system is a bug of this program."""


def refusal(error: OSError) -> str | None:
    """Return what the machine refused, and of which file; None where the error is a bug.

    A copy of many files reports all that failed at once: the first stands for them.
    """
    number, name = error.errno, error.filename
    if error.args and isinstance(error.args[0], list):
        name, said = error.args[0][0][1], str(error.args[0][0][2])
        number = next((one for one in _REFUSALS if f"[Errno {one}]" in said), None)
    if number not in _REFUSALS:
        return None
    where = f"{os.fspath(name)}: " if isinstance(name, str | os.PathLike) else ""
    said = "is no directory" if number == errno.EEXIST else os.strerror(number).lower()
    return f"{where}{said}"
