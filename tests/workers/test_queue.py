"""Order of tasks: by priority, senders in turn, and no session with all workers while others photograph."""

from __future__ import annotations

import threading

import pytest

from webapp.workers.errors import OutOfMemory, WorkerDied
from webapp.workers.queue import ABOUT_S, Priority, Task, TaskQueue
from webapp.workers.strikes import COSTLY_S, FORGOTTEN_AFTER_S, Strikes


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(clock: Clock) -> TaskQueue:
    return TaskQueue(100, 2, clock)


def photo(sender: str, name: str = "") -> Task:
    return Task(name or sender, {}, Priority.CAPTURE, 1, sender)


def job() -> Task:
    return Task("job", {}, Priority.JOBS, 1)


def taken(queue: TaskQueue) -> Task:
    task = queue.get()
    assert task is not None
    return task


def test_senders_take_turns_and_each_ones_photos_keep_their_order(queue: TaskQueue) -> None:
    for name in ("a1", "a2", "a3"):
        queue.put(photo("one/a", name))
    queue.put(photo("one/b", "b1"))
    queue.put(photo("two/c", "c1"))
    names = []
    for _ in range(5):
        task = taken(queue)
        names.append(task.name)
        queue.done(task)
    assert names == ["a1", "b1", "c1", "a2", "a3"]


def test_a_session_alone_has_every_worker(queue: TaskQueue) -> None:
    for sender in ("one/a", "one/b"):
        queue.put(photo(sender))
    queue.put(job())
    assert [taken(queue).name for _ in range(2)] == ["one/a", "one/b"]


def test_a_session_leaves_a_worker_to_another_that_photographs(queue: TaskQueue) -> None:
    queue.put(photo("two/c"))
    queue.done(taken(queue))
    for sender in ("one/a", "one/b", "one/c"):
        queue.put(photo(sender))
    held = taken(queue)
    queue.put(photo("two/c", "next"))
    assert taken(queue).name == "next"
    queue.done(held)
    assert taken(queue).name == "one/b"


def test_what_is_no_capture_leaves_a_worker_to_capture(queue: TaskQueue) -> None:
    queue.put(photo("one/a"))
    queue.done(taken(queue))
    queue.put(job())
    queue.put(job())
    assert taken(queue).name == "job"
    queue.put(photo("one/a", "next"))
    assert taken(queue).name == "next"


def test_who_has_not_photographed_for_a_while_is_not_reckoned_with(queue: TaskQueue, clock: Clock) -> None:
    queue.put(photo("two/c"))
    queue.done(taken(queue))
    for sender in ("one/a", "one/b"):
        queue.put(photo(sender))
    taken(queue)
    clock.now += ABOUT_S + 1
    assert taken(queue).name == "one/b"


def test_a_held_back_task_is_taken_when_the_other_of_its_party_ends(queue: TaskQueue) -> None:
    queue.put(photo("two/c"))
    queue.done(taken(queue))
    queue.put(photo("one/a"))
    queue.put(photo("one/b"))
    held = taken(queue)
    found: list[Task | None] = []
    waiting = threading.Thread(target=lambda: found.append(queue.get()))
    waiting.start()
    queue.done(held)
    waiting.join(30)
    assert [task.name for task in found if task] == ["one/b"]


def test_with_one_worker_nothing_is_held_back() -> None:
    queue = TaskQueue(100, 1)
    queue.put(photo("two/c"))
    queue.done(taken(queue))
    queue.put(photo("one/a"))
    assert taken(queue).name == "one/a"


def test_two_images_that_cost_the_limit_strike_a_sender_out_for_a_while(clock: Clock) -> None:
    strikes = Strikes(clock)
    strikes.note("one/a", OutOfMemory("once"))
    assert not strikes.is_out("one/a")
    strikes.note("one/a", OutOfMemory("twice"))
    assert strikes.is_out("one/a")
    assert not strikes.is_out("one/b")
    clock.now += FORGOTTEN_AFTER_S + 1
    assert not strikes.is_out("one/a")


def test_a_process_that_somebody_ended_is_no_strike(clock: Clock) -> None:
    strikes = Strikes(clock)
    for _ in range(3):
        strikes.note("one/a", WorkerDied("ended by signal 9"))
    assert not strikes.is_out("one/a")


def test_a_photo_that_costs_several_times_what_anothers_cost_is_a_strike(clock: Clock) -> None:
    strikes = Strikes(clock)
    assert not strikes.weigh("two/b", 9.0), "nobody else is there"
    assert not strikes.weigh("one/a", 0.4)
    assert not strikes.weigh("two/b", 6 * 0.4)
    assert [strikes.weigh("two/b", 2.5) for _ in range(2)] == [True, True]
    assert strikes.is_out("two/b")
    assert not strikes.is_out("one/a")


def test_on_a_slow_machine_everybodys_photos_take_longer_and_nobody_is_struck_out(clock: Clock) -> None:
    strikes = Strikes(clock)
    assert not any(strikes.weigh(*cost) for cost in [("one/a", 2.0), ("two/b", 9.0), ("one/a", 3.0)] * 5)
    assert not strikes.is_out("two/b")


def test_little_is_no_strike_however_cheap_others_are(clock: Clock) -> None:
    strikes = Strikes(clock)
    assert not strikes.weigh("one/a", 0.01)
    assert not strikes.weigh("two/b", COSTLY_S)
    assert strikes.weigh("two/b", COSTLY_S + 0.1)
    clock.now += FORGOTTEN_AFTER_S + 1
    assert not strikes.weigh("two/b", 9.0), "what others cost is forgotten, too"
