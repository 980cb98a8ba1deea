"""What one submission may use."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What one submission may use: seconds and bytes; `memory` and `disk` of all its processes together."""

    cell_seconds: float = 30.0
    notebook_seconds: float = 600.0
    memory: int = 2 * 2**30
    processes: int = 32
    files: int = 128
    file_bytes: int = 64 * 2**20
    disk: int = 256 * 2**20
    output_bytes: int = 20 * 2**20


LIMITS = Limits()
