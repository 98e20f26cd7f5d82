"""Become another program that cannot outlive its parent, as somebody who is not root.

Run as a script (`python -I tether.py IDENTITY PARENT COMMAND...`) between the parent and the
program, because Python between fork and exec in a threaded parent may deadlock. IDENTITY is
`same`, `namespace:UID` (a user namespace in which root is called UID, so that files root can
read stay readable) or `uid:UID:GID`. `--reach` as the command tries its arguments instead of
running them and prints the first folder that this identity may not enter.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1


def _enter_namespace(uid: int) -> None:
    group = os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "This system allows root no user namespace")
    own = Path("/proc/self")
    (own / "uid_map").write_text(f"{uid} 0 1")
    (own / "setgroups").write_text("deny")
    (own / "gid_map").write_text(f"{uid} {group} 1")


def _become(identity: str) -> None:
    kind, *numbers = identity.split(":")
    if kind == "namespace":
        _enter_namespace(int(numbers[0]))
    elif kind == "uid":
        uid, gid = map(int, numbers)
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)


def _die_with(parent: int) -> None:
    # After any change of identity: the kernel clears the wish when credentials change.
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("The parent has gone before its child could start.")


def _first_out_of_reach(paths: list[str]) -> str:
    for path in map(Path, paths):
        for folder in [*reversed(path.parents), path]:
            if not os.access(folder, os.X_OK):
                return str(folder)
    return ""


def main() -> None:
    identity, parent, *command = sys.argv[1:]
    _become(identity)
    if command[0] == "--reach":
        sys.stdout.write(_first_out_of_reach(command[1:]))
        return
    _die_with(int(parent))
    os.execv(command[0], command)  # noqa: S606 - that is this script's purpose


if __name__ == "__main__":
    main()
