"""A pinhole (or orthographic) camera: projection of points and the rays of pixels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

Array = np.ndarray


def normalise(v: Array) -> Array:
    """Scale vectors (..., 3) to unit length."""
    v = np.asarray(v, np.float32)
    return v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-9)


@dataclass(frozen=True)
class Camera:
    """Looks from `eye` to `target`, y up; `fov` is the vertical angle in degrees.

    With `ortho` set the view is parallel and `ortho` is half its height in world units.
    """

    eye: tuple[float, float, float]
    target: tuple[float, float, float]
    fov: float
    width: int
    height: int
    ortho: float | None = None
    roll: float = 0.0

    def basis(self) -> tuple[Array, Array, Array]:
        """Return the unit right, up and forward vectors."""
        forward = normalise(np.subtract(self.target, self.eye))
        pole = (0, 1, 0) if abs(forward[1]) < 0.999 else (0, 0, 1)
        right = normalise(np.cross(forward, pole))
        up = np.cross(right, forward)
        c, s = np.cos(self.roll), np.sin(self.roll)
        return c * right + s * up, c * up - s * right, forward

    def scaled(self, factor: float) -> Camera:
        """Return the same view with `factor` times as many pixels a side."""
        size = round(self.width * factor), round(self.height * factor)
        return Camera(self.eye, self.target, self.fov, *size, self.ortho, self.roll)

    def half_height(self) -> float:
        """Half the view's height at unit depth (or in world units when orthographic)."""
        return self.ortho if self.ortho else float(np.tan(np.radians(self.fov) / 2))

    def project(self, points: Array) -> tuple[Array, Array, Array]:
        """Return pixel x, pixel y and depth along the axis of world points (..., 3)."""
        right, up, forward = self.basis()
        matrix = np.stack([right, up, forward], 1).astype(np.float32)
        local = (np.asarray(points, np.float32) - np.array(self.eye, np.float32)) @ matrix
        depth = local[..., 2]
        scale = self.height / 2 / self.half_height()
        if self.ortho is None:
            scale = scale / np.maximum(depth, 1e-3)
        return (
            self.width / 2 + local[..., 0] * scale,
            self.height / 2 - local[..., 1] * scale,
            depth,
        )

    @lru_cache(maxsize=4)  # noqa: B019
    def rays(self) -> tuple[Array, Array]:
        """Return origins and unit directions, both (height, width, 3)."""
        right, up, forward = self.basis()
        half = self.half_height()
        xs = (np.arange(self.width, dtype=np.float32) + 0.5 - self.width / 2) / (self.height / 2)
        ys = 1 - (np.arange(self.height, dtype=np.float32) + 0.5) / (self.height / 2)
        offset = half * (xs[None, :, None] * right + ys[:, None, None] * up)
        eye = np.array(self.eye, np.float32)
        if self.ortho is None:
            return np.broadcast_to(eye, offset.shape), normalise(offset + forward)
        return eye + offset, np.broadcast_to(forward, offset.shape)

    def horizon(self) -> float:
        """Pixel row of the horizon at infinity."""
        _, _, forward = self.basis()
        flat = normalise([forward[0], 0, forward[2]])
        _, y, _ = self.project(np.array(self.eye) + flat * 1e4)
        return float(y)
