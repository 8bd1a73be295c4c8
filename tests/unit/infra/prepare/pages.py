"""Pages drawn for the tests of `ububiko-prepare`."""

from PIL import Image, ImageDraw, ImageFont

SENTENCE = "Il est nommé à la fonction publique de base par ordonnance du ministre qui porte effet au premier échelon Gitega Bujumbura"
A4 = (1654, 2339)
"""Pixels at 200 dots per inch."""


def typed_page(lines: int = 24, *, paper: int = 250, ink: int = 20, size: tuple[int, int] = A4) -> Image.Image:
    """A page of typed lines, in colours."""
    page = Image.new("RGB", size, (paper, paper, paper))
    drawing = ImageDraw.Draw(page)
    words = SENTENCE.split()
    font = ImageFont.load_default(size[0] // 45)
    for line in range(lines):
        text = " ".join(words[(line * 7 + place * place) % len(words)] for place in range(7 + line % 3))
        drawing.text((size[0] // 10, size[1] // 10 + line * size[1] // 32), text, fill=(ink, ink, ink), font=font)
    return page


def stamped(page: Image.Image) -> Image.Image:
    """A page with a blue seal at its foot, and noise as a scanner has it."""
    page = page.copy()
    width, height = page.size
    ImageDraw.Draw(page).ellipse((width * 0.6, height * 0.75, width * 0.8, height * 0.88), outline=(40, 60, 190), width=9)
    noise = Image.effect_noise(page.size, 12).convert("RGB")
    return Image.blend(page, noise, 0.06)
