"""Prepared food: burger, pizza, pasta, cake, sushi, croissant, ice cream (units of 10 cm)."""

from __future__ import annotations

import numpy as np

from . import fruit
from .colour import choose, hexed, jitter, mix
from .noise import fbm2, fbm3, smoothstep, worley2
from .shapes import Hit, Patches, box, disc, patches, quad, revolve, rotation, scatter, sphere, tube
from .table import lumpy, pillow

Array = np.ndarray


def baked(seed: int, pale: Array, brown: Array, low: float, high: float):
    """Paint of a crust: pale below height `low`, brown above `high`, mottled."""

    def paint(hit: Hit) -> Array:
        p = hit.position
        mottle = fbm3(p * 3, 4, seed)
        fine = fbm3(p * 18, 3, seed + 1)
        share = smoothstep(low, high, p[:, 1] + 0.25 * (high - low) * mottle)
        return mix(pale, brown, share) * (1 + 0.22 * mottle + 0.12 * fine)[:, None]

    return paint


def burger(rng: np.random.Generator) -> list[Patches]:
    """A hamburger with seeds, salad, cheese and tomato: 1.2 wide, about 1 tall."""
    seed = int(rng.integers(1e6))
    brown, pale = choose(rng, "#a8642c #98541f #b87434"), hexed("#dcb478")
    layers: list[Patches] = []
    bottom = [[0, 0], [0.52, 0], [0.6, 0.06], [0.6, 0.16], [0.55, 0.2], [0, 0.2]]
    bun = baked(seed, pale, brown, -0.1, 0.4)
    layers.append(patches(revolve(bottom, 48), pale, paint=bun, rough=0.6))
    y = 0.18

    def salad(y: float) -> None:
        green = choose(rng, "#6a9434 #5a8a2c #7ca040")
        for i in range(9):
            leaf = fruit.lettuce(rng, green, 0.2)
            turn = rotation("y", i * 0.7 + rng.normal(0, 0.2)) * 0.62
            layers.append(leaf.turned(turn).moved((0, y + rng.uniform(0, 0.03), 0)))

    def meat(y: float) -> float:
        t = np.linspace(0, np.pi, 14)
        ring = np.stack([0.5 + 0.13 * np.sin(t), 0.09 - 0.1 * np.cos(t)], 1)
        profile = np.concatenate([[[0, -0.01]], ring, [[0, 0.19]]])
        grid = revolve(profile, 60)
        grid = grid * (1 + 0.07 * fbm3(grid * 7, 4, seed + 3))[..., None]
        crust = hexed("#4a2818")

        def paint(hit: Hit) -> Array:
            grain = fbm3(hit.position * 12, 4, seed + 4)
            return crust * (1 + 0.9 * grain)[:, None]

        layers.append(patches(grid, crust, paint=paint, rough=0.4, specular=0.05).moved((0, y, 0)))
        return y + 0.18

    def cheese(y: float) -> None:
        u, v = np.mgrid[-1:1:21j, -1:1:21j]
        r = np.hypot(u, v) * 0.58
        drop = smoothstep(0.5, 0.85, r) * 0.3
        shrink = 1 - 0.12 * smoothstep(0.55, 0.85, r)
        grid = np.stack([u * 0.58 * shrink, y - drop, v * 0.58 * shrink], -1)
        grid = grid @ rotation("y", rng.uniform(0, 1.5)).T
        layers.append(patches(grid, hexed("#dc9420"), rough=0.3, specular=0.05, translucent=0.2))

    if rng.random() < 0.6:
        salad(y)
        y += 0.07
    for _ in range(int(rng.choice([1, 1, 2]))):
        y = meat(y)
        cheese(y + 0.015)
        y += 0.02
    for i in range(3):
        spot = (0.3 * np.cos(i * 2.1 + 0.5), y + 0.01 + 0.012 * i, 0.3 * np.sin(i * 2.1 + 0.5))
        layers.append(fruit.slices("tomato", 0.31).moved(spot))
    y += 0.07
    if rng.random() < 0.7:
        salad(y)
        y += 0.05
    t = np.linspace(0, 1, 18)
    dome = np.stack([0.62 * np.sin(np.pi / 2 * t) ** 0.75, 0.4 * np.cos(np.pi / 2 * t) ** 0.9], 1)
    dome = np.concatenate([dome, [[0.6, -0.04], [0.5, -0.06], [0, -0.06]]])
    crown = baked(seed + 2, pale, brown, y - 0.02, y + 0.16)
    top = lumpy(revolve(dome, 56), 0.035, 0.5, seed)
    layers.append(
        patches(top, brown, paint=crown, rough=0.3, specular=0.05).moved((0, y + 0.06, 0))
    )
    if rng.random() < 0.85:
        flat = fruit.in_disc(rng, 110, 0.5, 0.05)
        r = np.hypot(*flat.T) / 0.62
        lift = 0.4 * np.maximum(1 - r ** (2 / 0.75), 0.02) ** 0.45
        spots = np.stack([flat[:, 0], y + 0.062 + lift, flat[:, 1]], -1)
        one = patches(sphere((0.017, 0.011, 0.027), 6, 8), hexed("#e0c898"), rough=0.5)
        layers.append(fruit.strewn(rng, one, spots, tilt=0.4))
    tilt = rotation("z", rng.normal(0, 0.02)) * 1.0
    return [layer.turned(tilt) for layer in layers]


def fries(rng: np.random.Generator, centre: Array, count: int = 60, spread: float = 0.5) -> Patches:
    """A heap of chips about a place on y = 0."""
    block = patches(box((0.09, 0.09, 0.75)), hexed("#d89c38"), rough=0.5, specular=0.05)
    places = rng.normal(0, 1, (count, 3)) * [spread * 0.5, 0, spread * 0.5]
    r = np.hypot(places[:, 0], places[:, 2]) / spread
    places[:, 1] = 0.06 + np.maximum(0.5 - 0.35 * r, 0.03) * rng.uniform(0, 1, count)
    spin = rotation("y", rng.uniform(0, np.pi, count)) @ rotation("x", rng.normal(0, 0.2, count))
    tints = jitter(rng, np.ones(3), count, 0.14)
    return scatter(block, places + centre, spin, rng.uniform(0.7, 1.25, count), tints)


def pizza(rng: np.random.Generator, radius: float = 1.5) -> list[Patches]:
    """A baked pizza lying on y = 0 with one of several toppings."""
    seed = int(rng.integers(1e6))
    flat = np.linspace(0, 0.86, 16)
    t = np.linspace(np.pi * 0.95, -0.2, 12)
    rim = np.stack([0.93 + 0.075 * np.cos(t), 0.05 + 0.07 * np.sin(t)], 1)
    profile = np.concatenate([np.stack([flat, 0.05 + 0 * flat], 1), rim, [[0.95, 0]]]) * radius
    grid = revolve(profile, 96)
    angle = np.arctan2(grid[..., 2], grid[..., 0])
    out = np.hypot(grid[..., 0], grid[..., 2]) / radius
    bulge = fbm2(np.cos(angle) * 2.5, np.sin(angle) * 2.5, 3, seed)
    grid[..., 1] += radius * 0.05 * smoothstep(0.84, 0.95, out) * bulge
    grid[..., 1] += 0.03 * fbm2(grid[..., 0] * 3, grid[..., 2] * 3, 3, seed) * (out < 0.86)
    grid[..., [0, 2]] *= (1 + 0.025 * bulge * out)[..., None]
    sauce = choose(rng, "#a83014 #b84418 #982810")
    curd = choose(rng, "#dcb45c #e4c478 #e0c890 #d8a848")
    cover = rng.uniform(-0.15, 0.3)

    def paint(hit: Hit) -> Array:
        x, _, z = hit.position.T
        r = np.hypot(x, z) / radius
        blob = fbm2(x * 2.6, z * 2.6, 4, seed + 1)
        colour = mix(sauce, curd, smoothstep(-0.2, 0.08, blob + cover))
        scorch = smoothstep(0.15, 0.5, fbm2(x * 4, z * 4, 4, seed + 2))
        colour = mix(colour, hexed("#a05820"), scorch * 0.65)
        colour = colour * (1 + 0.35 * fbm2(x * 16, z * 16, 3, seed + 3))[:, None]
        dough = mix(hexed("#d8a860"), hexed("#9a5c24"), smoothstep(-0.3, 0.4, blob + scorch * 0.3))
        burnt = smoothstep(0.3, 0.55, fbm2(x * 5, z * 5, 4, seed + 5))
        dough = mix(dough, hexed("#3c2212"), burnt * 0.8)
        edge = smoothstep(0.84, 0.88, r + 0.03 * blob)
        return mix(colour, dough, edge)

    def bump(p: Array) -> Array:
        return 0.05 * fbm2(p[:, 0] * 5, p[:, 2] * 5, 4, seed + 6)

    parts = [patches(grid, curd, paint=paint, bump=bump, rough=0.4, specular=0.05)]
    kind = str(rng.choice(["pepperoni", "pepperoni", "margherita", "veg", "supreme"]))

    def lay(shape: Patches, count: int, gap: float, level: float, tilt: float = 0.12) -> None:
        spots = fruit.in_disc(rng, count, radius * 0.8, gap)
        level = np.full(len(spots), level)
        places = np.stack([spots[:, 0], level, spots[:, 1]], -1)
        parts.append(fruit.strewn(rng, shape, places, tilt, 0.1))

    if kind in ("pepperoni", "supreme"):
        lay(fruit.slices("pepperoni", 0.19), 26 if kind == "pepperoni" else 14, 0.36, 0.09)
    if kind == "margherita":
        lay(patches(lumpy(disc(0.26, 6, 20), 0.3, 0.2, seed), hexed("#e4dcc8")), 12, 0.5, 0.12)
        lay(fruit.slices("tomato", 0.15), 12, 0.4, 0.1)
    if kind in ("veg", "supreme"):
        ring = np.linspace(0, 2 * np.pi, 18)
        olive = tube(np.stack([np.cos(ring), 0 * ring, np.sin(ring)], -1) * 0.07, 0.033, 8)
        lay(patches(olive, hexed("#1c1614"), rough=0.3, specular=0.05), 26, 0.2, 0.12)
        arc = np.linspace(0, 2.2, 10)
        strip = tube(np.stack([np.cos(arc), 0 * arc, np.sin(arc)], -1) * 0.2, 0.03, 7)
        lay(patches(strip, choose(rng, "#4a7a24 #b8280c #d8a018"), rough=0.3), 22, 0.2, 0.12)
        cap = tube(np.array([[-0.13, 0, 0], [0, 0, 0.03], [0.13, 0, 0]]), 0.05, 8)
        lay(patches(cap, hexed("#b8a080"), rough=0.5), 18, 0.25, 0.12)
    if kind != "pepperoni" or rng.random() < 0.6:
        count = int(rng.integers(5, 14))
        for spot in fruit.in_disc(rng, count, radius * 0.7, 0.4):
            leaf = fruit.herb(rng, rng.uniform(0.3, 0.5))
            parts.append(
                leaf.turned(rotation("y", rng.uniform(0, 6))).moved((spot[0], 0.12, spot[1]))
            )
    return parts


def pasta(rng: np.random.Generator, radius: float = 0.85, strands: int = 130) -> list[Patches]:
    """A nest of spaghetti with sauce on top."""
    colour = choose(rng, "#dcb460 #d8ac54 #e0c078")
    paths = []
    for _ in range(strands):
        t = np.linspace(0, 1, 22)
        turn = rng.uniform(0, 6.3) + rng.choice([-1, 1]) * t * rng.uniform(2, 5)
        middle = rng.normal(0, 0.22, 2) * radius
        reach = radius * (rng.uniform(0.25, 0.85) + 0.15 * np.sin(t * rng.uniform(3, 9)))
        x, z = middle[0] + reach * np.cos(turn), middle[1] + reach * np.sin(turn)
        r = np.hypot(x, z) / radius
        y = 0.12 + 0.42 * np.maximum(1 - r**1.6, 0) * rng.uniform(0.5, 1)
        y = y + 0.04 * np.sin(t * 9 + rng.uniform(0, 6))
        paths.append(tube(np.stack([x, np.maximum(y, 0.1), z], -1), 0.032, 7))
    tints = jitter(rng, colour, strands, 0.1)
    parts = [patches(np.stack(paths), tints, rough=0.35, specular=0.05, translucent=0.1)]
    sauce = choose(rng, "#a82c10 #b8401c #8c2c14 #c8a868 #5c7a24")
    spots = fruit.heap(rng, 260, radius * 0.5, 0.5, 0.06)
    parts.append(fruit.crumbs(rng, sauce, spots, 0.06))
    meat = fruit.heap(rng, int(rng.choice([0, 5, 90])), radius * 0.5, 0.55, 0.1)
    if len(meat) == 5:
        ball = patches(lumpy(sphere(0.2, 18, 24), 0.25, 0.12, 4), hexed("#5c2c18"), rough=0.4)
        parts.append(fruit.strewn(rng, ball, meat))
    elif len(meat):
        parts.append(fruit.crumbs(rng, hexed("#5c2c1c"), meat, 0.05))
    cheese = fruit.heap(rng, 150, radius * 0.6, 0.55, 0.12)
    flake = patches(box((0.014, 0.014, 0.12)), hexed("#e4d8b8"))
    parts.append(fruit.strewn(rng, flake, cheese))
    for _ in range(int(rng.integers(2, 5))):
        spot = rng.normal(0, 0.12, 2)
        leaf = fruit.herb(rng, 0.42).turned(rotation("y", rng.uniform(0, 6)))
        parts.append(leaf.moved((spot[0], 0.62, spot[1])))
    return parts


def cake_slice(rng: np.random.Generator) -> list[Patches]:
    """A wedge of layer cake pointing to +z, about 1.3 long and .9 tall, on y = 0."""
    seed, half = int(rng.integers(1e6)), rng.uniform(0.26, 0.36)
    long, tall = 1.5, rng.uniform(0.75, 1.0)
    sponge = choose(rng, "#4a2814 #d8b070 #d8b070 #e0c490 #a02c28 #3a2014")
    cream = choose(rng, "#e8e0d0 #e8e0d0 #5c3420 #e0b8b4")
    jam = choose(rng, "#a02030 #a02030 #e8e0d0 #6a1c3c")
    layers = int(rng.integers(2, 5))

    def side(hit: Hit) -> Array:
        p = hit.position
        y = p[:, 1] / tall + 0.012 * fbm3(p * 6, 3, seed)
        phase = np.modf(np.maximum(y, 0) * layers / 0.93)[0]
        hole = smoothstep(0.12, 0.3, worley2(p[:, 0] * 14 + p[:, 2] * 13, p[:, 1] * 16, seed)[0])
        crumb = sponge * (0.65 + 0.35 * hole + 0.35 * fbm3(p * 11, 4, seed + 1))[:, None]
        colour = mix(crumb, cream, smoothstep(0.70, 0.75, phase))
        stripe = smoothstep(0.66, 0.7, phase) * smoothstep(0.8, 0.76, phase)
        colour = mix(colour, jam, stripe * (fbm3(p * 5, 2, seed + 2) > -0.25))
        return mix(colour, cream * 1.0, smoothstep(0.91, 0.93, y))

    def bump(p: Array) -> Array:
        return 0.03 * fbm3(p * 9, 4, seed)

    a = np.linspace(-half, half, 12)
    arc = np.stack([np.sin(a) * long, 0 * a, long * (1 - np.cos(a)) - long * 0.5], -1)
    tip = np.array([0, 0, long * 0.5])
    up = np.array([0, tall, 0])
    sides = np.stack([quad(tip, arc[0], tip + up, arc[0] + up), quad(tip, arc[-1], tip + up,
                     arc[-1] + up)])  # fmt: skip
    parts = [patches(sides, sponge, paint=side, bump=bump, rough=0.85)]
    u = np.linspace(0, 1, 18)[:, None, None]
    lid = tip * (1 - u) + arc[None] * u + up
    lid[..., 1] += 0.04 + 0.025 * fbm2(lid[..., 0] * 5, lid[..., 2] * 5, 3, seed)
    frost = {"rough": 0.45, "specular": 0.045, "bump": lambda p: 0.04 * fbm3(p * 4, 3, seed + 4)}
    parts.append(patches(lid, cream, **frost))
    parts.append(patches(np.stack([arc, arc + up * 1.05], 1), cream, **frost))
    lip = np.concatenate([np.linspace(arc[0], tip, 9), np.linspace(tip, arc[-1], 9)[1:]])
    parts.append(patches(tube(lip + up, 0.045, 8), cream, **frost))
    swirl = np.linspace(0, 1, 40)
    for x, z in ((0.0, -0.45), (-0.2, -0.42), (0.2, -0.42))[: int(rng.choice([1, 3]))]:
        turn, r = swirl * 20, 0.13 * (1 - swirl) ** 0.8
        path = np.stack(
            [x + r * np.cos(turn), tall + 0.08 + swirl * 0.24, z + r * np.sin(turn)], -1
        )
        parts.append(patches(tube(path, 0.06 * (1 - 0.7 * swirl), 8), cream, rough=0.5))
    for z in np.linspace(-0.2, 0.3, int(rng.integers(1, 4))):
        if rng.random() < 0.75:
            turn = rotation("x", rng.uniform(0.5, 2.0)) @ rotation("y", rng.uniform(0, 6))
            berry = fruit.strawberry(rng, 0.15)
            spot = (rng.normal(0, 0.05), tall + 0.17, z)
            parts += [part.turned(turn).moved(spot) for part in berry]
    count = int(rng.integers(0, 14))
    if count:
        spots = np.stack(
            [
                rng.normal(0, 0.13, count),
                np.full(count, tall + 0.11),
                rng.uniform(-0.6, 0.3, count),
            ],
            -1,
        )
        tone = choose(rng, "#28345c #8c1428")
        parts.append(
            fruit.strewn(rng, patches(sphere(0.075, 10, 14), tone, rough=0.5), spots, vary=0.1)
        )
    return parts


def croissant(rng: np.random.Generator, length: float = 1.5) -> list[Patches]:
    """A croissant lying on y = 0."""
    a = np.linspace(-1.2, 1.2, 150)
    t = np.linspace(-1, 1, 150)
    path = np.stack([np.sin(a) * length * 0.48, 0.18 - 0.06 * t**2, np.cos(a) * length * 0.4], -1)
    step = np.modf(np.abs(t) * 3.6 + 0.5)[0]
    radius = 0.27 * (1 - np.abs(t) ** 1.7) ** 0.7 * (0.9 + 0.15 * np.sin(np.pi * step**0.7) ** 0.6)
    seed = int(rng.integers(1e6))
    crust = choose(rng, "#b0702c #a4622a #c08438")

    def paint(hit: Hit) -> Array:
        u, v = hit.uv.T
        fold = np.modf(np.abs(u * 2 - 1) * 3.6 + 0.5)[0]
        flake = fbm2(u * 70, v * 4, 4, seed)
        brown = smoothstep(0.75, 0.05, fold + 0.35 * flake)
        brown = brown * smoothstep(-0.5, 0.3, np.sin(v * 2 * np.pi + 1.57) + flake + 0.5)
        colour = mix(hexed("#d89c4c"), crust * 0.62, brown)
        line = smoothstep(0.3, 0.5, fbm2(u * 120, v * 2.5, 3, seed + 1))
        return mix(colour, hexed("#5c300f"), line * 0.35) * (1 + 0.35 * flake)[:, None]

    grid = tube(path, np.maximum(radius, 0.02), 20)
    return [patches(grid, crust, paint=paint, rough=0.35, specular=0.05).moved((0, 0.06, -0.3))]


def nigiri(rng: np.random.Generator) -> list[Patches]:
    """Rice with a slice of salmon, tuna or prawn, along x on y = 0."""
    seed = int(rng.integers(1e6))
    fish = choose(rng, "#d86c34 #d86c34 #b02830 #e0a080")

    def grain(p: Array) -> Array:
        return 0.035 * worley2(p[:, 0] * 22 + p[:, 1] * 9, p[:, 2] * 22 + p[:, 1] * 13, seed)[0]

    rice = patches(
        np.add(lumpy(pillow((0.42, 0.17, 0.18), 2.8), 0.06, 0.15, seed), (0, 0.17, 0)),
        hexed("#e0dccc"),
        bump=grain,
        rough=0.5,
    )
    u, v = np.mgrid[-1:1:26j, -1:1:14j]
    y = 0.37 - 0.14 * np.abs(u) ** 4 - 0.14 * np.abs(v) ** 3.5
    edge = 1 - 0.3 * np.abs(u) ** 6
    grid = np.stack([u * 0.52, y, v * 0.22 * edge], -1)

    def paint(hit: Hit) -> Array:
        u, v = hit.uv.T
        bands = np.sin((u * 8 + np.abs(v - 0.5) * 3 + 0.3 * fbm2(u * 4, v * 4, 2, seed)) * 6.3)
        return mix(hit.colour, hexed("#e8b894"), smoothstep(0.6, 0.95, bands) * 0.8)

    return [rice, patches(grid, fish, paint=paint, rough=0.25, specular=0.06)]


def maki(rng: np.random.Generator, radius: float = 0.23, tall: float = 0.34) -> list[Patches]:
    """A sushi roll standing on y = 0 with nori round its side, or rice outside."""
    seed, inside = int(rng.integers(1e6)), rng.random() < 0.5
    filling = [choose(rng, "#d86c34 #b82c28"), hexed("#7a9c3c"), hexed("#d8c060")]
    nori, rice = hexed("#101814"), hexed("#e0dccc")

    def paint(hit: Hit) -> Array:
        v, u = hit.uv.T
        x, z = np.cos(u * 6.283), np.sin(u * 6.283)
        r = np.clip(v / 0.5, 0, 1)
        top = (
            np.broadcast_to(rice, (len(u), 3))
            * (0.85 + 0.4 * worley2(x * r * 7, z * r * 7, seed)[0])[:, None]
        )
        ring = smoothstep(0.06, 0.04, np.abs(r - 0.62)) if inside else smoothstep(0.86, 0.9, r)
        top = mix(top, nori, ring)
        sector = np.floor(np.modf(u * 3 + seed % 7)[0] * 0 + np.modf(u)[0] * 3).astype(int) % 3
        core = np.array(filling)[sector] * (1 + 0.2 * fbm2(x * r * 9, z * r * 9, 3, seed))[:, None]
        top = mix(top, core, smoothstep(0.46, 0.42, r))
        wall = (
            rice * (0.8 + 0.5 * worley2(u * 30, v * 24, seed)[0])[:, None]
            if inside
            else (nori * (1 + 0.4 * fbm2(u * 30, v * 9, 3, seed))[:, None])
        )
        return np.where((v < 0.5)[:, None], top, wall)

    r, h = radius, tall
    profile = [[0, h], [r * 0.25, h], [r * 0.5, h + 0.01], [r * 0.75, h + 0.01], [r * 0.97, h],
               [r, h - 0.02], [r * 1.02, h * 0.6], [r * 1.02, h * 0.3], [r, 0]]  # fmt: skip
    return [patches(revolve(profile, 36), rice, paint=paint, rough=0.45, specular=0.045)]


def scoop(rng: np.random.Generator, colour: Array, radius: float = 0.36) -> Patches:
    """A ball of ice cream with a ragged foot."""
    seed = int(rng.integers(1e6))
    grid = sphere(radius, 28, 44)
    way = grid / radius
    rough = 0.10 * fbm3(way * 2.2, 4, seed) + 0.05 * fbm3(way * 9, 3, seed + 1)
    skirt = 0.16 * smoothstep(-0.2, -0.42, way[..., 1]) * smoothstep(-0.75, -0.5, way[..., 1])
    grid = grid * (1 + rough + skirt * (1 + 2 * fbm3(way * 4, 2, seed + 2)))[..., None]
    fleck = hexed("#2c1810") if rng.random() < 0.35 else colour * 0.8

    def paint(hit: Hit) -> Array:
        v, u = hit.uv.T
        spot = smoothstep(0.3, 0.42, fbm2(u * 40, v * 22, 3, seed + 5))
        return mix(hit.colour * (1 + 0.12 * fbm2(u * 14, v * 9, 3, seed))[:, None], fleck, spot)

    def bump(p: Array) -> Array:
        return 0.02 * fbm3(p * 16, 3, seed + 7)

    return patches(grid, colour, paint=paint, bump=bump, rough=0.45, translucent=0.1)
