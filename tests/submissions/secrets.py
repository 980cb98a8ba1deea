"""Submissions that want to know what is not for them: each prints all it finds. `check` looks for the canaries in what comes back."""

from . import ALL, BACKWARD, around, backward, forward, submission

FIND = """
import os
def show(path):
    try:
        data = open(path, "rb").read(100_000)
        print(path, data, data.decode("utf-16", "ignore"))
    except OSError as error:
        print(path, error)
"""


@submission(ALL)
def reads_the_course(root):
    """Opens the source notebook, the seed, the gradebook, the bank, the reference and a neighbour's work where they lie."""
    places = [root / "source", root / "class_seed", root / "gradebook.db", root / "submitted", root / "release"]
    return around(
        root,
        f"""{FIND}
for place in {[str(place) for place in places]!r} + ["/work", "/home", "/root", "/srv", "/mnt", "/media", "/var", "/run", "/kit", "/opt"]:
    show(place)
    for folder, _, files in os.walk(place):
        for file in files:
            if folder.count("site-packages") == 0:
                show(os.path.join(folder, file))""",
    )


@submission(ALL)
def searches_the_disk(root):
    """Looks for the names of the course's files in the whole system."""
    return around(
        root,
        f"""{FIND}
for folder, folders, files in os.walk("/"):
    folders[:] = [name for name in folders if name not in ("proc", "sys", "numpy", "scipy", "sklearn", "matplotlib", "share", "include")]
    for file in files:
        if file.endswith(".ipynb") or file in ("class_seed", "gradebook.db", "judging.py", "dropout.py", "mend.py"):
            show(os.path.join(folder, file))""",
    )


@submission(ALL)
def imports_the_answers(root):
    """Imports the reference, the bank and the judge, by name and from the places where they are installed."""
    return around(
        root,
        FIND
        + """
import glob, importlib, inspect, pkgutil, site, sys
import course_utils
for name in ("course_utils.reference", "course_utils.reference.dropout", "autograder", "autograder.bank.dropout", "autograder.judging"):
    try:
        print(inspect.getsource(importlib.import_module(name)))
    except Exception as error:
        print(name, error)
print(list(pkgutil.walk_packages(course_utils.__path__, "course_utils.")))
for place in [*sys.path, *site.getsitepackages(), sys.prefix]:
    for file in glob.glob(f"{place}/**/reference/**", recursive=True) + glob.glob(f"{place}/*.pth") + glob.glob(f"{place}/*/direct_url.json"):
        if "dropout" in file or "course" in file or file.endswith((".pth", ".json")):
            show(file)
            if file.endswith(".json") or file.endswith(".pth"):
                for word in open(file, errors="replace").read().replace('"', " ").replace("file://", "").split():
                    for inner in glob.glob(word + "/**/*.py", recursive=True)[:500]:
                        if "dropout" in inner:
                            show(inner)""",
    )


@submission(ALL)
def reads_other_processes(root):
    """Reads environment, command, memory, files and descriptors of every process, its parent's above all."""
    return around(
        root,
        FIND
        + """
for pid in [name for name in os.listdir("/proc") if name.isdigit()]:
    for file in ("environ", "cmdline", "maps", "mountinfo", "stack", "status", "fd", "cwd", "root"):
        try:
            print(os.readlink(f"/proc/{pid}/{file}"))
        except OSError:
            show(f"/proc/{pid}/{file}")
    try:
        for number in os.listdir(f"/proc/{pid}/fd"):
            print(os.readlink(f"/proc/{pid}/fd/{number}"))
            if pid != str(os.getpid()): show(f"/proc/{pid}/fd/{number}")
    except OSError as error: print(error)
    try:
        rows = open(f"/proc/{pid}/maps").read().splitlines() if pid != str(os.getpid()) else []
        with open(f"/proc/{pid}/mem", "rb") as memory:
            for row in rows:
                low, high = (int(part, 16) for part in row.split()[0].split("-"))
                memory.seek(low); print(memory.read(min(high - low, 10**5)))
    except OSError as error: print(error)""",
    )


@submission(ALL)
def traces_its_parent(root):
    """Asks the system for the parent's memory: ptrace, process_vm_readv, pidfd_getfd, kcmp."""
    return around(
        root,
        """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
text = ctypes.create_string_buffer(100)
class Vector(ctypes.Structure): _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
here, there = Vector(ctypes.addressof(text), 100), Vector(0x400000, 100)
found = [libc.ptrace(number, 1, 0, 0) for number in (16, 0x4206, 2)]
found += [libc.process_vm_readv(1, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)]
handle = os.pidfd_open(1)
found += [libc.syscall(438, handle, number, 0) for number in range(10)]
assert all(number == -1 for number in found), found""",
    )


@submission(BACKWARD)
def keeps_its_inputs(root):
    """Keeps the hidden inputs and prints them later: they are no secret from the function, so what is wanted must not be in them."""
    return around(
        root,
        last="print(kept)",
        dropout_forward="kept = []\n" + forward("kept.append((A, keep_prob, rng.bit_generator.state))\nreturn A, A"),
    )


@submission(0)
def searches_its_memory(root):
    """Looks through its own memory, all objects and all modules for what is wanted."""
    search = """
import gc, re, sys
def search():
    for row in open("/proc/self/maps").read().splitlines():
        low, high = (int(part, 16) for part in row.split()[0].split("-"))
        if " rw-p" in row and high - low < 3 * 10**7:
            with open("/proc/self/mem", "rb") as memory:
                memory.seek(low)
                for found in re.findall(rb"[ -~]{0,60}secret-of[ -~]{0,60}", memory.read(high - low)):
                    print(found)
"""
    code = {"dropout_forward": forward("return A, A"), "dropout_backward": backward("return D")}
    return around(root, search, last="search()", **code)


@submission(ALL)
def asks_the_judge_for_its_files(root):
    """Follows links that lead out: in its folder, in /proc, and to what was open when the process was made."""
    return around(
        root,
        FIND
        + f"""
import glob
for n, place in enumerate(({str(root)!r}, "/proc/1/root", "/proc/1/cwd", "/proc/self/root/..", "../../../..")):
    os.symlink(place, f"way{{n}}")
    for name in ("class_seed", "gradebook.db"):
        show(f"way{{n}}/{{name}}")
    print(glob.glob(f"way{{n}}/*")[:50])
for number in range(300):
    try: print(number, os.fstat(number), os.readlink(f"/proc/self/fd/{{number}}"))
    except OSError: pass""",
    )
