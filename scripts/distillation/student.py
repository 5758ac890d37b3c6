"""The student: a MobileNetV2 in PyTorch that Keras' MobileNetV2 can take the weights of.

MobileNetV2: Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks" (2018), table 2.
It is trained in PyTorch, whose training steps took half the time of TensorFlow's on a processor.
"""

from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from distillation.whole_file import write_whole

BLOCKS = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))  # fmt: skip
"""Expansion, channels at width 1, repetitions, stride of the first (table 2)."""


class Student(nn.Module):
    """RGB in [-1, 1] ``(n, 3, s, s)`` -> feature map ``(n, 1280, s / 32, s / 32)``."""

    def __init__(self, alpha: float) -> None:
        super().__init__()
        channels = _divisible(32 * alpha)
        layers: list[nn.Module] = [StemConvolution(3, channels), *_normed(channels)]
        for expansion, width, repetitions, stride in BLOCKS:
            out = _divisible(width * alpha)
            for i in range(repetitions):
                layers.append(Block(channels, out, stride if i == 0 else 1, expansion))
                channels = out
        layers += [nn.Conv2d(channels, 1280, 1, bias=False), *_normed(1280)]
        self.layers = nn.Sequential(*layers)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.layers(images)


class Block(nn.Module):
    """An inverted residual (section 3.3)."""

    def __init__(self, channels: int, out: int, stride: int, expansion: int) -> None:
        super().__init__()
        hidden = channels * expansion
        layers: list[nn.Module] = []
        if expansion != 1:
            layers += [nn.Conv2d(channels, hidden, 1, bias=False), *_normed(hidden)]
        layers += [Depthwise(hidden, stride), *_normed(hidden)]
        layers += [nn.Conv2d(hidden, out, 1, bias=False), _norm(out)]
        self.layers = nn.Sequential(*layers)
        self.is_residual = stride == 1 and channels == out

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.layers(x) if self.is_residual else self.layers(x)


class StemConvolution(nn.Conv2d):
    """3 x 3 of stride 2, padded below and on the right as Keras does for even sizes."""

    def __init__(self, channels: int, out: int) -> None:
        super().__init__(channels, out, 3, stride=2, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(functional.pad(x, (0, 1, 0, 1)))


class Depthwise(nn.Conv2d):
    """Depthwise 3 x 3; of stride 2 at the places where Keras has it for even sizes."""

    def __init__(self, channels: int, stride: int) -> None:
        super().__init__(channels, channels, 3, padding=1, groups=channels, bias=False)
        self.step = stride

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        full = super().forward(x)
        if self.step == 1:
            return full
        # Every second place of stride 1: oneDNN's gradient of a depthwise convolution of stride 2
        # takes ten times as long in bfloat16.
        return full[:, :, 1::2, 1::2].contiguous(memory_format=torch.channels_last)


def export(student: Student, alpha: float, size: int, path: Path) -> None:
    """Write the student with average pooling as float16 LiteRT; its weights fit any ``size``."""
    import tensorflow as tf

    model = to_keras(student, alpha, size)
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_types = [tf.float16]
    content = converter.convert()
    write_whole(path, lambda new: new.write_bytes(content))


def to_keras(student: Student, alpha: float, size: int):
    """Keras' MobileNetV2 with the student's weights and average pooling."""
    import tensorflow as tf

    keras = tf.keras.layers
    model = tf.keras.applications.MobileNetV2(
        input_shape=(size, size, 3), alpha=alpha, weights=None, include_top=False, pooling="avg"
    )
    kinds = (keras.Conv2D, keras.DepthwiseConv2D, keras.BatchNormalization)
    into = [layer for layer in model.layers if isinstance(layer, kinds)]
    out_of = [m for m in student.modules() if isinstance(m, (nn.Conv2d, nn.BatchNorm2d))]
    for layer, module in zip(into, out_of, strict=True):
        layer.set_weights(_weights(module))
    return model


def _weights(module: nn.Conv2d | nn.BatchNorm2d) -> list[np.ndarray]:
    """The weights in Keras' order of axes: height, width, in, out (depthwise: 1 out)."""
    if isinstance(module, nn.BatchNorm2d):
        parts = (module.weight, module.bias, module.running_mean, module.running_var)
        return [part.detach().numpy() for part in parts]  # type: ignore[union-attr]
    axes = (2, 3, 0, 1) if module.groups > 1 else (2, 3, 1, 0)
    return [module.weight.detach().permute(axes).numpy()]


def _normed(channels: int) -> tuple[nn.Module, nn.Module]:
    return _norm(channels), nn.ReLU6()


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.03)  # Keras' eps


def _divisible(channels: float) -> int:
    """The nearest multiple of 8, but not below 90 % (as in the paper's own code)."""
    rounded = max(8, int(channels + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * channels else rounded
