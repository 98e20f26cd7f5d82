"""The SQL twin of `folding.folded`. Plain ASCII, nearly everything, takes the short way."""

from django.db import migrations

CREATE = r"""
CREATE FUNCTION folded(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN btrim(regexp_replace(
    CASE WHEN octet_length(value) = char_length(value) THEN lower(value COLLATE "C")
    ELSE replace(replace(replace(replace(
        translate(
            lower(normalize(value, NFKD) COLLATE "C"),
            'ÆŒÞẞØøŁłĐđŦŧĦħı’‘ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣςΤΥΦΧΨΩЂЄЅІЈЉЊЋЏАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ' ||
            U&'MARKS',
            'æœþßoollddtthhi''''αβγδεζηθικλμνξοπρσστυφχψωђєѕіјљњћџабвгдежзиклмнопрстуфхцчшщъыьэюя'
        ),
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')
    END COLLATE "C",
    '[ \t\n\r\f\v]+', ' ', 'g'
))
""".replace("MARKS", "".join(f"\\{code:04x}" for code in range(0x300, 0x370)))


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION folded(text)")]
