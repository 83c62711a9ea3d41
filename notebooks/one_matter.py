import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="One matter through its life")

with app.setup:
    import altair as alt
    import marimo as mo
    import polars as pl
    from notebook_tools import (
        BLUE,
        GREEN,
        GREY,
        ORANGE,
        PALE,
        PINK,
        RED,
        SKY,
        WIDTH,
        YELLOW,
        Figure,
        Listing,
        choose,
        count,
        day,
        day_axis,
        finished,
        listed,
        literal,
        norwegian,
        open_database,
        plain,
        source_tips,
        span_of,
        unlike,
    )


@app.cell(hide_code=True)
def _():
    mo.md("""
    # One matter through its life

    A matter is one thing through all the meetings that treat it: put on an agenda [*sakliste,
    innkalling*], prepared in a note [*saksframlegg*], treated [*behandling*] by one body after the
    other, decided [*vedtak*], and taken up again when a decision asked for it [*oppfølging*].

    What belongs together is told by the number in the archive [*arkivsak*], by references between
    the papers, or by title; `matter_cases` gives the reason for each. **Not seen** is a treatment
    that the papers tell of and that no document in the database is of. That a later case
    **probably answers** what a decision asked for is never certain.
    """)
    return


@app.cell(hide_code=True)
def _():
    database = open_database("one_matter.py")
    # A matter that is not among the longest can still be asked for: `-- --matter KEY`.
    wanted = str(mo.cli_args().get("matter") or "")
    return database, wanted


@app.cell
def _(database, wanted):
    matters = mo.sql(
        f"""
        WITH steps AS (
            SELECT matter_id, date, step, body FROM matter_timeline
            UNION ALL
            SELECT c.matter_id, f.answered_on, 'answer', NULL
            FROM follow_ups AS f JOIN matter_cases AS c USING (case_id)
            WHERE f.answered_by IS NOT NULL
        ),
        measured AS (
            SELECT
                m.matter_id, coalesce(m.title, m.matter_id) AS title,
                count(DISTINCT s.body) AS bodies, count(DISTINCT s.date) AS days,
                count(DISTINCT (s.step, s.date, s.body)) AS steps, min(s.date) AS first_date,
                bool_or(s.step = 'decision') AS decided
            FROM matters AS m JOIN steps AS s USING (matter_id)
            GROUP BY m.matter_id, m.title
        ),
        ranked AS (
            SELECT *, row_number() OVER (
                ORDER BY decided DESC, bodies DESC, days DESC, steps DESC, first_date, matter_id
            ) AS place
            FROM measured
        )
        SELECT * FROM ranked WHERE place <= 300 OR matter_id = {literal(wanted)} ORDER BY place
        """,
        output=False,
        engine=database,
    )
    return (matters,)


@app.cell(hide_code=True)
def _(matters):
    mo.stop(
        matters.is_empty(),
        mo.md("No paper in the database treats a matter; formal cases like *Eventuelt* are none."),
    )
    labels = unlike(
        [
            ((title if len(title) <= 70 else title[:68].rstrip() + " …"), key)
            for title, key in matters.select("title", "matter_id").rows()
        ]
    )
    matter = choose(labels, "matter", "Matter [sak]")
    mo.vstack([matter, mo.md("Decided ones that went through most bodies and days stand first.")])
    return labels, matter


@app.cell
def _(database, labels, matter):
    _first = [key for key in labels.values()][:20]
    _shown = ", ".join(literal(key) for key in dict.fromkeys([*_first, matter.value]))
    longest = mo.sql(
        f"""
        SELECT DISTINCT ON (matter_id, date, step, body)
            matter_id, date, step, body, case_id, document_path, page
        FROM matter_timeline
        WHERE matter_id IN ({_shown}) AND date IS NOT NULL
        ORDER BY matter_id, date, step, body, document_path, page
        """,
        output=False,
        engine=database,
    )
    return (longest,)


@app.cell(hide_code=True)
def _(labels, longest, matter, matters):
    _says = "None of the matters has a date."
    _chart = None
    if len(longest):
        _names = {key: label for label, key in labels.items()}
        _rows = longest.with_columns(
            pl.col("matter_id").replace_strict(_names, default=None).alias("title"),
            (pl.col("matter_id") == matter.value).alias("chosen"),
        )
        _order = [label for label, key in labels.items() if key in set(_rows["matter_id"])]
        _y = alt.Y("title:N", title="Matter [sak]", sort=_order, axis=alt.Axis(labelLimit=330))
        _bars = (
            alt.Chart(_rows)
            .mark_rule(strokeWidth=2)
            .encode(
                x=alt.X("min(date):T", title="Day of the step"),
                x2="max(date):T",
                y=_y,
                color=alt.when(alt.datum.chosen).then(alt.value(RED)).otherwise(alt.value(PALE)),
                detail="chosen:N",
            )
        )
        _points = (
            alt.Chart(_rows)
            .mark_circle(size=60, opacity=1)
            .encode(
                x=alt.X(
                    "date:T",
                    title="Day of the step",
                    scale=alt.Scale(padding=15),
                    axis=alt.Axis(labelOverlap=True),
                ),
                y=_y,
                color=alt.when(alt.datum.chosen).then(alt.value(RED)).otherwise(alt.value(BLUE)),
                tooltip=["title:N", "date:T", "step:N", "body:N", *source_tips(case=True)],
            )
        )
        _chart = finished((_bars + _points).properties(width=330, height=alt.Step(18)))
        _many = matters.filter(pl.col("bodies") > 1)
        _says = (
            f"{count(len(matters), 'matter')}{' (those with most steps)' if len(matters) >= 300 else ''} can be chosen; "
            f"{count(len(_many), 'matter')} went through more than one body, "
            f"{len(matters.filter(pl.col('days') > 1)):,} through more than one day. "
            f"The chosen one is red{' among the ' + str(len(_order)) + ' with most steps' if len(matters) > len(_order) else ''}."
        )
    matters_in_time = Figure("matters_in_time", _says, _chart)
    matters_in_time
    return (matters_in_time,)


@app.cell
def _(database, matter):
    life = mo.sql(
        f"""
        WITH asked AS (
            SELECT f.* FROM follow_ups AS f JOIN matter_cases AS c USING (case_id)
            WHERE c.matter_id = {literal(matter.value)}
        ),
        steps AS (
            SELECT date, step, body, case_id, number, outcome, text, document_path, page
            FROM matter_timeline WHERE matter_id = {literal(matter.value)}
            UNION ALL
            SELECT
                a.date, 'request', b.name, a.case_id, c.number, NULL,
                a.request || coalesce(' (' || a.addressee || ')', ''), a.document_path, a.page
            FROM asked AS a
            LEFT JOIN bodies AS b USING (body_id)
            LEFT JOIN cases AS c USING (case_id)
            UNION ALL
            SELECT
                a.answered_on, 'answer', g.body, a.answered_by, g.number, NULL,
                coalesce(g.title, '') || ' (' || a.answer_basis || ')', g.document_path, g.page
            FROM asked AS a JOIN decisions_flat AS g ON g.case_id = a.answered_by
        )
        SELECT
            date, step, coalesce(body, 'body not told') AS body, case_id, number,
            any_value(outcome) AS outcome, min_by(text, (document_path, page)) AS text,
            count(DISTINCT document_path) AS documents,
            min(document_path) AS document_path, min_by(page, (document_path, page)) AS page
        FROM steps GROUP BY ALL ORDER BY date, step, body, case_id
        """,
        output=False,
        engine=database,
    )
    return (life,)


@app.cell(hide_code=True)
def _(life, matter):
    _steps = {
        "agenda": "on the agenda [innkalling]",
        "case note": "prepared in a note [saksframlegg]",
        "treatment": "treated [behandling]",
        "not seen": "treated, paper not seen",
        "decision": "decided [vedtak]",
        "request": "asked for [oppfølging]",
        "answer": "probably answers it",
        "other": "other paper",
    }
    _dated = life.filter(pl.col("date").is_not_null()).with_columns(
        pl.col("step").replace_strict(_steps, default=_steps["other"]).alias("what"),
        pl.col("number").fill_null("").alias("label"),
    )
    _chart = None
    _title = plain(matter.selected_key)
    _says = f"« {_title} »: no step has a date."
    if len(_dated):
        _bodies = _dated["body"].unique(maintain_order=True).to_list()
        _colours = (BLUE, ORANGE, GREEN, PINK, SKY, RED, YELLOW, GREY)
        _base = alt.Chart(_dated).encode(
            x=day_axis(_dated["date"].to_list()),
            y=alt.Y(
                "what:N",
                title="Step",
                axis=alt.Axis(labelLimit=240),
                sort=[one for one in _steps.values() if one in set(_dated["what"])],
            ),
        )
        if len(_bodies) > 1:
            _base = _base.encode(yOffset=alt.YOffset("body:N", sort=_bodies))
        _points = _base.mark_point(size=130, filled=True, opacity=1).encode(
            color=alt.Color(
                "body:N",
                title="Body [utvalg]",
                legend=alt.Legend(orient="bottom", columns=2, labelLimit=300),
                scale=alt.Scale(
                    domain=_bodies, range=[_colours[place % 8] for place in range(len(_bodies))]
                ),
            ),
            shape=alt.when(alt.datum.step == "not seen")
            .then(alt.value("cross"))
            .otherwise(alt.value("circle")),
            tooltip=[
                "date:T",
                alt.Tooltip("what:N", title="step"),
                "body:N",
                "number:N",
                "outcome:N",
                "text:N",
                alt.Tooltip("documents:Q", title="documents that say so"),
                *source_tips(case=True),
            ],
        )
        _words = _base.mark_text(align="left", dx=9, fontSize=10).encode(text="label:N")
        _chart = finished((_points + _words).properties(width=WIDTH - 200, height=alt.Step(28)))
        _decided = _dated.filter(pl.col("step") == "decision").tail(1).rows(named=True)
        _unseen = _dated.filter(pl.col("step") == "not seen")
        _asked = _dated.filter(pl.col("step") == "request")
        _answers = _dated.filter(pl.col("step") == "answer").rows(named=True)
        _says = (
            f"« {_title} » shows in the papers {span_of(_dated['date'].to_list())}, with {listed(_bodies, 4)}."
            + (
                f" The last decision is of {day(_decided[0]['date'])}: {plain(_decided[0]['outcome'] or 'of no known kind')}, "
                f"in case {plain(_decided[0]['number'] or _decided[0]['case_id'])}."
                if _decided
                else " No decision on it is in the papers."
            )
            + (
                f" The papers tell of {count(len(_unseen), 'treatment')} that no document is of (crosses)."
                if len(_unseen)
                else ""
            )
            + (
                f" A decision asked for something {count(len(_asked), 'time')}."
                if len(_asked)
                else ""
            )
            + (
                f" Case {plain(_answers[0]['number'] or _answers[0]['case_id'])} of {day(_answers[0]['date'])} probably answers."
                if _answers
                else (" No later case that answers it was found." if len(_asked) else "")
            )
        )
    life_of_the_matter = Figure("life_of_the_matter", "## The matter\n\n" + _says, _chart)
    life_of_the_matter
    return (life_of_the_matter,)


@app.cell
def _(database, matter):
    presence = mo.sql(
        f"""
        SELECT
            a.date, b.name AS body, a.case_id, coalesce(a.number, '') AS number, a.state,
            count(*) AS people, any_value(f.document_path) AS document_path, any_value(f.page) AS page
        FROM case_attendance AS a
        JOIN matter_cases AS c USING (case_id)
        JOIN bodies AS b USING (body_id)
        LEFT JOIN decisions_flat AS f USING (case_id)
        WHERE c.matter_id = {literal(matter.value)}
        GROUP BY ALL ORDER BY a.date, a.case_id, a.state
        """,
        output=False,
        engine=database,
    )
    not_there = mo.sql(
        f"""
        SELECT DISTINCT a.name, {norwegian("a.name")} AS by_name, a.state
        FROM case_attendance AS a JOIN matter_cases AS c USING (case_id)
        WHERE c.matter_id = {literal(matter.value)} AND a.state IN ('disqualified', 'not present')
        ORDER BY by_name
        """,
        output=False,
        engine=database,
    )
    return not_there, presence


@app.cell(hide_code=True)
def _(not_there, presence):
    _chart = None
    _says = "No paper tells who was there when it was treated."
    if len(presence):
        _states = {"present": BLUE, "disqualified": ORANGE, "not present": RED, "unknown": PALE}
        _rows = presence.with_columns(
            pl.concat_str(
                [
                    pl.col("date").dt.to_string("iso").fill_null("undated"),
                    pl.col("body"),
                    pl.col("number"),
                ],
                separator="  ·  ",
            ).alias("case")
        )
        _used = [name for name in _states if name in set(_rows["state"])]
        _chart = finished(
            alt.Chart(_rows)
            .mark_bar()
            .encode(
                x=alt.X("people:Q", title="People named", axis=alt.Axis(tickMinStep=1, format="d")),
                y=alt.Y(
                    "case:N",
                    title="Treatment [behandling]",
                    sort=_rows["case"].unique(maintain_order=True).to_list(),
                    axis=alt.Axis(labelLimit=300),
                ),
                color=alt.Color(
                    "state:N",
                    title="In this case",
                    scale=alt.Scale(domain=_used, range=[_states[one] for one in _used]),
                    legend=alt.Legend(orient="bottom"),
                ),
                tooltip=["case:N", "state:N", "people:Q", *source_tips(case=True)],
            )
            .properties(width=WIDTH - 280, height=alt.Step(26))
        )
        _per_case = (
            _rows.filter(pl.col("state") == "present")
            .group_by("case_id")
            .agg(pl.col("people").sum())["people"]
            .to_list()
        )
        _unfit = not_there.filter(pl.col("state") == "disqualified")["name"].to_list()
        _says = (
            f"Of {count(presence['case_id'].n_unique(), 'treatment')} the papers tell who was there"
            + (
                f": {min(_per_case)}"
                + (f" to {max(_per_case)}" if min(_per_case) != max(_per_case) else "")
                + " people."
                if _per_case
                else "."
            )
            + (f" Disqualified [inhabil]: {listed(_unfit, 5)}." if _unfit else "")
        )
    who_was_there = Figure("who_was_there", "## Who was there\n\n" + _says, _chart)
    who_was_there
    return (who_was_there,)


@app.cell
def _(database, matter):
    words = mo.sql(
        f"""
        WITH said AS (
            SELECT p.case_id, p.part_id, 1 AS place, 'proposal' AS kind, p.proposer AS by_whom, p.text, p.proposal_id AS record_id
            FROM proposals AS p
            UNION ALL
            SELECT d.case_id, d.part_id, 2, 'decision', NULL, d.text, d.decision_id FROM decisions AS d
        ),
        chosen AS (
            SELECT s.* FROM said AS s JOIN matter_cases AS c USING (case_id)
            WHERE c.matter_id = {literal(matter.value)}
        ),
        pages AS (
            SELECT record_id, document_id, min(page_number) AS page FROM spans
            WHERE record_id IN (SELECT record_id FROM chosen)
            GROUP BY ALL
        )
        SELECT
            m.date, b.name AS body, s.kind, s.by_whom, s.text AS words, s.case_id,
            d.path AS document_path, coalesce(g.page, p.first_page) AS page
        FROM chosen AS s
        JOIN cases AS c USING (case_id)
        JOIN meetings AS m USING (meeting_id)
        JOIN bodies AS b ON b.body_id = m.body_id
        JOIN parts AS p ON p.part_id = s.part_id
        JOIN documents AS d ON d.document_id = p.document_id
        LEFT JOIN pages AS g ON g.record_id = s.record_id AND g.document_id = p.document_id
        ORDER BY m.date, s.case_id, s.place, s.record_id
        """,
        output=False,
        engine=database,
    )
    changed = mo.sql(
        f"""
        SELECT c.case_id, c.decision_id, c.kind, c.text
        FROM decision_changes AS c JOIN matter_cases AS m USING (case_id)
        WHERE m.matter_id = {literal(matter.value)}
        ORDER BY c.decision_id, c.ordinal
        """,
        output=False,
        engine=database,
    )
    return changed, words


@app.cell(hide_code=True)
def _(words):
    _proposals = words.filter(pl.col("kind") == "proposal")
    _decisions = words.filter(pl.col("kind") == "decision")
    proposed_and_decided = Listing(
        "proposed_and_decided",
        "## Words\n\n"
        + (
            f"The papers have {count(len(_proposals), 'proposal')} [forslag] and {count(len(_decisions), 'decision')} [vedtak]."
            if len(words)
            else "The papers have neither a proposal nor a decision."
        ),
        words,
    )
    proposed_and_decided
    return (proposed_and_decided,)


@app.cell(hide_code=True)
def _(changed):
    _marks = {"kept": "{}", "removed": "<del>{}</del>", "added": "<ins>{}</ins>"}
    _texts = [
        f"**{plain(_key[0])}**: "
        + " ".join(
            _marks[kind].format(plain(text.strip()))
            for kind, text in _group.select("kind", "text").rows()
        )
        for _key, _group in changed.group_by("decision_id", maintain_order=True)
        if set(_group["kind"]) != {"kept"}
    ]
    _same = changed["decision_id"].n_unique() - len(_texts)
    words_against_proposal = Figure(
        "words_against_proposal",
        (
            f"{count(len(_texts), 'decision')} changed the words of the nearest proposal: <del>struck</del>, <ins>added</ins>.\n\n"
            + "\n\n".join(_texts)
            if _texts
            else (
                f"{count(_same, 'decision has', 'decisions have')} the words that were proposed."
                if _same
                else "No decision on it can be laid beside a proposal."
            )
        ),
    )
    words_against_proposal
    return (words_against_proposal,)


if __name__ == "__main__":
    app.run()
