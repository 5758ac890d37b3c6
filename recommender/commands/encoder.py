"""``encoder``: get the imagenet encoder, or say where the encoders are."""

import argparse

from recommender.commands.arguments import add_progress, open_progress


def add(commands) -> None:
    parser = commands.add_parser(
        "encoder",
        help="get the imagenet encoder, or list the encoders",
        description="Get an encoder, and say where it is; without a name, list the encoders. "
        "The imagenet encoder is made of Keras' weights of MobileNetV2: 9 MB from "
        "storage.googleapis.com, or the file that Keras has already. Nothing is downloaded twice.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument(
        "name",
        nargs="?",
        choices=("imagenet", "bundled"),
        metavar="NAME",
        help="imagenet or bundled",
    )
    add_progress(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from recommender.commands.signals import stop_on_signals
    from recommender.features.imagenet import is_usable, make_imagenet

    if options.name is None:
        print("\n".join(line for name in ("bundled", "imagenet") for line in _lines(name)))
        return 0
    if options.name == "imagenet" and not is_usable():
        check = stop_on_signals()
        with open_progress(options.progress) as progress:
            make_imagenet(progress)
        check()
    print("\n".join(_lines(options.name)))
    return 0


def _lines(name: str) -> list[str]:
    """What there is to say of an encoder, a line each."""
    from recommender.errors import EncoderError
    from recommender.features.encoder import is_there, open_encoder

    if not is_there(name):
        return [f"{name:<12}not there; get it with: python -m recommender encoder {name}"]
    try:
        encoder = open_encoder(name)
    except EncoderError as error:
        return [f"{name:<12}{error}"]
    size = encoder.path.stat().st_size / 1e6
    return [
        f"{name:<12}{encoder.size} px, {size:.1f} MB, sha256 {encoder.fingerprint}",
        f"{'':<12}{encoder.path}",
    ]
