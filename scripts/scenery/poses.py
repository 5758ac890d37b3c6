"""Poses of a figure from directions of its limbs, and the joints they give."""

from __future__ import annotations

import numpy as np

from .camera import normalise
from .shapes import rotation

Array = np.ndarray
Limb = tuple[tuple[float, float, float], tuple[float, float, float]]
DOWN: Limb = ((0, -1, 0), (0, -1, 0))
Joints = dict[str, tuple[float, float, float]]


def pose(
    hips: tuple[float, float, float] = (0, 0.95, 0),
    spine: tuple[float, float, float] = (0, 1, 0),
    neck: tuple[float, float, float] | None = None,
    side: tuple[float, float, float] = (1, 0, 0),
    arm_l: Limb = DOWN,
    arm_r: Limb = DOWN,
    leg_l: Limb = DOWN,
    leg_r: Limb = DOWN,
    ground: float | None = 0.08,
) -> Joints:
    """Joints of a pose; `ground` is the height at which the lowest foot or hand rests."""
    base, up, across = np.array(hips, float), normalise(spine), normalise(side)
    head = up if neck is None else normalise(neck)
    top = base + 0.5 * up
    j = {"hips": base, "chest": base + 0.33 * up, "neck": top, "head": top + 0.175 * head}
    for name, sign, arm, leg in (("l", 1, arm_l, leg_l), ("r", -1, arm_r, leg_r)):
        shoulder = base + 0.47 * up + sign * 0.18 * across
        hip = base - 0.03 * up + sign * 0.09 * across
        elbow, knee = shoulder + 0.29 * normalise(arm[0]), hip + 0.42 * normalise(leg[0])
        j |= {f"shoulder_{name}": shoulder, f"elbow_{name}": elbow, f"hip_{name}": hip}
        j |= {f"knee_{name}": knee, f"foot_{name}": knee + 0.42 * normalise(leg[1])}
        j[f"hand_{name}"] = elbow + 0.26 * normalise(arm[1])
    drop = 0.0
    if ground is not None:
        drop = min(j[k][1] for k in ("foot_l", "foot_r", "hand_l", "hand_r")) - ground
    return {k: tuple(float(c) for c in v - [0, drop, 0]) for k, v in j.items()}


def facing(turn: float = 0.0, nod: float = 0.0) -> Array:
    """Head rotation: `turn` to the figure's left, `nod` forward."""
    return rotation("y", turn) @ rotation("x", nod)


RUN = pose(
    spine=(0, 1, 0.16),
    neck=(0, 1, 0.2),
    arm_l=((0.15, -0.6, -0.75), (0.0, -0.55, 0.85)),
    arm_r=((-0.15, -0.85, 0.4), (0.15, 0.6, 0.8)),
    leg_l=((0, -0.7, 0.75), (0, -0.9, -0.4)),
    leg_r=((0, -0.9, -0.42), (0, -0.3, -0.95)),
)
JOG = pose(
    spine=(0, 1, 0.08),
    arm_l=((0.2, -0.85, -0.5), (0.0, -0.1, 1)),
    arm_r=((-0.2, -0.95, 0.15), (0.2, 0.5, 0.8)),
    leg_l=((0, -0.92, 0.4), (0, -0.98, -0.15)),
    leg_r=((0, -0.97, -0.2), (0, -0.55, -0.8)),
)
PUSHUP = pose(
    spine=(0, 0.22, 1),
    neck=(0, 0.3, 1),
    arm_l=((0.5, -0.9, -0.1), (-0.3, -1, 0.1)),
    arm_r=((-0.5, -0.9, -0.1), (0.3, -1, 0.1)),
    leg_l=((0, -0.28, -1), (0, -0.28, -1)),
    leg_r=((0, -0.28, -1), (0, -0.28, -1)),
    ground=0.06,
)
PLANK_HIGH = pose(
    spine=(0, 0.33, 1),
    neck=(0, 0.35, 1),
    arm_l=((0.1, -1, 0), (0, -1, 0)),
    arm_r=((-0.1, -1, 0), (0, -1, 0)),
    leg_l=((0, -0.3, -1), (0, -0.42, -1)),
    leg_r=((0, -0.3, -1), (0, -0.42, -1)),
    ground=0.06,
)
WARRIOR = pose(
    arm_l=((1, 0.02, 0), (1, 0, 0)),
    arm_r=((-1, 0.02, 0), (-1, 0, 0)),
    leg_l=((0.9, -0.45, 0.1), (0.05, -1, 0)),
    leg_r=((-0.72, -0.7, 0), (-0.72, -0.7, 0)),
)
TREE = pose(
    arm_l=((0.35, 0.93, 0), (-0.85, 0.6, 0.05)),
    arm_r=((-0.35, 0.93, 0), (0.85, 0.6, 0.05)),
    leg_r=((-0.8, -0.55, 0.25), (0.82, -0.5, -0.15)),
)
LOTUS = pose(
    arm_l=((0.35, -0.9, 0.1), (0.35, -0.45, 0.8)),
    arm_r=((-0.35, -0.9, 0.1), (-0.35, -0.45, 0.8)),
    leg_l=((0.85, -0.12, 0.55), (-0.93, -0.05, 0.25)),
    leg_r=((-0.85, -0.12, 0.55), (0.93, -0.05, 0.35)),
    ground=0.06,
)
DOG = pose(
    spine=(0, -0.62, 0.8),
    neck=(0, -0.85, 0.5),
    arm_l=((0.08, -0.6, 0.8), (0, -0.62, 0.8)),
    arm_r=((-0.08, -0.6, 0.8), (0, -0.62, 0.8)),
    leg_l=((0, -0.9, -0.38), (0, -0.95, -0.35)),
    leg_r=((0, -0.9, -0.38), (0, -0.95, -0.35)),
)
LUNGE = pose(
    spine=(0, 1, 0.05),
    arm_l=((0.25, 1, 0.1), (-0.15, 1, 0)),
    arm_r=((-0.25, 1, 0.1), (0.15, 1, 0)),
    leg_l=((0, -0.25, 1), (0, -1, 0.05)),
    leg_r=((0, -0.75, -0.7), (0, -0.45, -0.9)),
)
COBRA = pose(
    spine=(0, 0.75, 0.6),
    neck=(0, 1, 0.1),
    arm_l=((0.2, -0.9, 0.2), (0, -1, 0.15)),
    arm_r=((-0.2, -0.9, 0.2), (0, -1, 0.15)),
    leg_l=((0.05, -0.1, -1), (0, -0.05, -1)),
    leg_r=((-0.05, -0.1, -1), (0, -0.05, -1)),
    ground=0.06,
)
PRESS = pose(
    arm_l=((0.85, 0.45, 0), (-0.12, 1, 0)),
    arm_r=((-0.85, 0.45, 0), (0.12, 1, 0)),
    leg_l=((0.25, -1, 0.05), (0.05, -1, -0.03)),
    leg_r=((-0.25, -1, 0.05), (-0.05, -1, -0.03)),
)
CURL = pose(
    arm_l=((0.18, -1, 0), (0.1, 0.45, 0.75)),
    arm_r=((-0.18, -1, 0.05), (-0.1, -0.6, 0.8)),
    leg_l=((0.2, -1, 0.05), (0.02, -1, -0.03)),
    leg_r=((-0.2, -1, 0.05), (-0.02, -1, -0.03)),
)
DEADLIFT = pose(
    hips=(0, 0.7, -0.15),
    spine=(0, 0.7, 0.75),
    neck=(0, 0.9, 0.6),
    arm_l=((0.12, -1, 0.05), (0.02, -1, 0.05)),
    arm_r=((-0.12, -1, 0.05), (-0.02, -1, 0.05)),
    leg_l=((0.2, -0.75, 0.6), (0, -1, -0.3)),
    leg_r=((-0.2, -0.75, 0.6), (0, -1, -0.3)),
)
SQUAT = pose(
    spine=(0, 0.9, 0.4),
    neck=(0, 1, 0.1),
    arm_l=((0.8, -0.55, -0.3), (-0.2, 0.9, 0.05)),
    arm_r=((-0.8, -0.55, -0.3), (0.2, 0.9, 0.05)),
    leg_l=((0.4, -0.15, 0.9), (0.0, -1, -0.25)),
    leg_r=((-0.4, -0.15, 0.9), (0.0, -1, -0.25)),
)
GUARD = pose(
    spine=(0, 1, 0.1),
    arm_l=((0.3, -0.5, 0.8), (-0.2, 0.6, 0.8)),
    arm_r=((-0.35, -0.8, 0.4), (0.25, 0.85, 0.5)),
    leg_l=((0.15, -0.95, 0.4), (0, -1, -0.15)),
    leg_r=((-0.15, -0.95, -0.25), (0, -0.9, -0.35)),
)
PUNCH = pose(
    spine=(0, 1, 0.16),
    arm_l=((0.05, 0.02, 1), (-0.05, 0.02, 1)),
    arm_r=((-0.35, -0.8, 0.4), (0.25, 0.85, 0.5)),
    leg_l=((0.1, -0.9, 0.5), (0, -1, -0.1)),
    leg_r=((-0.1, -0.9, -0.45), (0, -0.9, -0.4)),
)
SPIKE = pose(
    hips=(0, 1.5, 0),
    spine=(0, 1, -0.12),
    neck=(0, 1, 0.05),
    arm_l=((0.3, 0.7, 0.7), (0.05, 0.8, 0.6)),
    arm_r=((-0.3, 0.95, -0.1), (0.05, 0.95, 0.3)),
    leg_l=((0.1, -0.9, 0.1), (0, -0.65, -0.75)),
    leg_r=((-0.1, -0.95, -0.1), (0, -0.5, -0.85)),
    ground=None,
)
CYCLE = pose(
    hips=(0, 1.0, -0.2),
    spine=(0, 0.68, 0.73),
    neck=(0, 0.85, 0.5),
    arm_l=((0.05, -0.8, 0.6), (0, -0.5, 0.85)),
    arm_r=((-0.05, -0.8, 0.6), (0, -0.5, 0.85)),
    leg_l=((0, -0.45, 0.9), (0, -1, -0.2)),
    leg_r=((0, -0.93, 0.36), (0, -1, -0.2)),
    ground=None,
)
BRIDGE = pose(
    hips=(0, 0.62, -0.1),
    spine=(0, 0.05, -1),
    neck=(0, 0.0, -1),
    arm_l=((0.05, 1, 0.1), (0, 1, 0)),
    arm_r=((-0.05, 1, 0.1), (0, 1, 0)),
    leg_l=((0.1, -0.1, 1), (0, -1, 0.15)),
    leg_r=((-0.1, -0.1, 1), (0, -1, 0.15)),
)
HOLDING = pose(
    arm_l=((0.3, -1, 0.05), (-0.75, 0.05, 0.75)),
    arm_r=((-0.3, -1, 0.05), (0.75, 0.05, 0.75)),
)
