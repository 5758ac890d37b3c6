"""Solids as signed distance functions, and their ray marching."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar

import numpy as np
from scipy import ndimage

from .buffer import Buffer
from .shapes import Patches, Surface

Array = np.ndarray
Thing = TypeVar("Thing", "Solid", Patches)


@dataclass(frozen=True, eq=False)
class Solid:
    """A closed body: `distance` maps points (n, 3) to (n,); nothing lies outside `bound`.

    `bound` is (centre, radius). `colour` is one linear colour or a function of points (n, 3).
    `slack` below 1 shortens the steps where the distance is not exact.
    """

    distance: Callable[[Array], Array]
    colour: Array | Callable[[Array], Array]
    bound: tuple[tuple[float, float, float], float]
    surface: Surface = field(default_factory=Surface)
    slack: float = 0.9
    shadow: bool = True


def length(v: Array) -> Array:
    """Euclidean length (...) of vectors (..., 3)."""
    return np.sqrt(np.einsum("...i,...i->...", v, v))


def ball(p: Array, centre: Array, radius: float) -> Array:
    """Distance to a sphere."""
    return length(p - np.asarray(centre, np.float32)) - radius


def ellipsoid(p: Array, centre: Array, radii: Array) -> Array:
    """Approximate distance to an ellipsoid."""
    q = p - np.asarray(centre, np.float32)
    radii = np.asarray(radii, np.float32)
    k0 = length(q / radii)
    k1 = length(q / radii**2)
    return k0 * (k0 - 1) / np.maximum(k1, 1e-6)


def capsule(p: Array, a: Array, b: Array, ra: float, rb: float | None = None) -> Array:
    """Distance to a capsule from a to b, of radius ra at a and rb at b."""
    a, b = np.asarray(a, np.float32), np.asarray(b, np.float32)
    ba = b - a
    pa, long = p - a, max(float(ba @ ba), 1e-9)
    along = pa @ ba
    t = np.clip(along / long, 0, 1)
    square = np.einsum("...i,...i->...", pa, pa) + t * (t * long - 2 * along)
    radius = ra if rb is None else ra + (rb - ra) * t
    return np.sqrt(np.maximum(square, 0)) - radius


def rounded_box(p: Array, centre: Array, size: Array, edge: float = 0.0) -> Array:
    """Distance to a box of full lengths `size` with edges rounded by `edge`."""
    q = np.abs(p - np.asarray(centre, np.float32)) - np.asarray(size, np.float32) / 2 + edge
    outside = length(np.maximum(q, 0))
    return outside + np.minimum(q.max(-1), 0) - edge


def cylinder(p: Array, centre: Array, radius: float, height: float, axis: int = 1) -> Array:
    """Distance to a capped cylinder of full `height` along x, y or z (axis 0, 1 or 2)."""
    q = p - np.asarray(centre, np.float32)
    others = [i for i in range(3) if i != axis]
    side = np.hypot(q[..., others[0]], q[..., others[1]]) - radius
    cap = np.abs(q[..., axis]) - height / 2
    outside = np.hypot(np.maximum(side, 0), np.maximum(cap, 0))
    return outside + np.minimum(np.maximum(side, cap), 0)


def torus(p: Array, centre: Array, ring: float, tube: float, axis: int = 1) -> Array:
    """Distance to a torus about an axis."""
    q = p - np.asarray(centre, np.float32)
    others = [i for i in range(3) if i != axis]
    return np.hypot(np.hypot(q[..., others[0]], q[..., others[1]]) - ring, q[..., axis]) - tube


def union(*distances: Array) -> Array:
    """Least of the distances."""
    return np.minimum.reduce(distances)


def smooth_union(a: Array, b: Array, k: float) -> Array:
    """Union with a fillet about k wide."""
    h = np.maximum(k - np.abs(a - b), 0) / k
    return np.minimum(a, b) - h * h * k * 0.25


def subtract(a: Array, b: Array, k: float = 0.0) -> Array:
    """Cut b out of a, with a rounded edge about k wide."""
    return -smooth_union(-a, b, k) if k else np.maximum(a, -b)


@lru_cache(maxsize=48)
def voxels(solid: Solid, side: int = 44) -> tuple[Array, Array, float]:
    """Sample a solid's distance on a cube: values (side, side, side), low corner, cell size."""
    centre, radius = np.asarray(solid.bound[0], np.float32), solid.bound[1]
    cell = 2 * radius / (side - 1)
    steps = np.arange(side, dtype=np.float32) * cell
    grid = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), -1).reshape(-1, 3)
    low = centre - radius
    values = solid.distance(grid + low).astype(np.float32)
    return values.reshape(side, side, side), low, cell


def sampled(solid: Solid, p: Array) -> Array:
    """Distance (n,) read from the solid's voxels."""
    values, low, cell = voxels(solid)
    return ndimage.map_coordinates(values, ((p - low) / cell).T, order=1, mode="nearest")


def blocks(image: Array, stride: int) -> Array:
    """View an image (h, w) as blocks (h / stride, stride, w / stride, stride), edges repeated."""
    room = [(0, -size % stride) for size in image.shape]
    padded = np.pad(image, room, mode="edge")
    return padded.reshape(padded.shape[0] // stride, stride, padded.shape[1] // stride, stride)


def cone_march(
    solid: Solid, origin: Array, ray: Array, t: Array, last: Array, pixel: float, parallel: bool
) -> tuple[Array, Array]:
    """March one cone for each block of pixels: safe starting distances, and where it touches.

    All arrays are (h, w, ...); returns the distance (h, w) and a mask (h, w).
    """
    stride = 6
    height, width = t.shape
    across = np.minimum(np.arange(0, width, stride) + stride // 2, width - 1)
    down = np.minimum(np.arange(0, height, stride) + stride // 2, height - 1)
    block = np.ix_(down, across)
    start, stop = blocks(t, stride).min((1, 3)), blocks(last, stride).max((1, 3))
    o, r = origin[block].reshape(-1, 3), ray[block].reshape(-1, 3)
    far, stop = start.ravel().copy(), stop.ravel()
    live, hit = np.arange(len(far)), np.zeros(len(far), bool)
    cell = voxels(solid)[2]
    for _ in range(48):
        if not len(live):
            break
        d = sampled(solid, o[live] + far[live, None] * r[live]) - cell
        wide = pixel * stride * 0.75 * (1.0 if parallel else np.maximum(far[live], 0.1))
        close = d < wide
        hit[live[close]] = True
        live, d = live[~close], (d - wide)[~close]
        far[live] += d * solid.slack
        live = live[far[live] < stop[live]]
    hit[live] = True
    grown = np.repeat(np.repeat(far.reshape(start.shape), stride, 0), stride, 1)
    mask = np.repeat(np.repeat(hit.reshape(start.shape), stride, 0), stride, 1)
    return grown[:height, :width].astype(np.float32), mask[:height, :width]


def march(buffer: Buffer, solid: Solid, thing: int, steps: int = 72) -> None:
    """Draw a solid into the buffer by sphere tracing inside its bounding sphere."""
    camera = buffer.camera
    centre, radius = np.asarray(solid.bound[0], np.float32), solid.bound[1]
    x, y, depth = camera.project(centre)
    if camera.ortho is None:
        if depth < -radius:
            return
        reach = radius * camera.height / 2 / camera.half_height() / max(float(depth) - radius, 0.05)
        reach *= 1.15
    else:
        reach = radius * camera.height / 2 / camera.ortho
    x0, x1 = (int(np.clip(x + s * reach + s, 0, camera.width)) for s in (-1, 1))
    y0, y1 = (int(np.clip(y + s * reach + s, 0, camera.height)) for s in (-1, 1))
    if x0 >= x1 or y0 >= y1:
        return
    origins, directions = camera.rays()
    rows, columns = np.mgrid[y0:y1, x0:x1]
    index = (rows * camera.width + columns).ravel()
    origin = origins[y0:y1, x0:x1].reshape(-1, 3)
    ray = directions[y0:y1, x0:x1].reshape(-1, 3)
    forward = camera.basis()[2].astype(np.float32)
    to_centre = centre - origin
    middle = (to_centre * ray).sum(1)
    room = radius**2 - (to_centre**2).sum(1) + middle**2
    live = np.flatnonzero((room > 0) & (middle + radius > 0))
    span = np.sqrt(np.maximum(room, 0))
    t = np.maximum(middle - span, 0.02 if camera.ortho is None else -1e9)
    last = np.minimum(middle + span, buffer.depth[index] / np.maximum(ray @ forward, 1e-3) + 1e-3)
    pixel = camera.half_height() * 2 / camera.height
    near, touched = cone_march(
        solid,
        origin.reshape(*rows.shape, 3),
        ray.reshape(*rows.shape, 3),
        t.reshape(rows.shape),
        last.reshape(rows.shape),
        pixel,
        camera.ortho is not None,
    )
    live = live[touched.ravel()[live]]
    t = np.maximum(t, near.ravel())
    hits, cell = [], voxels(solid)[2]
    for _ in range(steps):
        if not len(live):
            break
        here = origin[live] + t[live, None] * ray[live]
        d = sampled(solid, here)
        if thing >= 0:
            d -= cell
            close = np.flatnonzero(d < cell)
            d[close] = solid.distance(here[close])
        width = pixel * (np.maximum(t[live], 0.1) if camera.ortho is None else 1.0)
        touched = d < width * 0.5
        hits.append(live[touched])
        live, d = live[~touched], d[~touched]
        t[live] += d * solid.slack
        live = live[t[live] < last[live]]
    found = np.concatenate(hits) if hits else np.zeros(0, int)
    if not len(found):
        return
    position = origin[found] + t[found, None] * ray[found]
    depth = (t[found] * (ray[found] @ forward)).astype(np.float32)
    if thing < 0:
        np.minimum.at(buffer.depth, index[found], depth)
        return
    normal = gradient(solid.distance, position, pixel * max(float(np.median(t[found])), 0.1))
    colour = solid.colour(position) if callable(solid.colour) else solid.colour
    colour = np.broadcast_to(np.asarray(colour, np.float32), position.shape)
    buffer.write(index[found], depth, thing, normal, colour)


def gradient(distance: Callable[[Array], Array], position: Array, step: float) -> Array:
    """Unit gradient (n, 3) of a distance function by four tetrahedral samples."""
    corners = np.array([[1, -1, -1], [-1, -1, 1], [-1, 1, -1], [1, 1, 1]], np.float32)
    normal = sum(k * distance(position + k * np.float32(step))[:, None] for k in corners)
    return normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)


def transformed(solid: Thing, turn: Array, offset: Array, size: float = 1.0) -> Thing:
    """Turn (3, 3), scale and move a solid; its own functions keep their local points."""
    turn = np.asarray(turn, np.float32)
    offset = np.asarray(offset, np.float32)
    if isinstance(solid, Patches):
        return solid.turned(turn * size).moved(offset)
    inner, paint = solid.distance, solid.colour

    def local(p: Array) -> Array:
        return ((p - offset) @ turn / size).astype(np.float32)

    centre = turn @ np.asarray(solid.bound[0], np.float32) * size + offset
    surface = solid.surface
    if surface.bump is not None:
        bump = surface.bump
        surface = replace(surface, bump=lambda p: bump(local(p)) * size)
    if surface.paint is not None:
        draw = surface.paint
        surface = replace(
            surface,
            paint=lambda hit: draw(
                replace(hit, position=local(hit.position), normal=hit.normal @ turn)
            ),
        )
    return replace(
        solid,
        distance=lambda p: inner(local(p)) * size,
        colour=(lambda p: paint(local(p))) if callable(paint) else paint,
        bound=(tuple(float(c) for c in centre), solid.bound[1] * size),
        surface=surface,
    )
