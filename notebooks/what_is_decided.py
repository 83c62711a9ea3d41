import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="What is decided?")

with app.setup:
    import altair as alt
    import marimo as mo
    import polars as pl
    from notebook_tools import (
        BLUE,
        GREEN,
        GREY,
        ORANGE,
        OUTCOMES,
        PALE,
        PINK,
        RED,
        SKY,
        WIDTH,
        YELLOW,
        Figure,
        Listing,
        calendar,
        choose,
        coloured,
        count,
        day_axis,
        finished,
        literal,
        norwegian,
        open_database,
        percent,
        plain,
        source_tips,
        span_of,
        thinned,
        unlike,
    )


@app.cell(hide_code=True)
def _():
    mo.md("""
    # What is decided?

    What became of the cases [*saker*], which kinds of cases there are, and whether a proposal
    [*forslag til vedtak, innstilling*] came out of the meeting as the decision [*vedtak*] that it
    went in as.

    One case counts once, by its first decision. **No decision recorded** is no refusal: an agenda
    [*innkalling*] never says what was decided, and some cases are only talked about. What a
    decision does is told from its words, and `other` where no known phrase stands there.

    Point at a mark to see the case, document and page behind it; bars, which stand for many cases,
    name one of them.
    """)
    return


@app.cell(hide_code=True)
def _():
    database = open_database("what_is_decided.py")
    return (database,)


@app.cell
def _(database):
    bodies = mo.sql(
        f"""
        SELECT body_id, body AS name, count(*) AS cases FROM decisions_flat
        GROUP BY body_id, body ORDER BY cases DESC, {norwegian("body")}, body_id
        """,
        output=False,
        engine=database,
    )
    return (bodies,)


@app.cell(hide_code=True)
def _(bodies):
    body = choose(
        {"All bodies": "", **unlike(bodies.select("name", "body_id").rows())},
        "body",
        "Body [utvalg]",
    )
    body
    return (body,)


@app.cell
def _(body, database):
    cases = mo.sql(
        f"""
        SELECT
            case_id, body, number, title, date, document_path, page, certainty, unanimous,
            coalesce(outcome, 'none') AS outcome,
            coalesce(nullif(trim(case_type), ''), 'no type written') AS case_type,
            proposal IS NOT NULL AS proposed, decision IS NOT NULL AS decided,
            against_proposal, similarity
        FROM decisions_flat
        WHERE {literal(body.value)} IN ('', body_id)
        ORDER BY date, case_id
        """,
        output=False,
        engine=database,
    )
    return (cases,)


@app.cell(hide_code=True)
def _(cases):
    _labels = {key: label for key, (label, _) in OUTCOMES.items()}
    labelled = cases.with_columns(
        pl.col("outcome").replace_strict(_labels, default=_labels["other"]).alias("what")
    )
    time = calendar(labelled["date"].drop_nulls().to_list()) if labelled["date"].count() else None
    if time:
        labelled = labelled.with_columns(
            pl.col("date").dt.strftime("%Y" if time.unit == "year" else "%Y-%m-%d").alias("period")
        )
    colours = dict(OUTCOMES.values())
    return colours, labelled, time


@app.cell(hide_code=True)
def _(body, colours, labelled):
    _rows = labelled.group_by("what", maintain_order=True).agg(
        pl.len().alias("cases"),
        pl.col("case_id").last(),
        pl.col("document_path").last(),
        pl.col("page").last(),
    )
    _chart = None
    _says = f"{plain(body.selected_key)}: the database has no case."
    if len(_rows):
        _order = [label for label in colours if label in set(_rows["what"])]
        _base = alt.Chart(_rows).encode(
            x=alt.X("cases:Q", title="Cases [saker]", axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y(
                "what:N",
                title="Outcome of the first decision",
                sort=_order,
                axis=alt.Axis(labelLimit=220),
            ),
        )
        _chart = finished(
            (
                _base.mark_bar(stroke="#777", strokeWidth=0.3).encode(
                    color=alt.Color(
                        "what:N",
                        scale=alt.Scale(domain=_order, range=[colours[one] for one in _order]),
                        legend=None,
                    ),
                    tooltip=[
                        alt.Tooltip("what:N", title="outcome"),
                        "cases:Q",
                        alt.Tooltip("case_id:N", title="the latest"),
                        *source_tips(),
                    ],
                )
                + _base.mark_text(align="left", dx=4, fontSize=11).encode(text="cases:Q")
            ).properties(width=WIDTH - 200, height=alt.Step(22))
        )
        _decided = labelled.filter(pl.col("outcome") != "none")
        _told = _decided.filter(pl.col("unanimous").is_not_null())
        _top = _rows.filter(pl.col("what") != OUTCOMES["none"][0]).sort(
            ["cases", "what"], descending=[True, False]
        )
        _says = (
            f"Of {count(len(labelled), 'case')}, {len(_decided):,} have a decision ({percent(len(_decided), len(labelled))})"
            + (
                f"; most often it is *{plain(_top['what'][0])}* ({count(_top['cases'][0], 'case')}, "
                f"{percent(_top['cases'][0], len(_decided))} of those decided)."
                if len(_top)
                else "."
            )
            + (
                f" The page says in {count(len(_told), 'case')} whether the decision was unanimous; in "
                f"{_told['unanimous'].sum():,} of them it was."
                if len(_told)
                else " Of none the page says whether the decision was unanimous."
            )
        )
    outcomes = Figure("outcomes", _says, _chart)
    outcomes
    return (outcomes,)


@app.cell(hide_code=True)
def _(colours, labelled, time):
    _chart = None
    _says = "No case has a date."
    if time:
        _dated = labelled.filter(pl.col("period").is_not_null())
        _rows = (
            _dated.group_by("period", "what", maintain_order=True)
            .agg(
                pl.len().alias("cases"),
                pl.col("case_id").last(),
                pl.col("document_path").last(),
                pl.col("page").last(),
            )
            .with_columns(
                pl.col("what")
                .replace_strict({name: place for place, name in enumerate(colours)})
                .alias("place")
            )
        )
        _chart = finished(
            alt.Chart(_rows)
            .mark_bar()
            .encode(
                x=time.axis(),
                y=alt.Y("cases:Q", title="Cases [saker]", axis=alt.Axis(tickMinStep=1, format="d")),
                color=coloured("what", colours, "Outcome", _rows["what"].to_list()),
                order=alt.Order("place:Q"),
                tooltip=[
                    "period:O",
                    alt.Tooltip("what:N", title="outcome"),
                    "cases:Q",
                    alt.Tooltip("case_id:N", title="one of them"),
                    *source_tips(),
                ],
            )
            .properties(width=time.width, height=240)
        )
        _sums = (
            _dated.group_by("period")
            .agg(pl.len().alias("cases"))
            .sort(["cases", "period"], descending=[True, False])
        )
        _left = len(labelled) - len(_dated)
        _says = (
            f"The cases were treated {span_of(_dated['date'].to_list())}; the busiest {time.unit} is "
            f"{_sums['period'][0]} with {count(_sums['cases'][0], 'case')}."
            + (
                f" {count(_left, 'case has', 'cases have')} no date and {'is' if _left == 1 else 'are'} left out."
                if _left
                else ""
            )
        )
    outcomes_over_time = Figure("outcomes_over_time", _says, _chart)
    outcomes_over_time
    return (outcomes_over_time,)


@app.cell(hide_code=True)
def _(labelled, time):
    _chart = None
    _says = "No case has a date."
    if time:
        _sums = (
            labelled.group_by("case_type")
            .agg(pl.len().alias("cases"))
            .sort(["cases", "case_type"], descending=[True, False])
        )
        _written = _sums.filter(pl.col("case_type") != "no type written")
        _kept = _written["case_type"].to_list()[:7]
        _rows = (
            labelled.filter(pl.col("period").is_not_null())
            .with_columns(
                pl.when(pl.col("case_type").is_in([*_kept, "no type written"]))
                .then(pl.col("case_type"))
                .otherwise(pl.lit("another type"))
                .alias("type")
            )
            .group_by("period", "type", maintain_order=True)
            .agg(
                pl.len().alias("cases"),
                pl.col("decided").sum().alias("decided"),
                pl.col("case_id").last(),
                pl.col("document_path").last(),
                pl.col("page").last(),
            )
        )
        _colours = dict(zip(_kept, (BLUE, ORANGE, GREEN, PINK, SKY, RED, YELLOW), strict=False))
        _colours |= {"another type": GREY, "no type written": PALE}
        _rows = _rows.with_columns(
            pl.col("type")
            .replace_strict({name: place for place, name in enumerate(_colours)})
            .alias("place")
        )
        _chart = finished(
            alt.Chart(_rows)
            .mark_bar()
            .encode(
                x=time.axis(),
                y=alt.Y("cases:Q", title="Cases [saker]", axis=alt.Axis(tickMinStep=1, format="d")),
                color=coloured(
                    "type", _colours, "Type as written [sakstype]", _rows["type"].to_list()
                ),
                order=alt.Order("place:Q"),
                tooltip=[
                    "period:O",
                    "type:N",
                    "cases:Q",
                    alt.Tooltip("decided:Q", title="with a decision"),
                    alt.Tooltip("case_id:N", title="one of them"),
                    *source_tips(),
                ],
            )
            .properties(width=time.width, height=240)
        )
        _untold = len(labelled) - _written["cases"].sum()
        _says = (
            f"The papers write {count(len(_written), 'type')} of case; the most frequent is "
            f"*{plain(_written['case_type'][0])}* ({count(_written['cases'][0], 'case')})."
            if len(_written)
            else "The papers write no types of case."
        ) + (
            f" Of {count(_untold, 'case')} ({percent(_untold, len(labelled))}) no type is written."
            if _untold
            else ""
        )
    types_over_time = Figure("types_over_time", _says, _chart)
    types_over_time
    return (types_over_time,)


@app.cell(hide_code=True)
def _(labelled, time):
    _fates = {
        "decided as proposed": BLUE,
        "decided with changes": ORANGE,
        "decided otherwise": RED,
        "decided, no proposal in the papers": SKY,
        "proposed, no decision in the papers": PINK,
        "neither": PALE,
    }
    _told = {
        "as proposed": "decided as proposed",
        "amended": "decided with changes",
        "different": "decided otherwise",
    }
    fates = labelled.with_columns(
        pl.when(pl.col("decided") & pl.col("against_proposal").is_not_null())
        .then(pl.col("against_proposal").replace_strict(_told, default=None))
        .when(pl.col("decided"))
        .then(pl.lit("decided, no proposal in the papers"))
        .when(pl.col("proposed"))
        .then(pl.lit("proposed, no decision in the papers"))
        .otherwise(pl.lit("neither"))
        .alias("fate")
    )
    _chart = None
    _says = "No case has a date."
    if time:
        _places = {name: place for place, name in enumerate(_fates)}
        _rows = (
            fates.filter(pl.col("period").is_not_null())
            .group_by("period", "fate", maintain_order=True)
            .agg(
                pl.len().alias("cases"),
                pl.col("case_id").last(),
                pl.col("document_path").last(),
                pl.col("page").last(),
            )
            .with_columns(pl.col("fate").replace_strict(_places).alias("place"))
        )
        _chart = finished(
            alt.Chart(_rows)
            .mark_bar()
            .encode(
                x=time.axis(),
                y=alt.Y("cases:Q", title="Cases [saker]", axis=alt.Axis(tickMinStep=1, format="d")),
                color=coloured(
                    "fate",
                    _fates,
                    "From proposal [forslag] to decision [vedtak]",
                    _rows["fate"].to_list(),
                ),
                order=alt.Order("place:Q"),
                tooltip=[
                    "period:O",
                    alt.Tooltip("fate:N", title="what became of it"),
                    "cases:Q",
                    alt.Tooltip("case_id:N", title="one of them"),
                    *source_tips(),
                ],
            )
            .properties(width=time.width, height=240)
        )
        _both = fates.filter(pl.col("fate").is_in(list(_told.values())))
        _same = _both.filter(pl.col("fate") == "decided as proposed")
        _more = _both.filter(pl.col("fate") == "decided with changes")
        _no_decision = (fates["fate"] == "proposed, no decision in the papers").sum()
        _no_proposal = (fates["fate"] == "decided, no proposal in the papers").sum()
        _says = (
            (
                f"Where proposal and decision are both in the papers ({count(len(_both), 'case')}), "
                f"{percent(len(_same), len(_both))} were decided as proposed, {percent(len(_more), len(_both))} with changes, "
                f"and {percent(len(_both) - len(_same) - len(_more), len(_both))} otherwise."
                if len(_both)
                else "Of no case both the proposal and the decision are in the papers, so nothing can be said of changes."
            )
            + f" {count(_no_proposal, 'decision')} came without a proposal in the papers, and of {count(_no_decision, 'proposal')} the decision is not there."
        )
    from_proposal_to_decision = Figure("from_proposal_to_decision", _says, _chart)
    from_proposal_to_decision
    return fates, from_proposal_to_decision


@app.cell(hide_code=True)
def _(fates):
    _rows = fates.filter(pl.col("similarity").is_not_null() & pl.col("date").is_not_null())
    _chart = None
    _says = "No decision can be laid beside a proposal, so there is no likeness to draw."
    if len(_rows):
        _drawn, _left_out = thinned(_rows, "case_id")
        _chart = finished(
            alt.Chart(
                _drawn.select(
                    "case_id",
                    "body",
                    "number",
                    "title",
                    "date",
                    "similarity",
                    "fate",
                    "document_path",
                    "page",
                )
            )
            .mark_circle(size=50, opacity=0.7)
            .encode(
                x=day_axis(_rows["date"].to_list()),
                y=alt.Y(
                    "similarity:Q",
                    title="Likeness of decision and nearest proposal",
                    scale=alt.Scale(domain=[0, 1]),
                    axis=alt.Axis(format="%"),
                ),
                color=coloured(
                    "fate",
                    {
                        "decided as proposed": BLUE,
                        "decided with changes": ORANGE,
                        "decided otherwise": RED,
                    },
                    "The case was",
                ),
                tooltip=[
                    "body:N",
                    "number:N",
                    "title:N",
                    "date:T",
                    alt.Tooltip("similarity:Q", format=".0%"),
                    *source_tips(case=True),
                ],
            )
            .properties(width=WIDTH, height=240)
        )
        _changed = _rows.filter(pl.col("fate") == "decided with changes")
        _says = (
            f"Each point is a decision beside its nearest proposal: 100% is the same words ({_rows.filter(pl.col('similarity') == 1).height:,} "
            f"of {count(len(_rows), 'decision')})."
            + (
                f" Where a proposal was changed, the likeness is {_changed['similarity'].median():.0%} in the median."
                if len(_changed)
                else ""
            )
            + _left_out
        )
    likeness = Figure("likeness", _says, _chart)
    likeness
    return (likeness,)


@app.cell
def _(body, database):
    changes = mo.sql(
        f"""
        SELECT
            f.date, f.body, f.number, f.title, c.kind, c.text AS words,
            f.case_id, f.document_path, f.page
        FROM decision_changes AS c JOIN decisions_flat AS f USING (case_id)
        WHERE c.kind <> 'kept' AND f.against_proposal = 'amended'
            AND {literal(body.value)} IN ('', f.body_id)
        ORDER BY f.date DESC, f.case_id, c.decision_id, c.ordinal
        """,
        output=False,
        engine=database,
    )
    return (changes,)


@app.cell(hide_code=True)
def _(changes):
    _added = changes.filter(pl.col("kind") == "added")["words"].str.split(" ").list.len().sum()
    _removed = changes.filter(pl.col("kind") == "removed")["words"].str.split(" ").list.len().sum()
    words_changed = Listing(
        "words_changed",
        "## Proposals changed on the way\n\n"
        + (
            f"In {count(changes['case_id'].n_unique(), 'case')} the meeting changed the words of the proposal: it "
            f"added about {count(_added, 'word')} and struck about {_removed:,}. The newest stand first; "
            "`vedtak diff CASE` shows a case as a whole."
            if len(changes)
            else "No case in the papers shows a proposal that was changed in part."
        ),
        changes,
    )
    words_changed
    return (words_changed,)


if __name__ == "__main__":
    app.run()
