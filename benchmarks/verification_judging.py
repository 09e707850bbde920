"""The comparisons of one photo for `benchmarks.verification`, in worker processes.

Answers are appended to a file named after the code that gave them, so that a run which was interrupted goes on, and
one after a change of `matching/` begins anew with the photos already taken.
"""

import hashlib
import json
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np

import matching
from benchmarks.verification_photos import SEED, Shot, Subject, cropped, make_shot, make_subjects, warped
from matching.quality.tilt import tilt_of

Job = tuple[str, int]
Answer = dict[str, Any]
ONE_THREAD = ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS")


class Judge:
    """One process's x-rays and their references, made when first needed."""

    def __init__(self, work: Path, drawn: int, folders: list[Path], others: int) -> None:
        self.work, self.others = work, others
        self.subjects = make_subjects(work, drawn, folders)
        self._references: dict[int, matching.Reference] = {}

    def reference(self, number: int) -> matching.Reference:
        if number not in self._references:
            self._references[number] = matching.make_reference(self.subjects[number].pixels())
        return self._references[number]

    def answer(self, job: Job) -> Answer:
        shot = make_shot(self.work, *job, self.subjects)
        subject = self.subjects[shot.subject]
        answer = {"kind": shot.kind, "number": shot.number, "level": shot.level, "real": subject.real}
        answer["strength"] = shot.strength
        grey = shot.grey()
        prepared = matching.prepare_photo(grey)
        reference = self.reference(subject.number)
        match = matching.verify(prepared, reference, self._context(subject, shot.before))
        refused = (
            matching.measure_quality(grey, reference, match).rejections if match.verdict == "verified" else ()
        )
        answer |= {
            "verdict": match.verdict,
            "code": match.code,
            "filed": match.verdict == "verified" and not refused,
            "score": match.score,
            "inliers": match.inliers,
        }
        if shot.kind == "true":
            if match.homography is not None:
                answer |= errors(match, shot, self.reference(subject.number).size, shot.grey().shape)
            answer["wrong"] = list(self._wrong(shot, subject, prepared))
        return answer

    def _wrong(
        self, shot: Shot, subject: Subject, prepared: matching.PreparedPhoto
    ) -> Iterator[tuple[str, str, str, float]]:
        """Yield (what, verdict, code, score) of everything this true photo must not be taken for."""
        rng = np.random.default_rng([SEED, 9, shot.number])
        for what, number in self._others(subject, rng):
            wrong = self.subjects[number]
            context = self._context(wrong, subject.number, known=subject.patient == wrong.patient)
            yield what, *_told(matching.verify(prepared, self.reference(number), context))
        bent = matching.make_reference(warped(subject.pixels(), rng))
        yield "slightly warped", *_told(matching.verify(prepared, bent))
        own = self.reference(subject.number)
        turned = np.ascontiguousarray(shot.grey()[:, ::-1])
        yield "mirrored", *_told(matching.verify(turned, own))
        part = cropped(shot, own.size, rng)
        if part is not None:
            yield "cut", *_told(matching.verify(part, own))

    def _context(self, subject: Subject, before: int, *, known: bool = True) -> matching.Context:
        """Return the server's context of a photo of ``subject``: the previous x-ray, and the patient's others."""
        same = [s.number for s in self.subjects if s.patient == subject.patient and s is not subject]
        rivals = [before, *same] if known else same
        return matching.Context(matching.OnDemand(rivals, self.reference), (before,) if known else ())

    def _others(self, subject: Subject, rng: np.random.Generator) -> Iterator[tuple[str, int]]:
        same = [s.number for s in self.subjects if s.patient == subject.patient and s is not subject]
        yield from (("same patient", number) for number in same)
        # Neighbours of another patient; the same patient's are counted as such.
        strangers = [s.number for s in self.subjects if s.patient != subject.patient]
        before = [number for number in strangers if number < subject.number][-1:]
        after = [number for number in strangers if number > subject.number][:1]
        yield from (("previous", number) for number in before)
        yield from (("next", number) for number in after)
        rest = [number for number in strangers if number not in before + after]
        chosen = rng.choice(rest, min(self.others, len(rest)), replace=False)
        yield from (("any other", int(number)) for number in chosen)


def errors(match: matching.Match, shot: Shot, xray_size: tuple[int, int], shape: tuple[int, ...]) -> Answer:
    """Return the error of the corners, px of a picture 1920 wide, and the camera's angle, degrees."""
    assert match.homography is not None
    assert match.corners is not None
    off = match.corners - np.array(shot.corners)
    photo_size = (shape[1], shape[0])
    equivalent = shot.focal_px / np.hypot(*photo_size) * np.hypot(36, 24)
    tilt = tilt_of(match.homography, xray_size, photo_size, float(equivalent))
    true = tilt_of(shot.homography, xray_size, photo_size, float(equivalent))
    turned = np.hypot(tilt.yaw - true.yaw, tilt.pitch - true.pitch)
    return {
        "corners": (np.hypot(*off.T) * 1920 / max(shape)).round(3).tolist(),
        "tilt": round(float(turned), 3),
    }


def _told(match: matching.Match) -> tuple[str, str, float]:
    return match.verdict, match.code, match.score


def code_version() -> str:
    """Return a digest of the sources of `matching/` and of the photos, which decide every answer."""
    sources = [*sorted(Path(matching.__file__).parent.rglob("*.py")), Path(__file__)]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]


def judge_all(
    jobs: list[Job], work: Path, drawn: int, folders: list[Path], others: int, processes: int
) -> list[Answer]:
    """Return the answers to all jobs, from the file or given now."""
    asked = json.dumps([drawn, [str(folder.resolve()) for folder in folders], others])
    file = work / f"answers-{code_version()}-{hashlib.sha256(asked.encode()).hexdigest()[:6]}.jsonl"
    answers = {(a["kind"], a["number"]): a for a in _read(file)}
    left = [job for job in jobs if job not in answers]
    with file.open("a", encoding="utf-8") as out:
        for answer in _given(left, (work, drawn, folders, others), processes):
            out.write(json.dumps(answer) + "\n")
            out.flush()
            answers[answer["kind"], answer["number"]] = answer
    return [answers[job] for job in jobs]


def _read(file: Path) -> Iterator[Answer]:
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        try:
            yield json.loads(line)
        except ValueError:  # the line at which a run was ended
            continue


def _given(jobs: list[Job], what: tuple[Path, int, list[Path], int], processes: int) -> Iterable[Answer]:
    if not jobs:
        return
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    with multiprocessing.get_context("spawn").Pool(processes, _begin, what) as pool:
        for done, answer in enumerate(pool.imap_unordered(_answer, jobs), start=1):
            if done % 50 == 0:
                print(f"{done} of {len(jobs)} photos", flush=True)
            yield answer


def _begin(work: Path, drawn: int, folders: list[Path], others: int) -> None:
    global _judge
    cv2.setNumThreads(1)
    _judge = Judge(work, drawn, folders, others)


def _answer(job: Job) -> Answer:
    return _judge.answer(job)


_judge: Judge
