"""Painted places out of focus behind people: street, beach, night city, office, car, gym, bath."""

from __future__ import annotations

import numpy as np

from .camera import Camera
from .colour import choose, hexed, jitter, mix
from .finish import blur, bokeh
from .noise import fbm2, smoothstep
from .sky import Sky

Array = np.ndarray


def canvas(width: int, height: int) -> tuple[Array, Array, float]:
    """Coordinates y from 0 (top) to 1, x from 0 to the aspect ratio, and that ratio."""
    wide = width / height
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : wide : width * 1j]
    return x, y, wide


def boxes(
    rng: np.random.Generator,
    image: Array,
    count: int,
    tints: str,
    wide: tuple[float, float],
    tall: tuple[float, float],
    level: tuple[float, float],
) -> None:
    """Paint rectangles on the image; sizes and the band of their centres are in heights."""
    height, width = image.shape[:2]
    x, y, across = canvas(width, height)
    for _ in range(count):
        cx, cy = rng.uniform(0, across), rng.uniform(*level)
        w, h = rng.uniform(*wide) / 2, rng.uniform(*tall) / 2
        inside = (np.abs(x - cx) < w) & (np.abs(y - cy) < h)
        tint = choose(rng, tints)
        image[inside] = tint * (0.85 + 0.3 * (x[inside] - cx + w) / (2 * w))[:, None]


def street(rng: np.random.Generator, width: int, height: int) -> Array:
    """A street of façades with windows, trees and bright sky at its end."""
    x, y, wide = canvas(width, height)
    image = mix(choose(rng, "#c8d4dc #dce0e0 #a8c0d8"), hexed("#8c8880"), smoothstep(0.0, 0.7, y))
    end = rng.uniform(0.3, 0.7) * wide
    for side in (-1, 1):
        wall = choose(rng, "#a89888 #8c7868 #b4a894 #947c6c #9c9c98 #b09080")
        far = side * (x - end)
        roof = 0.42 - 0.75 * far
        inside = (far > 0.05) & (y > roof) & (y < 0.55 + 0.55 * far)
        depth = 1 / np.maximum(far, 0.03)
        pane = (np.modf(depth * 1.1 + 9)[0] < 0.45) & (
            np.modf((y - 0.5) * depth * 1.8 + 20)[0] < 0.55
        )
        tone = np.where(pane[..., None], wall * 0.35, wall) * (0.7 + 0.3 * rng.random())
        image = np.where(inside[..., None], tone, image)
    ground = y > 0.55 + 0.1 * np.abs(x - end)
    image = np.where(ground[..., None], hexed("#8c8880") * (0.7 + 0.5 * y)[..., None], image)
    tree = (
        fbm2(x * 4, y * 4, 4, int(rng.integers(1e6)))
        + 0.5
        - 1.6 * np.hypot((x - rng.uniform(0, wide)) * 0.9, y - 0.35)
    )
    image = mix(image, choose(rng, "#4c5c34 #5c6c3c #6c6c3c"), smoothstep(0.0, 0.1, tree))
    boxes(
        rng,
        image,
        5,
        "#4c4844 #8c4c40 #44546c #c0b8a8 #2c2c30",
        (0.02, 0.09),
        (0.08, 0.2),
        (0.55, 0.68),
    )
    return blur(image.astype(np.float32), rng.uniform(0.012, 0.03) * height)


def beach(rng: np.random.Generator, camera: Camera, sky: Sky) -> Array:
    """Sky, sea with waves and pale sand."""
    image = sky.image(camera, disc=False)
    height, width = image.shape[:2]
    x, y, _ = canvas(width, height)
    line = float(np.clip(camera.horizon() / height, 0.12, 0.6))
    down = np.maximum(y - line, 0)
    seed = int(rng.integers(1e6))
    shore = line + rng.uniform(0.1, 0.25) + 0.03 * np.sin(x * 4 + seed)
    near = np.clip(down / np.maximum(shore - line, 0.01), 0, 1)
    sea = mix(choose(rng, "#2c6484 #34748c #3c7c90"), choose(rng, "#6ca8a8 #84b4ac"), near)
    sea = sea * (1 + 0.3 * fbm2(x * 6, np.log(down + 0.02) * 8, 3, seed))[..., None]
    surf = smoothstep(0.25, 0.5, fbm2(x * 2.5, near * 5, 3, seed + 1) + 0.5 * near)
    sea = mix(sea, hexed("#d8dcdc"), surf * near)
    sand = (
        choose(rng, "#b8a488 #c4b090 #a8947c")
        * (1 + 0.12 * fbm2(x * 20, y * 20, 3, seed))[..., None]
    )
    ground = mix(sea, sand, smoothstep(0, 0.02, y - shore))
    level = 0.35 + 0.3 * min(float(sky.sun.max()), 2.0)
    image = mix(image, ground * level, smoothstep(-0.004, 0.004, y - line))
    return blur(image.astype(np.float32), rng.uniform(0.008, 0.018) * height)


def night_city(rng: np.random.Generator, width: int, height: int) -> Array:
    """Dark towers and a street of round blurred lights."""
    _, y, _ = canvas(width, height)
    image = mix(hexed("#10182c"), hexed("#3c2c30"), smoothstep(0.0, 0.8, y))
    boxes(rng, image, 9, "#141820 #1c1c24 #241e20 #202838", (0.1, 0.4), (0.5, 1.2), (0.3, 0.7))
    image = blur(image.astype(np.float32), 0.02 * height)
    warm = jitter(rng, hexed("#ffb868"), 5, 0.2)
    other = jitter(rng, hexed(str(rng.choice(["#6c9cff", "#ff6c84", "#9cffd8"]))), 2, 0.2)
    lights = np.concatenate([warm, other, hexed("#ff4838")[None], hexed("#ffffff")[None]])
    image += (
        bokeh(rng, height, width, lights, 50, rng.uniform(0.02, 0.04) * height, (0, 0.15, 1, 0.75))
        * 0.9
    )
    image += bokeh(rng, height, width, lights, 14, 0.065 * height, (0, 0.1, 1, 0.9)) * 0.4
    return image.astype(np.float32)


def office(rng: np.random.Generator, width: int, height: int) -> Array:
    """A wall with shelves of books and boxes, pinned papers, a frame or a door."""
    x, y, wide = canvas(width, height)
    wall = choose(rng, "#a8a088 #b0aca0 #8c9084 #b8a890 #98a0a0")
    image = wall * (1.1 - 0.3 * x / wide)[..., None] * np.ones((1, 1, 3))
    if rng.random() < 0.6:
        left, right = sorted(rng.uniform(0, wide, 2))
        right = max(right, left + 0.5)
        shelf = choose(rng, "#6c5844 #54483c #a89c88 #3c3834")
        inside = (x > left) & (x < right)
        image[inside] = shelf * 0.6
        spine = np.floor(x * rng.uniform(26, 44))
        row = np.floor(y * 5)
        hue = np.modf(np.abs(np.sin(spine * 12.9 + row * 78.2)) * 437.5)[0]
        tints = np.stack(
            [
                choose(rng, "#8c4c40 #44546c #a89468 #5c6c50 #c0b8a8 #2c2c30 #7c5c70")
                for _ in range(9)
            ]
        )
        tall = 0.35 + 0.5 * np.modf(hue * 7.3)[0]
        book = inside & (np.modf(y * 5)[0] > 1 - tall) & (np.modf(y * 5)[0] < 0.92)
        image[book] = tints[(hue[book] * 9).astype(int)]
        image[inside & (np.modf(y * 5)[0] > 0.92)] = shelf
    boxes(
        rng,
        image,
        int(rng.integers(3, 9)),
        "#d4d0c4 #d8d4cc #c8c8bc #b4b8a0 #a8b4c0",
        (0.08, 0.25),
        (0.1, 0.3),
        (0.05, 0.6),
    )
    if rng.random() < 0.4:
        boxes(rng, image, 1, "#6c4c34 #3c3c40 #e0e4e8", (0.3, 0.5), (0.9, 1.6), (0.4, 0.6))
    return blur(image.astype(np.float32), rng.uniform(0.004, 0.016) * height)


def car_inside(rng: np.random.Generator, width: int, height: int) -> Array:
    """Side and rear windows with a bright outside, dark pillars, roof and a seat."""
    x, y, wide = canvas(width, height)
    out = mix(
        choose(rng, "#c0d0dc #d4d8d8 #a0b8cc"),
        choose(rng, "#5c6c48 #7c7868 #6c7474"),
        smoothstep(0.15, 0.5, y + 0.08 * fbm2(x * 4, x * 0, 3, int(rng.integers(1e6)))),
    )
    image = out * 1.2
    trim = choose(rng, "#2c2a2a #3c3834 #545049")
    u = x / wide
    for left, right in ((0.3, 0.36), (0.62, 0.7)):
        lean = 0.12 * (0.5 - y) * (1 if left < 0.5 else -1)
        image = mix(
            image,
            trim,
            smoothstep(0.012, 0.0, np.abs(u - (left + right) / 2 - lean) - (right - left) / 2),
        )
    image = mix(image, trim * 1.4, smoothstep(0.14, 0.1, y + 0.08 * (2 * u - 1) ** 2))
    image = mix(image, trim, smoothstep(0.52, 0.55, y + 0.03 * np.sin(u * 5)))
    return blur(image.astype(np.float32), 0.01 * height)


def gym(rng: np.random.Generator, width: int, height: int) -> Array:
    """A weights room: ceiling lights, machines and racks of dumbbells."""
    x, y, wide = canvas(width, height)
    wall = choose(rng, "#4c4c50 #6c6864 #585c64 #8c8880")
    image = mix(wall * 0.7, wall * 1.1, smoothstep(0.0, 0.4, y))
    image = mix(image, hexed("#2c2a2c"), smoothstep(0.72, 0.74, y))
    for k in range(3):
        line = np.abs(y - 0.05 - 0.07 * k - 0.06 * np.abs(x / wide - 0.5)) < 0.008
        image = np.where(
            (line & (np.abs(x / wide - 0.5) < 0.15 + 0.15 * (2 - k)))[..., None],
            np.full(3, 2.5),
            image,
        )
    boxes(
        rng,
        image,
        10,
        "#1c1c1e #2c2c30 #8c2c2c #3c4c60 #a8a8a8",
        (0.01, 0.05),
        (0.3, 0.6),
        (0.4, 0.65),
    )
    for row in (0.5, 0.62):
        near = np.hypot(np.modf(x * 9)[0] - 0.5, (y - row) * 9)
        image = mix(image, hexed("#141416"), smoothstep(0.38, 0.32, near))
        image = np.where((np.abs(y - row - 0.045) < 0.006)[..., None], hexed("#8c8c90"), image)
    return blur(image.astype(np.float32), rng.uniform(0.006, 0.014) * height)


def bathroom(rng: np.random.Generator, width: int, height: int) -> Array:
    """Tiles, a towel, a door and a lamp, as seen in a mirror."""
    x, y, wide = canvas(width, height)
    tile = choose(rng, "#c4c4c0 #b4bcbc #c8bcac #98a4a8 #b8a49c")
    size = rng.uniform(6, 12)
    seam = (np.modf(x * size)[0] < 0.05) | (np.modf(y * size * 1.6)[0] < 0.06)
    cell = np.sin(np.floor(x * size) * 12.9 + np.floor(y * size * 1.6) * 78.2)
    image = tile * (1 + 0.04 * cell - 0.2 * seam)[..., None] * (1.1 - 0.3 * y)[..., None]
    boxes(rng, image, 2, "#a89c90 #6c5444 #d8d4cc #4c5860", (0.3, 0.5), (1.0, 1.8), (0.5, 0.8))
    boxes(rng, image, 2, "#8c9ca8 #b88c84 #c8b894 #6c7c70", (0.12, 0.22), (0.25, 0.4), (0.3, 0.6))
    lamp = np.exp(-(((x - rng.uniform(0.1, 0.9) * wide) / 0.16) ** 2 + ((y - 0.04) / 0.06) ** 2))
    image = image + 1.6 * hexed("#ffe8c8") * lamp[..., None]
    return blur(image.astype(np.float32), rng.uniform(0.003, 0.01) * height)
