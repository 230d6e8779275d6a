"""Writes evaluation data for PP-OCR's recognition model: rendered lines of text.

Usage: python lines.py OUTPUT_DIRECTORY RAPIDOCR_WHEEL [LINES]     (default: 2000 lines)

Writes model.onnx (PP-OCRv4 recognition, Apache-2.0, out of the wheel rapidocr-onnxruntime 1.4.4) and
evaluation.npy without labels, so that the metric is agreement with the float model on the whole line.
Words and numbers by a fixed seed, in every installed face of DejaVu, dark on light, with a little noise.
"""
import random
import sys
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

HEIGHT, WIDTH = 48, 160
MODEL = "rapidocr_onnxruntime/models/ch_PP-OCRv4_rec_infer.onnx"
FONTS = Path("/usr/share/fonts/truetype/dejavu")
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def text(chance):
    word = "".join(chance.choice(LETTERS) for _ in range(chance.randint(3, 8)))
    return word if chance.random() < 0.5 else f"{word} {chance.randint(0, 9999)}"


def line(chance, noise, faces):
    """As the model takes it: colours from -1 to 1, channels first; the right of a short line is padding."""
    font = ImageFont.truetype(str(chance.choice(faces)), chance.randint(22, 32))
    image = Image.new("L", (WIDTH, HEIGHT), chance.randint(200, 255))
    ImageDraw.Draw(image).text((chance.randint(2, 8), chance.randint(2, 10)), text(chance), chance.randint(0, 90), font)
    pixels = np.clip(np.asarray(image, np.float32) + noise.normal(0, 4, (HEIGHT, WIDTH)), 0, 255)
    return np.repeat(((pixels / 255 - 0.5) / 0.5)[None], 3, 0).astype(np.float32)


def main():
    out, wheel, wanted = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    out.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        (out / "model.onnx").write_bytes(archive.read(MODEL))
    faces = sorted(path for path in FONTS.glob("*.ttf") if "Math" not in path.name)
    chance, noise = random.Random(8), np.random.default_rng(8)
    np.save(out / "evaluation.npy", np.stack([line(chance, noise, faces) for _ in range(wanted)]))
    print(f"{wanted} lines in {len(faces)} faces")


if __name__ == "__main__":
    main()
