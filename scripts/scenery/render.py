"""Deferred rendering: shapes and solids to linear light, with sun, shadow, sky and fog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

from .buffer import Buffer, splat
from .camera import Camera, normalise
from .colour import mix
from .noise import unit_hash
from .shapes import Hit, Patches
from .solids import Solid, march

Array = np.ndarray
Thing = Patches | Solid


def grey(level: float) -> Array:
    """Return a neutral colour (3,)."""
    return np.full(3, level, np.float32)


@dataclass(frozen=True)
class Lamp:
    """A point light with soft falloff; `power` is the light at distance 1."""

    position: tuple[float, float, float]
    power: Array


@dataclass(frozen=True)
class Light:
    """One sun, a hemisphere of sky above and ground below, lamps, and fog.

    `softness` is the shadow's blur in world units. `fog` is the density per world unit and
    `haze` its colour. `mirror` maps directions (n, 3) to what shiny things reflect.
    """

    sun_direction: Array
    sun: Array
    sky: Array
    ground: Array
    softness: float = 0.05
    fog: float = 0.0
    haze: Array = field(default_factory=lambda: grey(0.6))
    lamps: tuple[Lamp, ...] = ()
    mirror: Callable[[Array], Array] | None = None
    shadow_focus: tuple[tuple[float, float, float], float] | None = None
    occlusion: float = 1.0


@dataclass(frozen=True)
class Frame:
    """Linear rgb (h, w, 3), mean depth (h, w) with inf where empty, coverage (h, w)."""

    rgb: Array
    depth: Array
    alpha: Array


def render(
    camera: Camera,
    things: Sequence[Thing],
    light: Light,
    background: Array | None = None,
    supersample: int = 2,
) -> Frame:
    """Draw the things over a linear background (h, w, 3)."""
    buffer = Buffer.empty(camera.scaled(supersample))
    for number, thing in enumerate(things):
        if isinstance(thing, Patches):
            splat(buffer, thing, number)
        else:
            march(buffer, thing, number)
    seen = np.flatnonzero(buffer.thing >= 0)
    wide, tall = buffer.camera.width, buffer.camera.height
    rgb = np.zeros((tall * wide, 3), np.float32)
    if len(seen):
        source = shared_samples(buffer, supersample)
        chosen = np.flatnonzero((buffer.thing >= 0) & (source == np.arange(len(source))))
        rgb[chosen] = shade(buffer, things, chosen, light)
        rgb[seen] = rgb[source[seen]]
    shape = (camera.height, supersample, camera.width, supersample)
    covered = (buffer.thing >= 0).astype(np.float32).reshape(shape).mean((1, 3))
    rgb = rgb.reshape(*shape, 3).mean((1, 3))
    depth = buffer.depth.reshape(shape).min((1, 3))
    if background is not None:
        rgb = rgb + background * (1 - covered[..., None])
    return Frame(rgb.astype(np.float32), depth, covered)


def shared_samples(buffer: Buffer, supersample: int) -> Array:
    """Index (pixels,) of the sample whose shade each sample takes.

    Where the samples of a final pixel lie on one smooth surface they share one shade.
    """
    wide, tall = buffer.camera.width, buffer.camera.height
    own = np.arange(wide * tall)
    if supersample == 1:
        return own
    shape = (tall // supersample, supersample, wide // supersample, supersample)
    thing, depth = buffer.thing.reshape(shape), buffer.depth.reshape(shape)
    normal = buffer.normal.reshape(*shape, 3)
    first = normal[:, :1, :, :1]
    smooth = (thing.min((1, 3)) == thing.max((1, 3))) & (thing[:, 0, :, 0] >= 0)
    smooth &= depth.max((1, 3)) < 1.03 * depth.min((1, 3))
    smooth &= (
        np.einsum("asbtc,asbtc->asbt", normal, np.broadcast_to(first, normal.shape)) > 0.9
    ).all((1, 3))
    leader = np.broadcast_to(own.reshape(shape)[:, :1, :, :1], shape)
    return np.where(smooth[:, None, :, None], leader, own.reshape(shape)).ravel()


def shade(buffer: Buffer, things: Sequence[Thing], seen: Array, light: Light) -> Array:
    """Linear light (n, 3) that the visible pixels `seen` send to the camera."""
    camera = buffer.camera
    origins, rays = camera.rays()
    ray = rays.reshape(-1, 3)[seen]
    depth = buffer.depth[seen]
    reach = depth / np.maximum(ray @ camera.basis()[2].astype(np.float32), 1e-3)
    position = origins.reshape(-1, 3)[seen] + ray * reach[:, None]
    normal = normalise(buffer.normal[seen])
    normal = np.where((normal * ray).sum(1, keepdims=True) > 0, -normal, normal)
    albedo = buffer.colour[seen].copy()
    owner = buffer.thing[seen]
    traits = np.zeros((len(things), 5), np.float32)
    for number, thing in enumerate(things):
        s = thing.surface
        traits[number] = s.rough, s.specular, s.metal, s.translucent, s.glow
        if s.paint is None and s.bump is None:
            continue
        mine = np.flatnonzero(owner == number)
        if not len(mine):
            continue
        if s.paint is not None:
            uv = buffer.uv[seen[mine]]
            albedo[mine] = s.paint(Hit(position[mine], normal[mine], uv, albedo[mine]))
        if s.bump is not None:
            normal[mine] = bumped(position[mine], normal[mine], s.bump, depth[mine], camera)
    rough, specular, metal, translucent, glow = (traits[owner, i : i + 1] for i in range(5))
    sun_way = normalise(light.sun_direction)
    lit = shadow(things, position, normal, light)[:, None]
    open_sky = ambient_occlusion(buffer, light.occlusion)[seen][:, None]
    facing = (normal @ sun_way)[:, None]
    up = normal[:, 1:2] * 0.5 + 0.5
    soft = np.maximum(facing + 0.25 * translucent, 0) / (1 + 0.25 * translucent)
    through = translucent * np.maximum(-facing, 0) * 0.8
    incoming = (
        light.sun * (soft + through) * lit + mix(light.ground, light.sky, up[:, 0]) * open_sky
    )
    for lamp in light.lamps:
        way = np.asarray(lamp.position, np.float32) - position
        far = np.maximum((way**2).sum(1, keepdims=True), 1e-3)
        face = np.maximum((normal * way).sum(1, keepdims=True) / np.sqrt(far) + 0.15, 0) / 1.15
        incoming = incoming + lamp.power * face / (far + 0.05) * (0.4 + 0.6 * open_sky)
    colour = albedo * (1 - metal) * incoming + albedo * glow
    shiny = (specular[:, 0] > 0.05) | (rough[:, 0] < 0.5) | (metal[:, 0] > 0)
    s = np.flatnonzero(shiny)
    if len(s):
        base = mix(np.broadcast_to(specular[s], (len(s), 3)), albedo[s], metal[s, 0])
        colour[s] += glossy(ray[s], normal[s], base, rough[s], light, lit[s], open_sky[s])
    if light.fog:
        colour = mix(colour, light.haze, 1 - np.exp(-light.fog * reach))
    return colour


def glossy(
    ray: Array, normal: Array, base: Array, rough: Array, light: Light, lit: Array, open_sky: Array
) -> Array:
    """GGX highlight of the sun plus a reflection of the surroundings; all rows (n, ...)."""
    sun_way = normalise(light.sun_direction)
    half = normalise(sun_way - ray)
    a2 = np.maximum(rough, 0.05) ** 4
    nh = np.maximum((normal * half).sum(1, keepdims=True), 0)
    nl = np.maximum((normal @ sun_way)[:, None], 0)
    nv = np.maximum(-(normal * ray).sum(1, keepdims=True), 1e-3)
    lobe = a2 / (np.pi * (nh**2 * (a2 - 1) + 1) ** 2)
    highlight = np.minimum(lobe * nl / (4 * np.maximum(nl, 0.1) * np.maximum(nv, 0.1)), 40)
    fresnel = base + np.maximum(1 - rough - base, 0) * (1 - nv) ** 5
    bounce = ray + 2 * nv * normal
    if light.mirror is not None:
        around = light.mirror(bounce)
    else:
        around = mix(light.ground, light.sky, np.clip(bounce[:, 1] * 1.5 + 0.5, 0, 1))
    blurred = mix(light.ground, light.sky, normal[:, 1] * 0.5 + 0.5)
    around = mix(around, blurred, np.clip(rough[:, 0] * 1.3, 0, 1))
    return base * light.sun * highlight * lit + fresnel * around * open_sky


def bumped(
    position: Array, normal: Array, bump: Callable[[Array], Array], depth: Array, camera: Camera
) -> Array:
    """Bend normals (n, 3) by a height function over world points."""
    wide = camera.half_height() * 2 / camera.height
    step = np.maximum(wide * (np.median(depth) if camera.ortho is None else 1), 1e-4)
    here = bump(position)
    slope = np.zeros_like(position)
    for axis in range(3):
        offset = np.zeros(3, np.float32)
        offset[axis] = step
        slope[:, axis] = (bump(position + offset) - here) / step
    slope -= (slope * normal).sum(1, keepdims=True) * normal
    return normalise(normal - slope)


def shadow(things: Sequence[Thing], position: Array, normal: Array, light: Light) -> Array:
    """Sunlight (n,) in [0, 1] that reaches the points, from a filtered shadow map."""
    casters = [t for t in things if t.shadow]
    if not casters or float(np.max(light.sun)) <= 0.01:
        return np.ones(len(position), np.float32)
    if light.shadow_focus:
        centre, radius = np.asarray(light.shadow_focus[0], np.float32), light.shadow_focus[1]
    else:
        low, high = np.percentile(position, [1, 99], axis=0)
        centre, radius = (low + high) / 2, float(np.linalg.norm(high - low)) / 2 + 1e-3
    side = 810
    eye = centre + normalise(light.sun_direction) * radius * 3
    camera = Camera(tuple(eye), tuple(centre), 0, side, side, ortho=radius)
    depth_map, coarse = Buffer.empty(camera), Buffer.empty(camera.scaled(1 / 3))
    for thing in casters:
        if isinstance(thing, Patches):
            splat(depth_map, thing, -1, spacing=0.95)
        else:
            march(coarse, thing, -1, steps=48)
    blocks = coarse.depth.reshape(side // 3, side // 3).repeat(3, 0).repeat(3, 1).ravel()
    solid = any(isinstance(t, Solid) for t in casters)
    np.minimum(depth_map.depth, blocks, out=depth_map.depth)
    texel = 2 * radius / side
    spread = max(light.softness, texel) / texel
    x, y, depth = camera.project(position + normal * texel * 1.5)
    turn = unit_hash(np.arange(len(x)), 7) * 2 * np.pi
    lit = np.zeros(len(x), np.float32)
    taps = 7
    for tap in range(taps):
        angle, far = turn + tap * 2.4, spread * np.sqrt((tap + 0.5) / taps)
        cx = np.clip(x + far * np.cos(angle), 0, side - 1).astype(np.int64)
        cy = np.clip(y + far * np.sin(angle), 0, side - 1).astype(np.int64)
        lit += depth_map.depth[cy * side + cx] > depth - texel * (1.5 + 2.5 * solid + 0.6 * spread)
    outside = (x < 0) | (x >= side) | (y < 0) | (y >= side)
    return np.where(outside, 1, lit / taps).astype(np.float32)


def ambient_occlusion(buffer: Buffer, strength: float) -> Array:
    """Openness (pixels,) in [0, 1]: darker where nearer things rise around a pixel."""
    camera = buffer.camera
    shape = camera.height, camera.width
    full = buffer.depth.reshape(shape)
    small = np.where(np.isfinite(full), full, 1e6)[::2, ::2]
    closed = np.zeros(small.shape, np.float32)
    pixel = camera.half_height() * 4 / camera.height
    for radius in (2, 6, 16):
        reach = small * pixel * radius if camera.ortho is None else pixel * radius
        for turn in range(5):
            angle = turn * 2 * np.pi / 5 + radius
            shift = round(radius * np.sin(angle)), round(radius * np.cos(angle))
            opposite = np.roll(small, (-shift[0], -shift[1]), (0, 1))
            rise = small - (np.roll(small, shift, (0, 1)) + opposite) / 2
            rise = np.where((np.roll(small, shift, (0, 1)) > 1e5) | (opposite > 1e5), 0, rise)
            height = rise / np.maximum(reach, 1e-6)
            closed += np.clip(height, 0, 1) * np.clip(3 - np.abs(height), 0, 1)
    open_sky = np.exp(-strength * ndimage.gaussian_filter(closed, 1) * 0.3)
    return ndimage.zoom(open_sky, 2, order=1)[: shape[0], : shape[1]].ravel()
