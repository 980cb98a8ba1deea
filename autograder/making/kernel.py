"""The kernel that notebooks of the course run in: the running interpreter's own, whatever kernels are registered on the machine."""

from __future__ import annotations

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from traitlets import default


class ThisInterpreter(AsyncKernelManager):
    """A kernel manager that finds no registered kernel, so that it starts this interpreter."""

    @default("kernel_spec_manager")
    def _no_folders(self):
        return KernelSpecManager(parent=self, kernel_dirs=[])
