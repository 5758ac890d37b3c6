"""Training: the student learns to give the teacher's feature maps and deep features."""

import queue
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from tqdm import tqdm

from distillation.crops import LEVELS, Crops
from distillation.plan import Plan
from distillation.student import Student
from distillation.whole_file import write_whole

EMA = 0.998
"""Per step, for the averaged weights that are exported (Polyak and Juditsky, 1992)."""

SAVE_EVERY = 250


class Objective(nn.Module):
    """What is minimised: for deep features and for each place of the maps, centred on the
    teacher's means: (1 - cosine) + 0.2 x squared error in units of its standard deviation; for deep
    features also (1 - plain cosine). Posts are compared by the centred cosine.
    """

    def __init__(self, crops: Crops) -> None:
        super().__init__()
        sample = crops.train[:: max(len(crops.train) // 4000, 1)]
        features = torch.from_numpy(crops.features[sample].astype(np.float32))
        maps = torch.from_numpy(crops.maps[sample].astype(np.float32) / LEVELS)
        self.mean, self.deviation = features.mean(0), features.std(0) + 1e-2
        places = maps.flatten(0, 2)
        self.place_mean, self.place_deviation = places.mean(0), places.std(0) + 1e-2

    def forward(
        self, seen: torch.Tensor, features: torch.Tensor, maps: torch.Tensor
    ) -> torch.Tensor:
        """The mean loss: ``seen`` and ``maps`` ``(n, 1280, h, w)``, ``features`` ``(n, 1280)``."""
        pooled = seen.mean(dim=(2, 3))
        plain = 1 - functional.cosine_similarity(pooled, features).mean()
        whole = _loss(pooled, features, self.mean, self.deviation)
        places = [m.permute(0, 2, 3, 1).flatten(0, 2) for m in (seen, maps)]
        return plain + whole + _loss(*places, self.place_mean, self.place_deviation)

    def centred_cosine(self, pooled: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        return functional.cosine_similarity(pooled - self.mean, features - self.mean)


def _loss(
    student: torch.Tensor, teacher: torch.Tensor, mean: torch.Tensor, deviation: torch.Tensor
) -> torch.Tensor:
    cosine = functional.cosine_similarity(student - mean, teacher - mean).mean()
    return 1 - cosine + 0.2 * ((student - teacher) / deviation).square().mean()


def train(crops: Crops, plan: Plan, work: Path) -> Student:
    """The averaged student after all steps; goes on from ``work/state.pt`` or ``work/stable.pt``."""
    torch.manual_seed(plan.seed)
    student = Student(plan.alpha).to(memory_format=torch.channels_last)
    averaged = torch.optim.swa_utils.AveragedModel(
        student, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(EMA), use_buffers=True
    )
    optimizer = torch.optim.AdamW(_groups(student), lr=plan.rate, fused=True)
    objective = Objective(crops)
    first = _load(work, plan, student, averaged, optimizer)
    bar = tqdm(range(first, plan.n_steps), initial=first, total=plan.n_steps, unit="step")
    for step, batch in zip(bar, _prefetched(_batches(crops, plan, first)), strict=False):
        images, features, maps = batch
        for group in optimizer.param_groups:
            group["lr"] = plan.rate_at(step)
        with torch.autocast("cpu", torch.bfloat16, enabled=plan.bfloat16):
            seen = student(images)
        loss = objective(seen.float(), features, maps)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        averaged.update_parameters(student)
        if step % 50 == 0:
            bar.set_postfix(size=plan.size_at(step), loss=f"{loss.item():.3f}")
        done = step + 1
        if done % SAVE_EVERY == 0 or done == plan.n_steps:
            name = "stable.pt" if done <= plan.decay_start else "state.pt"
            _save(work / name, plan, done, student, averaged, optimizer)
        if done % 1000 == 0 or done == plan.n_steps:
            cosine = unseen_cosine(averaged.module, objective, crops, plan.sizes[-1])
            tqdm.write(f"step {done}: centred cosine {cosine:.3f} on crops of unseen images")
            _log(work, done, cosine)
    return averaged.module


def unseen_cosine(student: Student, objective: Objective, crops: Crops, size: int) -> float:
    """Mean centred cosine between the student's features and the teacher's, on unseen images."""
    student.eval()
    cosines = []
    with torch.no_grad():
        for rows in np.array_split(crops.test, max(len(crops.test) // 64, 1)):
            images, features, _ = _tensors(crops, rows, size)
            pooled = student(images).mean(dim=(2, 3))
            cosines.append(objective.centred_cosine(pooled, features))
    student.train()
    return float(torch.cat(cosines).mean())


def _batches(crops: Crops, plan: Plan, first: int) -> Iterator[tuple[torch.Tensor, ...]]:
    rng = np.random.default_rng((plan.seed, first))
    step = first
    while True:
        order = rng.permutation(crops.train)
        for start in range(0, max(len(order) - plan.batch, 0) + 1, plan.batch):
            yield _tensors(crops, np.sort(order[start : start + plan.batch]), plan.size_at(step))
            step += 1


def _tensors(crops: Crops, rows: np.ndarray, size: int) -> tuple[torch.Tensor, ...]:
    """Images ``(n, 3, size, size)``, features ``(n, 1280)`` and maps ``(n, 1280, h, w)``."""
    pixels = torch.from_numpy(crops.pixels[rows]).permute(0, 3, 1, 2)
    images = pixels.to(torch.float32, memory_format=torch.channels_last)
    if size != images.shape[-1]:
        images = functional.interpolate(images, (size, size), mode="bilinear", antialias=True)
    features = torch.from_numpy(crops.features[rows].astype(np.float32))
    maps = torch.from_numpy(crops.maps[rows]).permute(0, 3, 1, 2).float() / LEVELS
    return images / 127.5 - 1, features, functional.adaptive_avg_pool2d(maps, size // 32)


def _prefetched(items: Iterator) -> Iterator:
    """The same items, made by a thread a few ahead."""
    ready: queue.Queue = queue.Queue(4)

    def fill() -> None:
        for item in items:
            ready.put(item)

    threading.Thread(target=fill, daemon=True).start()
    while True:
        yield ready.get()


def _groups(student: Student) -> list[dict]:
    """Weight decay is for the weights of convolutions only."""
    decayed = [p for p in student.parameters() if p.ndim > 1]
    others = [p for p in student.parameters() if p.ndim == 1]
    return [{"params": decayed, "weight_decay": 0.02}, {"params": others, "weight_decay": 0.0}]


def _save(path: Path, plan: Plan, done: int, *parts) -> None:
    content = {"plan": asdict(plan), "done": done, "parts": [p.state_dict() for p in parts]}
    write_whole(path, lambda new: torch.save(content, new))


def _load(work: Path, plan: Plan, *parts) -> int:
    """Load the newest state that the plan can go on from; returns the steps done, else 0.

    A state before the fall serves a longer plan too, one after it only the very same plan.
    """
    best: dict = {"done": 0}
    for name in ("state.pt", "stable.pt"):
        if not (work / name).is_file():
            continue
        state = torch.load(work / name, weights_only=True)
        fits = state["plan"] == asdict(plan) if name == "state.pt" else (
            state["plan"]["alpha"] == plan.alpha and state["done"] <= plan.decay_start
        )  # fmt: skip
        if fits and state["done"] > best["done"]:
            best = state
    for part, content in zip(parts, best.get("parts", ()), strict=False):
        part.load_state_dict(content)
    return best["done"]


def _log(work: Path, step: int, cosine: float) -> None:
    with open(work / "log.csv", "a", encoding="utf-8") as file:
        file.write(f"{step},{cosine:.4f}\n")


def is_bfloat16_fast() -> bool:
    """Whether the processor computes in bfloat16 itself (AVX512-BF16 or AMX)."""
    found = torch.cpu.get_capabilities()
    return bool(found.get("avx512_bf16") or found.get("amx_bf16"))
