"""Where jobs run: processes of this machine, or a Dask cluster; and what to do when one of them dies."""

from __future__ import annotations

import multiprocessing
import os
import time
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, ProcessPoolExecutor, wait
from itertools import islice

from ..errors import CourseError, one_line
from ..sandbox.processor import ALL
from .grade import begin, warm

ALONE = 3.0  # seconds that the first job may take until more workers start


def spread(pool, jobs, run):
    """Yield (job, Graded) as they come from a pool's workers, or (job, why not) for one that no worker survives.

    Few jobs are under way at a time, so that memory does not grow with the class. Where a worker dies, nobody can tell
    which of the jobs under way it was: each of these is run again, alone.
    """
    jobs, running = iter(jobs), {}
    while True:
        for job in islice(jobs, max(pool.room - len(running), 0)):
            running[pool.submit(run, job)] = job
        if not running:
            return
        lost = []
        for future in wait(running, pool.patience, FIRST_COMPLETED).done:
            yield from _ended(pool, future, running.pop(future), lost)
        if lost:
            for future, job in running.items():
                yield from _ended(pool, future, job, lost)
            running = {}
        for job in lost:
            pool.renew()
            again = []
            yield from _ended(pool, pool.submit(run, job), job, again)
            if again:
                pool.renew()
                _check_workers(pool)
                yield job, "the process that graded it died, twice"


def _ended(pool, future, job, lost):
    try:
        yield job, future.result()
    except pool.deaths:
        lost.append(job)
    except CancelledError:
        raise CourseError(f"{pool} is gone; the same command goes on from here") from None
    except CourseError:
        raise
    except Exception as error:
        raise CourseError(f"grading {job.student} ended in {type(error).__name__}: {one_line(error)}; no score was written") from None


def _check_workers(pool):
    try:
        pool.submit(os.getpid).result()
    except pool.deaths:
        raise CourseError(f"{pool} cannot be kept alive: is there enough memory? The same command goes on from here") from None


class Local:
    """Workers on this machine: processes that start anew, so that they hold nothing of this one.

    There are no more than processors: a submission's time must not depend on who is graded beside it. The first one begins alone: until
    it has done a job, or is long at it, the start of the others would take its time.
    """

    deaths = (BrokenExecutor,)

    def __init__(self, workers=1):
        self.workers, self.executor = min(workers, len(ALL) or workers), None
        self.warming = self.first = None  # what the first worker has under way
        self.until = float("inf")  # when the others start though it has done no job

    @property
    def room(self):
        """How many jobs may be under way."""
        return 1 if self._alone() else 2 * self.workers

    @property
    def patience(self):
        """The seconds after which there may be more room though no job has ended, or None."""
        return ALONE if self._alone() else None

    def _alone(self):
        return self.workers > 1 and not (self.first and (self.first.done() or time.monotonic() >= self.until))

    def submit(self, run, *job):
        """Start a job."""
        if self.first is None:
            wait([self.warming] if self.warming else [])  # or another worker would start for it
            self.until = time.monotonic() + ALONE
        future = self._submit(run, *job)
        self.first = self.first or future
        return future

    def _submit(self, run, *job):
        if self.executor is None:
            context = multiprocessing.get_context("spawn")
            self.executor = ProcessPoolExecutor(self.workers, context, begin)
        try:
            return self.executor.submit(run, *job)
        except BrokenExecutor as error:  # since the last job
            future = Future()
            future.set_exception(error)
            return future

    def warm(self, *settings):
        """Have the first worker get ready."""
        self.warming = self._submit(warm, *settings)

    def renew(self):
        """Have new workers."""
        self._end(kill=True)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self._end(kill=kind is not None)

    def _end(self, kill):
        executor, self.executor = self.executor, None
        if executor is None:
            return
        processes = list((executor._processes or {}).values()) if kill else []  # Python 3.14 has `kill_workers`
        for process in processes:
            process.kill()
        executor.shutdown(wait=True, cancel_futures=True)

    def __str__(self):
        return f"the group of {self.workers} processes"


class Dask:
    """The workers of a Dask cluster."""

    patience = None

    def __init__(self, address):
        try:
            from distributed import Client, KilledWorker
        except ImportError:
            raise CourseError("--dask needs the package `distributed`: pip install 'practical-aspects[dask]'") from None
        self.address, self.deaths = address, (KilledWorker,)
        try:
            self.client = Client(address, timeout=10, set_as_default=False)
        except (OSError, ValueError) as error:
            raise CourseError(f"there is no Dask scheduler at {address}: {one_line(error)}") from None
        self.executor = self.client.get_executor(pure=False)

    @property
    def room(self):
        """How many jobs may be under way."""
        return 2 * max(len(self.client.scheduler_info(n_workers=-1)["workers"]), 1)

    def submit(self, run, *job):
        """Start a job."""
        return self.executor.submit(run, *job)

    def warm(self, *settings):
        """Its workers are warm from run to run."""

    def renew(self):
        """Have new workers: the cluster sees to that."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.executor.shutdown(wait=False)
        self.client.close()

    def __str__(self):
        return f"the Dask cluster at {self.address}"
