"""Does the filter of system calls refuse what it names, and nothing else?"""

import struct

import pytest

from autograder.sandbox import seccomp


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_the_filter_refuses_what_it_names_and_nothing_else(machine):
    program, arch = seccomp.program(machine), seccomp.MACHINES[machine]
    refused, special = (seccomp.calls(table, machine) for table in (seccomp.REFUSED, seccomp.LOOKED_AT))
    for number in set(range(500)) - set(special.values()):
        assert verdict(program, arch, number) == (seccomp.REFUSE if number in refused.values() else seccomp.ALLOW)
    assert verdict(program, arch, special["clone3"]) == seccomp.UNKNOWN
    assert verdict(program, arch ^ 1, 0) == seccomp.KILL
    assert verdict(program, arch, 0x40000000 | 1) == seccomp.REFUSE


def test_for_another_processor_there_is_no_filter():
    assert seccomp.program("riscv64") is None


@pytest.mark.parametrize(
    ("name", "arguments", "allowed"),
    [
        ("clone", [0x11], True),
        ("clone", [0x11 | seccomp.NEW_USER_NAMESPACE], False),
        ("prlimit", [0], True),  # its own limits
        ("prlimit", [1], False),
        ("mmap", [0, 4096, 3, 0x22], True),  # private
        ("mmap", [0, 4096, 3, 0x01], True),  # of a file
        ("mmap", [0, 4096, 3, 0x21], False),
        ("socket", [1], True),
        ("socket", [40], False),  # to the host of a virtual machine
    ],
)
def test_the_filter_looks_at_arguments(name, arguments, allowed):
    number = seccomp.calls(seccomp.LOOKED_AT, "x86_64")[name]
    found = verdict(seccomp.program("x86_64"), seccomp.MACHINES["x86_64"], number, arguments)
    assert found == (seccomp.ALLOW if allowed else seccomp.REFUSE)


def verdict(program, arch, number, arguments=()):
    """Run a program of seccomp's machine on one system call: what the kernel would do."""
    data = struct.pack("<IIQ6Q", number, arch, 0, *arguments, *[0] * (6 - len(arguments)))
    rows, at, value = list(struct.iter_unpack("<HBBI", program)), 0, 0
    while True:
        code, yes, no, k = rows[at]
        at += 1
        if code == 0x20:
            value = struct.unpack_from("<I", data, k)[0]
        elif code == 0x54:
            value &= k
        elif code == 0x06:
            return k
        else:
            holds = {0x15: value == k, 0x35: value >= k, 0x45: bool(value & k)}[code]
            at += yes if holds else no
