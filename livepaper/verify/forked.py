"""Kernels that start as forks of a process which has imported the engine and run nothing.

A kernel's start is mostly imports: its own, pandas', Altair's. `multiprocessing` keeps
a server process that has done them; a fork of it is as clean as a kernel started from
nothing, and ready at once. Where there can be no such server (on some systems, and in
the worker of a cluster), or the notebook asks for another kernel than IPython's, Jupyter
starts it in its own way.
"""

from __future__ import annotations

import _thread
import multiprocessing
import os
import signal
import sys
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

NAME = "livepaper-forked"
"""The entry point by which Jupyter finds the provisioner."""

_LAUNCHER = "ipykernel_launcher"
_IMPORTED = ["ipykernel.kernelapp", "livepaper.claims", "livepaper.figures", "livepaper.verify.said", __name__]


def prepare() -> None:
    """Start the server process, so that its imports are done while the caller does something else."""
    if _is_available():
        _context().set_forkserver_preload(_IMPORTED)
        forkserver.ensure_running()


class ForkedKernelManager(AsyncKernelManager):
    """Jupyter's manager of a kernel, which forks IPython's kernels."""

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """Return the kernel's own description, with our provisioner put in where it can do."""
        found = super().kernel_spec
        if found is not None and _LAUNCHER in found.argv and _is_available():
            found.metadata["kernel_provisioner"] = {"provisioner_name": NAME}
        return found


class ForkedProvisioner(LocalProvisioner):
    """Jupyter's provisioner of local kernels, which forks instead of starting Python."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel with the command line, environment and folder that it would be started with."""
        arguments = cmd[cmd.index(_LAUNCHER) + 1 :]
        self.process: Any = _Process(arguments, kwargs["env"], kwargs["cwd"])
        self.pid = self.pgid = self.process.pid
        self.cwd = Path(kwargs["cwd"])
        return self.connection_info


class _Process:
    """A forked kernel with the interface of `subprocess.Popen`, as the provisioner needs it."""

    stdin = stdout = stderr = None

    def __init__(self, arguments: list[str], env: dict[str, str], cwd: str) -> None:
        self._process = _context().Process(target=_kernel, args=(arguments, env, cwd))
        self._process.start()
        assert self._process.pid is not None
        self.pid: int = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()


def _kernel(arguments: list[str], env: dict[str, str], cwd: str) -> None:
    """Become a kernel: what Jupyter gives a new process before it runs, then what that process runs."""
    os.setsid()  # signals to the kernel's group must not reach the server
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = [_LAUNCHER, *arguments]
    _thread.start_new_thread(_end_with_parent, ())  # unseen by chapters, as in a kernel started from nothing

    from ipykernel.kernelapp import launch_new_instance  # noqa: PLC0415  only the kernel's process should have it

    launch_new_instance(argv=[*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])


def _end_with_parent() -> None:
    """End when the process that asked for the kernel has ended, even if it was killed.

    The kernel's own watch is over the server, which in turn stays while there is a kernel.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _is_available() -> bool:
    # a daemon, as multiprocessing calls what ends with its parent, may have no children
    return "forkserver" in multiprocessing.get_all_start_methods() and not multiprocessing.current_process().daemon


def _context() -> ForkServerContext:
    return multiprocessing.get_context("forkserver")
