"""Submissions that would harm the machine, the grader or whoever comes next."""

from nbformat import v4

from . import ALL, BACKWARD, FORWARD, around, backward, forward, submission


@submission(ALL)
def signals_everybody(root):
    """Sends signals to its parent, to process 1, to its group and to all."""
    return around(
        root,
        """
import os, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
for number in (2, 15, 9, 19, 14, 10, 34, 40):
    for pid in (1, os.getppid()):
        try: os.kill(pid, number)
        except OSError: pass
os.kill(-1, 15)""",
    )


@submission(FORWARD)
def kills_all_in_an_answer(root):
    """Kills every process it can see, itself among them, when called."""
    return around(root, dropout_backward=backward("import os\nos.kill(-1, 9)\nos.kill(os.getpid(), 9)"))


@submission(ALL)
def sets_limits_of_process_1(root):
    """Sets limits, priority, processor and scheduling of the process from which the next submission is made."""
    return around(
        root,
        """
import os, resource
for kind in (resource.RLIMIT_AS, resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_STACK):
    try: resource.prlimit(1, kind, (1, 1))
    except OSError: pass
for do in (
    lambda: os.setpriority(os.PRIO_PROCESS, 1, 19),
    lambda: os.setpriority(os.PRIO_USER, os.getuid(), 19),
    lambda: os.sched_setaffinity(1, {0}),
    lambda: os.sched_setscheduler(1, os.SCHED_IDLE, os.sched_param(0)),
    lambda: open("/proc/1/autogroup", "w").write("19"),
):
    try: do()
    except OSError: pass""",
    )


@submission(ALL)
def lifts_its_limits(root):
    """Raises its own limits as far as it is let."""
    return around(
        root,
        """
import resource
for name in dir(resource):
    if name.startswith("RLIMIT_"):
        for most in (resource.RLIM_INFINITY, 2**40):
            try: resource.setrlimit(getattr(resource, name), (most, most))
            except (OSError, ValueError): pass
assert resource.getrlimit(resource.RLIMIT_NPROC)[0] < 1000 and resource.getrlimit(resource.RLIMIT_AS)[0] < 2**34""",
    )


@submission(ALL)
def leaves_processes(root):
    """Leaves processes behind: forked twice, in sessions of their own, deaf to signals."""
    return around(
        root,
        """
import os, signal, time
for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in range(1, 65):
                try: signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError): pass
            os.closerange(0, 256)
            while True: time.sleep(1000)
        os._exit(0)""",
    )


@submission(ALL)
def leaves_threads(root):
    """Leaves threads that print, compute and change its variables after their cell."""
    return around(
        root,
        """
import threading, time
def go_on():
    while True:
        print("still here")
        time.sleep(0.01)
for daemon in (True, False) * 3:
    threading.Thread(target=go_on, daemon=daemon).start()""",
    )


@submission(ALL)
def leaves_hooks(root):
    """Leaves hooks for the end: atexit, `__del__`, garbage collection, signal handlers, a changed environment."""
    return around(
        root,
        """
import atexit, gc, os, signal, sys, time
class Last:
    def __del__(self): time.sleep(100)
kept = Last()
atexit.register(time.sleep, 100)
gc.callbacks.append(lambda *_: None)
sys.unraisablehook = lambda *_: time.sleep(100)
os.register_at_fork(before=lambda: time.sleep(0.01), after_in_child=lambda: time.sleep(0.01))
for number in (2, 3, 10, 12, 15, 17): signal.signal(number, lambda *_: None)
os.environ.clear(); os.environ.update(PATH="/tmp", PYTHONSTARTUP="/tmp/x", NBGRADER_EXECUTION="validate", LD_PRELOAD="/tmp/x.so")""",
    )


@submission(ALL)
def leaves_files(root):
    """Leaves files wherever it can write: odd names, links, pipes, sockets, folders that nobody may enter."""
    return around(
        root,
        """
import os, socket
for place in ("/tmp", "/dev/shm", ".", "/dev", "/var/tmp", "/run", "/kit", os.path.expanduser("~")):
    try:
        os.makedirs(place, exist_ok=True)
        for name in ("numpy.py", "new\\nline", "-rf", "*", b"\\xff\\xfe", ".hidden", "x" * 250):
            name = os.fsencode(name) if isinstance(name, str) else name
            open(os.path.join(os.fsencode(place), name), "w").close()
        os.symlink("/", f"{place}/link"); os.mkfifo(f"{place}/pipe"); os.mkdir(f"{place}/closed"); os.mkdir(f"{place}/closed/in")
        socket.socket(socket.AF_UNIX).bind(f"{place}/socket")
        os.chmod(f"{place}/closed", 0)
    except OSError as error: print(place, error)
listening = socket.socket(socket.AF_UNIX); listening.bind("\\0left"); listening.listen()
for place in ("/tmp", "/dev/shm"):
    for mode in (0o000, 0o555, 0o1755):
        try: os.setxattr(place, "user.left", b"x"); os.chmod(place, mode)
        except OSError: pass""",
    )


@submission(ALL)
def removes_its_folder(root):
    """Removes the folder in which it runs, and all else that it can."""
    return around(
        root,
        """
import os, shutil
for place in (os.getcwd(), "/tmp", "/dev/shm", "/kit", "/usr", "/opt"):
    shutil.rmtree(place, ignore_errors=True)""",
    )


@submission(ALL)
def nests_folders(root):
    """Makes folders in folders, deeper than a path can be."""
    return around(root, "import os\nfor _ in range(3000):\n    os.mkdir('d' * 200); os.chdir('d' * 200)")


@submission(FORWARD, status="partly crashed")
def fills_the_disk(root):
    """Writes until no byte is left, in files as large as they may be."""
    body = """
n = 0
while True:
    n += 1
    with open(f"/tmp/big{n}", "wb") as file:
        for _ in range(60): file.write(bytes(10**6))"""
    return around(
        root, f"try:\n    {'pass'}\n    exec({body!r})\nexcept OSError: print('full')", dropout_backward=backward("import os\nos._exit(1)")
    )


@submission(ALL)
def writes_a_file_beyond_its_limit(root):
    """Writes one file larger than files may be."""
    return around(root, "with open('/tmp/large', 'wb') as file:\n    for _ in range(10**3): file.write(bytes(10**6))")


@submission(ALL, slow=True)
def makes_many_files(root):
    """Makes empty files without end."""
    return around(root, "import os\nn = 0\nwhile True:\n    os.mknod(f'/tmp/{n}')\n    n += 1")


@submission(ALL)
def forks_without_end(root):
    """Forks, and lets every copy fork."""
    return around(
        root,
        "import os, time\nme = os.getpid()\ntry:\n    while True: os.fork()\nexcept OSError: pass\nif os.getpid() != me: time.sleep(100)",
    )


@submission(ALL)
def starts_threads_without_end(root):
    """Starts threads until no more can be started."""
    return around(root, "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(100,), daemon=True).start()")


@submission(ALL)
def takes_all_memory(root):
    """Asks one process for more memory than it may have."""
    return around(root, "x = []\nwhile True: x.append(bytearray(10**8))", last="import numpy as np\nnp.ones(10**12)")


@submission(FORWARD)
def takes_all_memory_in_an_answer(root):
    """Asks for more memory than it may have when called."""
    return around(root, dropout_backward=backward("x = []\nwhile True: x.append(bytearray(10**8))"))


@submission(ALL, status="partly crashed")
def keeps_all_memory(root):
    """Keeps what memory there is, to the last bytes, for the cells that come after."""
    return around(root, "kept = []\nwhile True: kept.append(bytearray(10**5))")


@submission(ALL, status="partly crashed")
def takes_memory_in_many_processes(root):
    """Asks several processes for as much as each may have."""
    return around(
        root,
        """
import os, time
for _ in range(6):
    if not os.fork():
        kept = bytearray(3 * 10**8)
        kept[::4096] = b"x" * len(kept[::4096])
        time.sleep(9)
time.sleep(9)""",
    )


@submission(ALL)
def takes_memory_nobody_counts(root):
    """Asks for memory that is in no process's count: shared and unmapped, in descriptors, in the system's own objects."""
    return around(
        root,
        """
import ctypes, mmap, os
libc = ctypes.CDLL(None, use_errno=True)
got = []
for make in (
    lambda: mmap.mmap(-1, 2**20),
    lambda: mmap.mmap(os.open("/dev/zero", os.O_RDWR), 2**20),
    lambda: os.memfd_create("x"),
):
    try: got.append(make())
    except (OSError, ValueError): pass
got += [number for number in (29, 64, 68, 240, 278, 319, 323, 425, 447) if libc.syscall(number, 0, 2**20, 0o1600, 0) != -1]
assert not got, got""",
    )


@submission(ALL, slow=True)
def fills_pipes_and_sockets(root):
    """Fills as many pipes and sockets as it may open, in several processes."""
    return around(
        root,
        """
import os, socket
kept = []
def fill():
    while True:
        a, b = socket.socketpair(); a.setblocking(False); kept.extend((a, b))
        try:
            a.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**30)
            while True: a.send(bytes(2**16))
        except BlockingIOError: pass
for _ in range(3):
    if not os.fork():
        try: fill()
        except OSError: import time; time.sleep(100)
try: fill()
except OSError: kept.clear()""",
    )


@submission(ALL)
def uses_the_network(root):
    """Tries TCP, UDP, names, raw packets, other families of addresses and the sockets of the host."""
    return around(
        root,
        """
import glob, socket
reached = []
def attempt(family, kind, address):
    with socket.socket(family, kind) as one:
        one.settimeout(0.2); one.connect(address); one.send(b"x"); reached.append(address)
for host in ("1.1.1.1", "10.0.0.1", "169.254.169.254", "192.168.0.1", "8.8.8.8"):
    for port in (53, 80, 443):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            try: attempt(socket.AF_INET, kind, (host, port))
            except OSError: pass
for family in set(range(1, 46)) - {1, 2, 10, 16}:
    for kind in (1, 2, 3, 5):
        try: socket.socket(family, kind).close(); reached.append((family, kind))
        except OSError: pass
for path in glob.glob("/run/**", recursive=True) + glob.glob("/var/run/**", recursive=True) + ["\\0/tmp/.X11-unix/X0", "/var/run/docker.sock"]:
    try: attempt(socket.AF_UNIX, socket.SOCK_STREAM, path)
    except OSError: pass
try: reached.append(socket.getaddrinfo("example.org", 80))
except OSError: pass
try: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1); reached.append("raw")
except OSError: pass
assert not reached and [name for _, name in socket.if_nameindex()] == ["lo"], reached""",
    )


@submission(ALL)
def leaves_its_namespaces(root):
    """Asks for namespaces, mounts, other users, devices, keys and other ways out."""
    return around(
        root,
        """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
done = [name for name, call in {
    "unshare": lambda: libc.unshare(0x10000000), "mount": lambda: libc.mount(b"none", b"/tmp", b"tmpfs", 0, None),
    "remount": lambda: libc.mount(None, b"/", None, 32, None), "umount": lambda: libc.umount2(b"/proc", 2),
    "setns": lambda: libc.setns(os.open("/proc/1/ns/mnt", 0) if os.access("/proc/1/ns/mnt", 4) else 0, 0),
    "chroot": lambda: libc.chroot(b"/tmp"), "setuid": lambda: libc.setuid(0), "hostname": lambda: libc.sethostname(b"x", 1),
    "keyctl": lambda: libc.syscall(250, 0, -3, 1), "bpf": lambda: libc.syscall(321, 0, 0, 0), "clone": lambda: libc.syscall(56, 0x10000011, 0, 0, 0, 0),
    "mknod": lambda: libc.mknod(b"/tmp/disk", 0o60666, 0x800), "time": lambda: libc.settimeofday(ctypes.create_string_buffer(16), None),
    "reboot": lambda: libc.reboot(0), "caps": lambda: 0 if int(open("/proc/self/status").read().split("CapEff:")[1].split()[0], 16) else -1,
}.items() if call() != -1]
assert not done, done""",
    )


@submission(ALL)
def uses_other_system_calls(root):
    """Makes every system call there is with useless arguments, but those that end or stop a process."""
    return around(
        root,
        """
import ctypes, os
if os.fork() == 0:
    libc = ctypes.CDLL(None, use_errno=True)
    for number in range(470):
        if number not in (15, 34, 56, 57, 58, 60, 130, 231, 3, 436, 22, 293, 61, 247, 7, 23, 270, 271, 435, 127, 128, 202, 35, 230, 73):
            libc.syscall(number, -1, -1, -1, -1, -1, -1)
    os._exit(0)""",
    )


@submission(ALL)
def prints_one_huge_line(root):
    """Prints a line of 100 MB."""
    return around(root, "print('x' * 10**8)")


@submission(ALL, slow=True)
def prints_without_end(root):
    """Prints for ever."""
    return around(root, "while True: print('again')")


@submission(ALL)
def displays_many_things(root):
    """Displays 100,000 small things, and clears and updates displays."""
    return around(
        root,
        """
from IPython.display import clear_output, display
for n in range(10**5): display(n)
for n in range(100): display(n, display_id=str(n)); clear_output(wait=True)""",
    )


@submission(ALL)
def displays_deep_and_odd_data(root):
    """Displays data that is deep, no JSON, half a character, nan, of unknown types and of types that are none."""
    return around(
        root,
        """
from IPython.display import display
deep = []
for _ in range(900): deep = [deep]
display({"application/json": deep, "text/plain": "deep"}, raw=True)
for kind in ("application/json", "text/json", "application/x.y+json", "", "text", "x" * 1000, "<b>", "\\ud800", "application/vnd.jupyter.widget-view+json"):
    for value in ({"a": 1}, float("nan"), [1], None, 10**400, "\\ud800", "<script>alert(1)</script>", b"\\xff", object()):
        display({kind: value}, metadata={kind: value, "isolated": True}, raw=True)
get_ipython().display_pub.publish([], None)""",
        last="print('\\ud800', chr(0), '\\x1b[31m\\x1b]0;title\\x07', '\\r' * 1000)",
    )


@submission(ALL)
def displays_a_huge_picture(root):
    """Shows a picture of 40 MB and a page of 40 MB."""
    return around(
        root,
        "import os\nfrom IPython.display import HTML, Image, display\ndisplay(Image(os.urandom(4 * 10**7), format='png'))\ndisplay(HTML('x' * 4 * 10**7))",
    )


@submission(BACKWARD)
def crashes_in_c(root):
    """Reads at address 0, twice, in a cell and in an answer."""
    crash = "import ctypes\nctypes.string_at(0)"
    return around(root, crash, dropout_forward=forward(crash))


@submission(ALL)
def overflows_the_stack_of_c(root):
    """Overflows the stack of C, by comparing what is deep."""
    return around(root, "import sys\nsys.setrecursionlimit(10**9)\nx = y = []\nfor _ in range(10**6): x, y = [x], [y]\nx == y\nrepr(x)")


@submission(ALL)
def exits_in_every_way(root):
    """Calls `exit`, `quit`, `sys.exit`, `os._exit` and `os.abort` in cells, one of them the set-up's neighbour."""
    notebook = around(root, "exit()\nquit()", last="import sys\nsys.exit(3)")
    return notebook


@submission(ALL, status="partly crashed")
def aborts_between_right_answers(root):
    """Ends its process at once, between right answers: they keep their points."""
    return around(root, "import os\nos.abort()", last="import os\nos._exit(0)")


@submission(0, status="partly crashed")
def aborts_again_and_again(root):
    """Ends its process in each of ten cells before its answers: it is given up then, and what comes after is not run."""
    from nbformat import v4

    notebook = around(root)
    notebook.cells[1:1] = [v4.new_code_cell("import os\nos._exit(1)", id=f"end-{n}") for n in range(10)]
    return notebook


@submission(ALL)
def never_ends(root):
    """Runs for ever, and catches what is raised to stop it."""
    return around(root, "while True:\n    try:\n        while True: pass\n    except BaseException: break")


@submission(FORWARD, slow=True)
def never_ends_and_cannot_be_stopped(root):
    """Runs for ever in an answer, with all signals blocked."""
    body = (
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nsignal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: pass"
    )
    return around(root, dropout_backward=backward(body))


@submission(ALL, slow=True)
def is_slow_everywhere(root):
    """Takes nearly all the time that it has, in cells and in the first call of an answer."""
    body = "import time\nif not waited:\n    waited.append(1)\n    time.sleep(1)\nreturn dA_dropped * D / keep_prob"
    return around(root, "import time\ntime.sleep(1.5)", last="time.sleep(1.5)", dropout_backward=backward(body, "waited = []"))


@submission(FORWARD, slow=True)
def is_slow_in_every_call(root):
    """Takes nearly all the time that it has in every call: together they have no more than one."""
    return around(root, dropout_backward=backward("import time\ntime.sleep(1.5)\nreturn dA_dropped * D / keep_prob"))


@submission(ALL, slow=True)
def burns_processors_in_threads(root):
    """Computes in many processes while other cells run."""
    return around(root, "import os\nfor _ in range(20):\n    if not os.fork():\n        while True: pass")


@submission(ALL, slow=True)
def stops_itself(root):
    """Stops its own process as a debugger would: it is given up, and what follows runs in another."""
    return around(root, "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)")


@submission(ALL)
def changes_modules(root):
    """Takes modules out of `sys.modules` and puts others in, sets a finder, and changes where Python looks."""
    return around(
        root,
        """
import sys
for name in [name for name in sys.modules if name.split(".")[0] in ("course_utils", "numpy", "json", "IPython", "student")]:
    if name != "numpy": sys.modules.pop(name)
sys.meta_path.insert(0, 3)
sys.path[:] = []
sys.modules["course_utils"] = None""",
    )


@submission(BACKWARD)
def returns_very_many_arrays(root):
    """Returns a dict of thousands of arrays, for measures that compare each with every other."""
    return around(root, dropout_forward=forward("return {f'{k}{l}': rng.random((2, 2)) for l in range(1, 6001) for k in 'Wb'}"))


@submission(BACKWARD)
def returns_keys_of_one_hash(root):
    """Returns a dict whose keys all have one hash, so that reading it takes for ever."""
    body = "return {np.complex128(complex(2**50 - 1000003 * i, i)): 0 for i in range(600)}"
    return around(root, dropout_forward=forward(body, "import numpy as np"))


@submission(ALL)
def is_mostly_blank_lines(root):
    """Holds cells of blank lines, which are slow to look through."""
    notebook = around(root)
    notebook.cells += [v4.new_code_cell("\n" * 19_900 + f"#{i}") for i in range(20)]
    return notebook


@submission(ALL)
def shows_tags_that_are_never_closed(root):
    """Shows HTML of which a browser makes a million elements."""
    return around(
        root,
        last="from IPython.display import HTML, display\nfor k in range(3): display(HTML(''.join(f'<b x={i}><p>' for i in range(990))))",
    )


@submission(ALL, slow=True)
def is_slow_where_it_is_run_again(root):
    """Ends its process at the end, and sleeps in the cells that are run again then."""
    notebook = around(root, last="import os; os._exit(0)")
    again = "import time\nif get_ipython().outputs.left == 0: time.sleep(1.5)"
    notebook.cells[1:1] = [v4.new_code_cell(f"{again}  # {i}", id=f"again-{i}") for i in range(60)]
    return notebook


@submission(ALL, slow=True)
def keeps_every_processor_busy(root):
    """Leaves processes that compute for ever, each in a session of its own, while it sleeps."""
    busy = "import os, time\nfor i in range(20):\n    if os.fork() == 0:\n        os.setsid()\n        while True: pass\ntime.sleep(1)"
    return around(root, last=busy)
