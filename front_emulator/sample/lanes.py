"""Work beside the requests, in order."""

import logging
import threading
from collections import deque
from collections.abc import Callable

Job = Callable[[], None]

logger = logging.getLogger(__name__)


class Lanes:
    """Jobs of one key run one after the other, jobs of different keys side by side.

    A key has a thread only while it has jobs. A site with more than one process, or one that
    must lose nothing when it restarts, puts a real queue here.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, deque[Job]] = {}

    def add(self, key: str, job: Job) -> None:
        """Run the job once all earlier ones of its key are done."""
        with self._lock:
            if key in self._waiting:
                self._waiting[key].append(job)
                return
            self._waiting[key] = deque([job])
        threading.Thread(target=self._run, args=(key,), daemon=True).start()

    def _run(self, key: str) -> None:
        while job := self._next(key):
            try:
                job()
            except Exception:
                logger.exception("A job of %s failed.", key)

    def _next(self, key: str) -> Job | None:
        with self._lock:
            if self._waiting[key]:
                return self._waiting[key].popleft()
            del self._waiting[key]
            return None
