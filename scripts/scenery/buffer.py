"""The geometry buffer: what is visible at each pixel, filled by splatting dense points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .camera import Camera, normalise
from .shapes import Patches

Array = np.ndarray
CHUNK = 200_000
NEAR = 0.02
LARGE_STEP = 24


@dataclass
class Buffer:
    """Flat arrays over the pixels: depth (inf where empty), normal, colour, uv, thing index."""

    camera: Camera
    depth: Array
    normal: Array
    colour: Array
    uv: Array
    thing: Array

    @classmethod
    def empty(cls, camera: Camera) -> Buffer:
        """Return a buffer in which nothing is visible."""
        n = camera.width * camera.height
        zeros = np.zeros((n, 3), np.float32)
        depth = np.full(n, np.inf, np.float32)
        uv = np.zeros((n, 2), np.float32)
        return cls(camera, depth, zeros, zeros.copy(), uv, np.full(n, -1, np.int16))

    def write(self, index: Array, depth: Array, thing: int, *values: Array) -> None:
        """Write (normal, colour, uv) rows at pixels `index` where nearer than what is there."""
        np.minimum.at(self.depth, index, depth)
        won = depth <= self.depth[index]
        place = index[won]
        self.thing[place] = thing
        for target, value in zip((self.normal, self.colour, self.uv), values, strict=False):
            target[place] = value[won]


def grid_normals(position: Array) -> Array:
    """Unit normals (n, u, v, 3) of grids (n, u, v, 3)."""
    normal = np.cross(np.gradient(position, axis=1), np.gradient(position, axis=2))
    for rows in (normal, normal.swapaxes(1, 2)):
        for edge, inner in ((0, 1), (-1, -2)):
            flat = np.linalg.norm(rows[:, edge], axis=-1, keepdims=True) < 1e-12
            rows[:, edge] = np.where(flat, rows[:, inner], rows[:, edge])
    return normalise(normal)


def _subdivision(local: Array, camera: Camera, spacing: float) -> tuple[Array, Array, Array]:
    """Return the cell subdivisions along u and v, and which grids may be in view.

    `local` is (n, u, v, 3): right, up and forward of the camera.
    """
    x, y, depth = to_pixels(local, camera)
    near = NEAR if camera.ortho is None else -1e9
    seen = (depth.max((1, 2)) > near) & (x.max((1, 2)) > -1) & (x.min((1, 2)) < camera.width + 1)
    seen &= (y.max((1, 2)) > -1) & (y.min((1, 2)) < camera.height + 1)
    steps = []
    for axis in (1, 2):
        gap = np.hypot(np.diff(x, axis=axis), np.diff(y, axis=axis)).max((1, 2))
        levels = np.ceil(np.log2(np.clip(gap / spacing, 1, 4096)) * 2) / 2
        steps.append(np.ceil(2**levels).astype(int))
    return steps[0], steps[1], seen


def to_pixels(local: Array, camera: Camera) -> tuple[Array, Array, Array]:
    """Return pixel x, pixel y and depth of camera-space points (..., 3)."""
    depth = local[..., 2]
    scale = np.float32(camera.height / 2 / camera.half_height())
    if camera.ortho is None:
        scale = scale / np.maximum(depth, NEAR)
    return (
        camera.width / 2 + local[..., 0] * scale,
        camera.height / 2 - local[..., 1] * scale,
        depth,
    )


def _weights(count: int, step: int) -> Array:
    """Linear interpolation matrix from `count` grid lines to (count - 1) * step + 1."""
    t = np.linspace(0, count - 1, (count - 1) * step + 1)
    base = np.minimum(t.astype(int), count - 2)
    matrix = np.zeros((len(t), count), np.float32)
    matrix[np.arange(len(t)), base] = 1 - (t - base)
    matrix[np.arange(len(t)), base + 1] = t - base
    return matrix


def _dense(grid: Array, across: Array, along: Array) -> Array:
    """Interpolate grids (n, u, v, c) to planes (c, n, U, V)."""
    planes = np.ascontiguousarray(np.moveaxis(grid, -1, 0))
    return across @ planes @ along.T


def tiled(grid: Array, side: int = 6) -> Array:
    """Cut large grids (n, u, v, c) into tiles (m, side + 1, side + 1, c) that share edges."""
    starts = [
        np.minimum(np.arange(0, size - 1, side), max(size - 1 - side, 0))
        for size in grid.shape[1:3]
    ]
    spans = [np.arange(min(side + 1, size)) for size in grid.shape[1:3]]
    rows = (starts[0][:, None] + spans[0])[:, None, :, None]
    columns = (starts[1][:, None] + spans[1])[None, :, None, :]
    tiles = grid[:, rows, columns]
    return tiles.reshape(-1, *tiles.shape[3:])


def splat(buffer: Buffer, shape: Patches, thing: int, spacing: float = 0.75) -> None:
    """Draw patches into the buffer, subdivided until no gap between points shows.

    With `thing` below 0 only the depth is drawn.
    """
    camera = buffer.camera
    right, up, forward = camera.basis()
    frame = np.stack([right, up, forward], 1).astype(np.float32)
    position = shape.position
    values = [(position - np.array(camera.eye, np.float32)) @ frame]
    if thing >= 0:
        uv = np.meshgrid(*(np.linspace(0, 1, k) for k in position.shape[1:3]), indexing="ij")
        uv = np.broadcast_to(np.stack(uv, -1), (*position.shape[:3], 2))
        values += [grid_normals(position), np.broadcast_to(shape.colour, position.shape), uv]
    grids = np.concatenate(values, -1, dtype=np.float32)
    waiting = [tiled(grids) if max(position.shape[1:3]) > 14 else grids]
    for _ in range(4):
        coarse = []
        for part in waiting:
            coarse += _splat_grids(buffer, part, thing, spacing)
        waiting = coarse


def _splat_grids(buffer: Buffer, grids: Array, thing: int, spacing: float) -> list[Array]:
    """Draw grids (n, u, v, c); return the much enlarged ones cut into smaller grids."""
    camera = buffer.camera
    step_u, step_v, seen = _subdivision(grids[..., :3], camera, spacing)
    big = seen & (np.maximum(step_u, step_v) > LARGE_STEP)
    coarse = []
    if big.any():
        across, along = (_weights(k, 8) for k in grids.shape[1:3])
        chosen = np.flatnonzero(big)
        for start in range(0, len(chosen), 64):
            planes = _dense(grids[chosen[start : start + 64]], across, along)
            coarse.append(tiled(np.moveaxis(planes, 0, -1)))
        seen &= ~big
    for su, sv in sorted(set(zip(step_u[seen].tolist(), step_v[seen].tolist(), strict=True))):
        chosen = np.flatnonzero(seen & (step_u == su) & (step_v == sv))
        across, along = _weights(grids.shape[1], su), _weights(grids.shape[2], sv)
        batch = max(1, CHUNK // (len(across) * len(along)))
        for start in range(0, len(chosen), batch):
            part = grids[chosen[start : start + batch]]
            local = _dense(part[..., :3], across, along).reshape(3, -1)
            x, y, depth = to_pixels(local.T, camera)
            near = NEAR if camera.ortho is None else -1e9
            kept = (x >= 0) & (x < camera.width) & (y >= 0) & (y < camera.height) & (depth > near)
            kept = np.flatnonzero(kept)
            index = y[kept].astype(np.int64) * camera.width + x[kept].astype(np.int64)
            depth = depth[kept]
            nearer = depth < buffer.depth[index]
            kept, index, depth = kept[nearer], index[nearer], depth[nearer]
            if not len(kept):
                continue
            np.minimum.at(buffer.depth, index, depth)
            if thing < 0:
                continue
            won = depth <= buffer.depth[index]
            place, kept = index[won], kept[won]
            owner, cell = np.divmod(kept, len(across) * len(along))
            row, column = np.divmod(cell, len(along))
            rest = _gather(part[..., 3:], owner, row / su, column / sv)
            buffer.thing[place] = thing
            buffer.normal[place] = rest[:, :3]
            buffer.colour[place] = rest[:, 3:6]
            buffer.uv[place] = rest[:, 6:8]
    return coarse


def _gather(grids: Array, owner: Array, u: Array, v: Array) -> Array:
    """Interpolate grids (n, U, V, c) at fractional lines u and v of each owner, to (k, c)."""
    iu = np.minimum(u.astype(np.int64), grids.shape[1] - 2)
    iv = np.minimum(v.astype(np.int64), grids.shape[2] - 2)
    fu, fv = (u - iu).astype(np.float32)[:, None], (v - iv).astype(np.float32)[:, None]
    low = grids[owner, iu, iv] * (1 - fv) + grids[owner, iu, iv + 1] * fv
    high = grids[owner, iu + 1, iv] * (1 - fv) + grids[owner, iu + 1, iv + 1] * fv
    return low * (1 - fu) + high * fu
