"""The grammar as JSON Schema (2020-12), for the API's document and for editors."""

from typing import Any

from crm.criteria import operands, scalars
from crm.criteria.kinds import Kind
from crm.criteria.operators import Operator, Takes, suiting
from crm.criteria.parsing import MAX_NODES
from crm.criteria.periods import EXACT, LONGEST
from crm.criteria.registry import Fact, facts

Schema = dict[str, Any]
_DATE = {"type": "string", "format": "date"}
_LIMIT = int(scalars.MAX_NUMBER)
_VALUES: dict[Kind, Schema] = {
    Kind.WHOLE: {"type": "integer", "minimum": -scalars.MAX_WHOLE, "maximum": scalars.MAX_WHOLE},
    Kind.NUMBER: {"type": "number", "minimum": -_LIMIT, "maximum": _LIMIT},
    Kind.TEXT: {"type": "string", "minLength": 1, "maxLength": scalars.MAX_TEXT},
    Kind.CHOICE: {"type": "string", "maxLength": scalars.MAX_TEXT},
    Kind.LIST: {"type": "string", "maxLength": scalars.MAX_TEXT},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.DATE: _DATE,
    Kind.MOMENT: {"anyOf": [_DATE, {"type": "string", "format": "date-time"}]},
    Kind.ID: {"type": "string", "format": "uuid"},
}


def schema(subject: str) -> Schema:
    """What `parse` accepts about `subject`, apart from the depth and number of parts."""
    comparisons = [form for fact in facts(subject).values() for form in _forms(fact)]
    inside = {"$ref": "#/$defs/condition"}
    some = {"type": "array", "items": inside, "maxItems": MAX_NODES}
    groups = [
        _object("All of them hold; with none, everyone matches", all=some),
        _object("At least one of them holds", any=some | {"minItems": 1}),
        _object("It does not hold, or the value is unknown", **{"not": inside}),
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": "#/$defs/condition",
        "$defs": {"condition": {"anyOf": groups + comparisons}},
    }


def _forms(fact: Fact) -> list[Schema]:
    """One form for each shape of value that the fact's comparisons take."""
    by_shape: dict[Takes, list[Operator]] = {}
    for operator in suiting(fact.kind):
        by_shape.setdefault(operator.takes, []).append(operator)
    return [
        _object(
            str(fact.label),
            fact={"const": fact.name},
            op={"enum": [operator.name for operator in operators]},
            **({} if takes == Takes.NOTHING else {"value": _value(fact, takes)}),
        )
        for takes, operators in by_shape.items()
    ]


def _value(fact: Fact, takes: Takes) -> Schema:
    if takes == Takes.PERIOD:
        return _period(fact.kind)
    labels = fact.labels()
    one = _VALUES[fact.kind] if labels is None else {"enum": list(labels)}
    if takes == Takes.ONE:
        return one
    least, most = (2, 2) if takes == Takes.PAIR else (1, operands.MAX_ITEMS)
    return {"type": "array", "items": one, "minItems": least, "maxItems": most}


def _period(kind: Kind) -> Schema:
    units = [unit for unit in LONGEST if kind != Kind.DATE or unit not in EXACT]
    counts = {unit: {"type": "integer", "minimum": 0, "maximum": LONGEST[unit]} for unit in units}
    return {
        "type": "object",
        "properties": counts,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }


def _object(title: str, **properties: Schema) -> Schema:
    return {
        "title": title,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
