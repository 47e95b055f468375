"""Walking the language's own types: which words may stand at a path; for hints, schema and manual."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from haitang.kernel.playbooks.language import sections, words_of
from haitang.kernel.playbooks.source import Path


def models_at(path: Path) -> list[type[BaseModel]]:
    """The models whose words may stand at *path*; several where a field comes in kinds."""
    types: list[Any] = [  # reason: typing's forms have no common type
        field.annotation
        for section in sections()
        for name, field in section.model_fields.items()
        if path and (field.alias or name) == path[0]
    ]
    for step in path[1:]:
        types = [inner for one in types for inner in _into(one, step)]
    return [model for one in types for model in models_in(one)]


def words_at(path: Path) -> list[str]:
    """The words that may stand in the mapping at *path*."""
    if not path:
        return [word for section in sections() for word in words_of(section)]
    return sorted({word for model in models_at(path) for word in fields_of(model)})


def fields_of(model: type[BaseModel]) -> Mapping[str, Any]:
    """A model's fields by the word they are written as."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:  # reason: a typing form
    """Every model an annotation admits directly (unions and Annotated are looked through)."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) is Annotated:
        yield from models_in(get_args(annotation)[0])
    elif not _is_container(annotation):
        for argument in get_args(annotation):
            yield from models_in(argument)


def _is_container(annotation: Any) -> bool:  # reason: a typing form
    origin = get_origin(annotation)
    return isinstance(origin, type) and issubclass(origin, Mapping | Iterable)


def _into(annotation: Any, step: str | int) -> Iterator[Any]:  # reason: typing forms
    """The types one *step* inside *annotation*."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = fields_of(annotation).get(str(step))
        if field is not None:
            yield field.annotation
    elif get_origin(annotation) is Annotated:
        yield from _into(get_args(annotation)[0], step)
    elif _is_container(annotation):
        yield get_args(annotation)[1 if isinstance(step, str) and len(get_args(annotation)) > 1 else 0]
    else:
        for argument in get_args(annotation):
            yield from _into(argument, step)
