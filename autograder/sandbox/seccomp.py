"""The filter of system calls for a student's process: what a notebook has no use for is refused.

That is what would give it memory that no limit counts or the machine has once for all, new namespaces, a look into other processes or a hold on them (process 1
hands its limits and its priority on to whatever it forks next), or ways to the host of a virtual machine.
"""

from __future__ import annotations

import platform
import struct

# Call, number on x86-64 and on 64-bit ARM: Linux, arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
REFUSED = """
memfd_create 319 279
memfd_secret 447 447
shmget 29 194
semget 64 190
msgget 68 186
ptrace 101 117
mq_open 240 180
process_vm_readv 310 270
process_vm_writev 311 271
unshare 272 97
setns 308 268
mount 165 40
umount2 166 39
pivot_root 155 41
keyctl 250 219
add_key 248 217
request_key 249 218
bpf 321 280
perf_event_open 298 241
userfaultfd 323 282
io_setup 206 0
io_uring_setup 425 425
io_uring_enter 426 426
io_uring_register 427 427
name_to_handle_at 303 264
open_by_handle_at 304 265
mount_setattr 442 442
vmsplice 278 75
setpriority 141 140
sched_setscheduler 144 119
sched_setparam 142 118
sched_setattr 314 274
sched_setaffinity 203 122
ioprio_set 251 30
migrate_pages 256 238
move_pages 279 239
"""
LOOKED_AT = """
clone 56 220
clone3 435 435
mmap 9 222
socket 41 198
prlimit 302 261
"""
MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # AUDIT_ARCH_…, in the order of the columns
NEW_USER_NAMESPACE = 0x10000000
SHARED_MEMORY = 0x21  # MAP_SHARED | MAP_ANONYMOUS of mmap(2): once unmapped it is in no process's count
FAMILIES = (1, 2, 10, 16)  # of socket(2): unix, internet, netlink, for the others have no namespace
ALLOW, REFUSE, UNKNOWN, KILL = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38, 0x80000000  # SECCOMP_RET_…, with EPERM and ENOSYS


def calls(table, machine):
    """Return the numbers of a table's calls, by name."""
    column = 1 + list(MACHINES).index(machine)
    return {row.split()[0]: int(row.split()[column]) for row in table.split("\n") if row}


def program(machine=None):
    """Return the filter in the machine language of seccomp(2) (classic BPF), or None for a processor it is not written for."""
    machine = machine or platform.machine()
    if machine not in MACHINES:
        return None
    refused, special = calls(REFUSED, machine).values(), calls(LOOKED_AT, machine)
    load, equal, at_least, has, give, take = 0x20, 0x15, 0x35, 0x45, 0x06, 0x54
    rows = [(load, 0, 0, 4), (equal, 1, 0, MACHINES[machine]), (give, 0, 0, KILL)]  # seccomp_data: nr at 0, arch at 4, arguments from 16
    rows += [(load, 0, 0, 0), (at_least, 0, 1, 0x40000000), (give, 0, 0, REFUSE)]  # x32: other numbers for the same calls
    for number in refused:
        rows += [(equal, 0, 1, number), (give, 0, 0, REFUSE)]
    rows += [(equal, 0, 4, special["prlimit"]), (load, 0, 0, 16), (equal, 0, 1, 0), (give, 0, 0, ALLOW), (give, 0, 0, REFUSE)]  # of another
    rows += [(equal, 0, 5, special["mmap"]), (load, 0, 0, 40), (take, 0, 0, SHARED_MEMORY), (equal, 0, 1, SHARED_MEMORY)]
    rows += [(give, 0, 0, REFUSE), (give, 0, 0, ALLOW)]
    known = [(equal, 0, 1, family) for family in FAMILIES]
    rows += [(equal, 0, 2 + 2 * len(known), special["socket"]), (load, 0, 0, 16)]
    rows += [row for one in known for row in (one, (give, 0, 0, ALLOW))] + [(give, 0, 0, REFUSE)]
    rows += [(equal, 0, 1, special["clone3"]), (give, 0, 0, UNKNOWN)]  # its flags cannot be seen, and the C library then takes clone
    rows += [(equal, 0, 3, special["clone"]), (load, 0, 0, 16), (has, 0, 1, NEW_USER_NAMESPACE), (give, 0, 0, REFUSE), (give, 0, 0, ALLOW)]
    return b"".join(struct.pack("<HBBI", *row) for row in rows)
