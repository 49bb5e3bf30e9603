"""Finding the texts that code and templates mark for translation."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

SINGULAR = frozenset({"_", "gettext", "gettext_lazy"})
PLURAL = frozenset({"ngettext", "ngettext_lazy"})
# Django marks them so in what it makes of a template.
_STRING = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_IN_TEMPLATE = re.compile(rf"\b(?:gettext|_)\(\s*{_STRING}\s*\)|\bngettext\(\s*{_STRING},\s*{_STRING},")


@dataclass(frozen=True)
class Text:
    """A marked text; `plural` is empty for one that counts nothing."""

    singular: str
    plural: str = ""


def marked_in(folders: Iterable[Path], *, root: Path) -> dict[Text, list[str]]:
    """Map the marked texts of all files below `folders` to the files that they stand in.

    Files are named relative to `root`, in the order of their names; texts stand in the order in which they
    are met.
    """
    found: dict[Text, list[str]] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(root).as_posix()
            for text in _texts_of(path):
                files = found.setdefault(text, [])
                if name not in files:
                    files.append(name)
    return found


def in_python(source: str) -> Iterator[Text]:
    """Yield the texts that calls of gettext and its kin mark."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        words = [each.value for each in node.args if isinstance(each, ast.Constant)]
        texts = [word for word in words if isinstance(word, str)]
        if name in SINGULAR and texts:
            yield Text(texts[0])
        elif name in PLURAL and len(texts) > 1:
            yield Text(texts[0], texts[1])


def in_template(source: str) -> Iterator[Text]:
    """Yield the texts that `translate`, `blocktranslate` and `_()` mark."""
    for single, one, many in _IN_TEMPLATE.findall(templatize(source)):
        if single:
            yield Text(ast.literal_eval(single))
        else:
            yield Text(ast.literal_eval(one), ast.literal_eval(many))


def _texts_of(path: Path) -> Iterator[Text]:
    if path.suffix == ".py" and "migrations" not in path.parts:
        return in_python(path.read_text(encoding="utf-8"))
    if path.suffix in (".html", ".txt") and "templates" in path.parts:
        return in_template(path.read_text(encoding="utf-8"))
    return iter(())
