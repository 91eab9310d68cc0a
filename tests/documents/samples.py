"""Two unlike documents: a strategy of many pages and a brief of one. Every figure is invented and marked so."""

from batea.documents.outline import (
    Annexes,
    Block,
    Callout,
    Column,
    Document,
    Figure,
    Footnote,
    Heading,
    Labels,
    Link,
    ListBlock,
    Mark,
    PageBreak,
    Paragraph,
    Ref,
    Table,
    Text,
)

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="120" viewBox="0 0 640 120">'
    b'<rect x="20" y="30" width="420" height="22" fill="#0b5c6b"/>'
    b'<text x="20" y="20" font-family="Source Sans 3" font-size="13">Example</text></svg>'
)

SPANISH = Labels(
    contents="Contenido",
    section="Sección",
    paragraph="Párrafo",
    table="Cuadro",
    figure="Gráfico",
    annex="Anexo",
    page="Página",
    of="de",
    notes="Notas",
    back="Volver al texto",
    untranslated="Sin traducir",
    exercise="Ejercicio",
    stale="Desactualizado",
    unsupported="Sin fuente",
    note="Nota",
    important="Importante",
    decision="Decisión",
    question="Pregunta",
)

_WORDS = {
    "en": {
        "title": "National strategy for artisanal and small-scale mining",
        "vision": "Vision and goals",
        "situation": "Where the sector stands",
        "measures": "Measures",
        "text": "Miners, traders and officials described the same road from pit to market, and named where it narrows. ",
    },
    "es": {
        "title": "Estrategia nacional para la minería artesanal y de pequeña escala",
        "vision": "Visión y metas",
        "situation": "La situación del sector",
        "measures": "Medidas",
        "text": "Mineros, comerciantes y funcionarios describieron el mismo camino del pozo al mercado y dónde se estrecha. ",
    },
}


def strategy(lang: str = "en", chapters: int = 3, svg: bytes = SVG) -> Document:
    """A report with everything an outline can hold; numbering must not depend on `lang`."""
    words = _WORDS[lang]
    blocks: list[Block] = []
    for chapter in range(chapters):
        blocks += _chapter(chapter, words, svg)
    blocks += [
        Annexes(),
        Heading(1, words["measures"], anchor="annex"),
        Heading(2, words["situation"]),
        Paragraph(words["text"], number=True),
        PageBreak(),
        Heading(1, words["vision"]),
        ListBlock([words["text"], [Text("1", strong=True)]], ordered=True),
    ]
    return Document(
        title=words["title"],
        subtitle="2027–2032",
        lang=lang,
        organisation="Ministry of Mines",
        date_label="22 November 2026",
        dated="2026-11-22",
        notice="Exercise: all figures in this document are invented.",
        blocks=blocks,
        labels=SPANISH if lang == "es" else Labels(),
    )


def _chapter(chapter: int, words: dict[str, str], svg: bytes) -> list[Block]:
    name = f"c{chapter}"
    return [
        Heading(1, words["vision"] if chapter == 0 else words["situation"], anchor=name),
        Paragraph(words["text"] * 3),
        Heading(2, words["situation"]),
        Paragraph(
            [
                Text(words["text"]),
                Text("About 12,000 people", strong=True),
                Text(" depend on it, as "),
                Ref(f"{name}-table"),
                Text(" and "),
                Ref("annex"),
                Text(" show."),
                Footnote([Text("Field visit, "), Link("report", "https://example.org/report?a=1&b=2")]),
            ],
            number=True,
            anchor=f"{name}-p",
        ),
        Paragraph(
            [
                Text(words["text"] * 2),
                Mark("unsupported", "Yields doubled in a year."),
                Text(" "),
                Ref(f"{name}-p"),
            ],
            number=True,
        ),
        Callout(
            "decision",
            [Text("The task force keeps the threshold at five tonnes a day. "), Ref(f"{name}-figure")],
        ),
        Heading(3, words["measures"]),
        ListBlock([words["text"], [Text("Second, "), Text("in italics", emphasis=True)], "Third"]),
        Paragraph(
            [
                Mark("untranslated", "La mine nourrit le village toute l’année.", lang="fr"),
                Text(" "),
                Mark("stale", "Price of 2019: 1,300."),
            ],
            number=True,
        ),
        Table(
            "People and gold by province",
            [
                Column("Province", width=2),
                Column("Miners", "right"),
                Column("Gold, kg", "right"),
                Column("Grade", "center"),
            ],
            [
                [
                    f"Province {n}",
                    f"{n * 1250:,}",
                    [Text(f"{n * 3.5:.1f}"), Footnote("Estimate of buyers.")] if n == 2 else f"{n * 3.5:.1f}",
                    "B",
                ]
                for n in range(1, 9)
            ],
            note=[Text("Source: invented for the exercise.")],
            exercise=True,
            anchor=f"{name}-table",
        ),
        Figure(
            "Estimates of miners",
            "Three rival estimates between 8,000 and 20,000; the best is 12,000.",
            svg,
            note="Grades: A best, D weakest.",
            exercise=True,
            anchor=f"{name}-figure",
        ),
        Heading(2, words["measures"]),
        Paragraph(words["text"] * 4, number=True),
        Callout("important", "No measure starts before miners have seen it.", title="Before anything else"),
    ]


def brief(lang: str = "en") -> Document:
    """One page under its title, no cover, no contents."""
    return Document(
        title="Five sites to visit first",
        lang=lang,
        form="brief",
        organisation="Ministry of Mines",
        date_label="22 November 2026",
        dated="2026-11-22",
        blocks=[
            Paragraph(
                "Five of forty sites hold two thirds of the people and most of the mercury. Visit them before the rains."
            ),
            Heading(1, "What we ask"),
            ListBlock(["Two vehicles for ten days", "One officer of the labour ministry"], ordered=True),
            Table("", [Column("Site"), Column("People", "right")], [["Río Alto", "400"], ["La Sal", "250"]]),
            Callout("question", "Who speaks for the women who wash tailings?"),
        ],
    )
