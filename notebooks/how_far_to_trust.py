import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="How far to trust it")

with app.setup:
    import altair as alt
    import marimo as mo
    import polars as pl
    from notebook_tools import (
        BLUE,
        CERTAINTIES,
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
        calendar,
        coloured,
        count,
        finished,
        listed,
        open_database,
        percent,
        plain,
        source_tips,
        thinned,
    )


@app.cell(hide_code=True)
def _():
    mo.md("""
    # How far to trust it

    What the database says was read from papers by rules. This notebook shows where to doubt: how sure
    the records are, what the checks found, how well scans were recognized, how much text became
    nothing, and what the archive lacks.

    A record is **certain** where label and layout both say so, **likely** where one does, a **guess**
    where a fallback was used. These are the program's own words for its grounds, not measured shares
    of right answers; `vedtak evaluate` measures those on papers whose records were made by hand.
    """)
    return


@app.cell(hide_code=True)
def _():
    database = open_database("how_far_to_trust.py")
    return (database,)


@app.cell
def _(database):
    certainty = mo.sql(
        f"""
        SELECT record, coalesce(x.certainty, 'not told') AS certainty, count(*) AS rows,
            any_value(x.id ORDER BY x.id) AS example,
            any_value(d.path ORDER BY x.id) AS document_path,
            any_value(p.first_page ORDER BY x.id) AS page
        FROM (
            SELECT 'meetings [møter]' AS record, certainty, part_id, meeting_id AS id FROM meetings
            UNION ALL SELECT 'attendance [møtedeltakere]', certainty, part_id, attendance_id FROM attendance
            UNION ALL SELECT 'cases [møtesaker]', certainty, part_id, case_id FROM cases
            UNION ALL SELECT 'proposals [forslag]', certainty, part_id, proposal_id FROM proposals
            UNION ALL SELECT 'decisions [vedtak]', certainty, part_id, decision_id FROM decisions
            UNION ALL SELECT 'requests [oppfølging]', certainty, part_id, decision_id || ' ' || ordinal FROM requests
            UNION ALL SELECT 'votes [voteringer]', certainty, part_id, vote_id FROM votes
            UNION ALL SELECT 'case notes [saksframlegg]', certainty, part_id, part_id FROM case_notes
        ) AS x
        LEFT JOIN parts AS p USING (part_id)
        LEFT JOIN documents AS d USING (document_id)
        GROUP BY record, x.certainty ORDER BY record, certainty
        """,
        output=False,
        engine=database,
    )
    return (certainty,)


@app.cell(hide_code=True)
def _(certainty):
    _order = [
        "meetings [møter]",
        "attendance [møtedeltakere]",
        "cases [møtesaker]",
        "proposals [forslag]",
        "decisions [vedtak]",
        "requests [oppfølging]",
        "votes [voteringer]",
        "case notes [saksframlegg]",
    ]
    _sums = certainty.group_by("record").agg(pl.col("rows").sum().alias("of"))
    _rows = certainty.join(_sums, on="record").with_columns(
        (pl.col("rows") / pl.col("of")).alias("share"),
        (pl.col("record") + " · " + pl.col("of").cast(pl.String)).alias("kind"),
        pl.col("certainty")
        .replace_strict({name: place for place, name in enumerate(CERTAINTIES)}, default=9)
        .alias("place"),
    )
    _sort = [
        kind for name in _order for kind in _rows.filter(pl.col("record") == name)["kind"].unique()
    ]
    _chart = finished(
        alt.Chart(_rows)
        .mark_bar()
        .encode(
            x=alt.X(
                "share:Q",
                title="Share of the records",
                axis=alt.Axis(format="%"),
                scale=alt.Scale(domain=[0, 1]),
            ),
            y=alt.Y(
                "kind:N",
                title="Records and their number",
                sort=_sort,
                axis=alt.Axis(labelLimit=240),
            ),
            color=coloured("certainty", CERTAINTIES, "How sure", _rows["certainty"].to_list()),
            order=alt.Order("place:Q"),
            tooltip=[
                "record:N",
                "certainty:N",
                "rows:Q",
                alt.Tooltip("share:Q", format=".1%"),
                alt.Tooltip("example:N", title="one of them"),
                *source_tips(),
            ],
        )
        .properties(width=WIDTH - 220, height=alt.Step(24))
    )
    _all = certainty["rows"].sum()
    _sure = certainty.filter(pl.col("certainty") == "certain")["rows"].sum()
    _guess = certainty.filter(pl.col("certainty") == "guess")["rows"].sum()
    _worst = (
        _rows.filter(pl.col("certainty") == "certain").sort("share", "record").row(0, named=True)
        if _sure
        else None
    )
    certainty_of_records = Figure(
        "certainty_of_records",
        f"Of {count(_all, 'record')}, {percent(_sure, _all)} are certain and {percent(_guess, _all)} "
        + (f"({_guess:,}) " if _guess else "")
        + "guessed."
        + (
            f" Least sure are {plain(_worst['record'])}, of which {percent(_worst['rows'], _worst['of'])} are certain."
            if _worst and _worst["rows"] < _worst["of"]
            else ""
        ),
        _chart,
    )
    certainty_of_records
    return (certainty_of_records,)


@app.cell
def _(database):
    certainty_of_cases = mo.sql(
        f"""
        SELECT case_id, date, certainty, document_path, page FROM decisions_flat
        WHERE date IS NOT NULL ORDER BY date, case_id
        """,
        output=False,
        engine=database,
    )
    return (certainty_of_cases,)


@app.cell(hide_code=True)
def _(certainty_of_cases):
    _chart = None
    _says = "No case has a date."
    if len(certainty_of_cases):
        _time = calendar(certainty_of_cases["date"].to_list())
        _rows = (
            certainty_of_cases.with_columns(
                pl.col("date")
                .dt.strftime("%Y" if _time.unit == "year" else "%Y-%m-%d")
                .alias("period"),
                pl.col("certainty").fill_null("not told"),
            )
            .group_by("period", "certainty", maintain_order=True)
            .agg(
                pl.len().alias("cases"),
                pl.col("case_id").last(),
                pl.col("document_path").last(),
                pl.col("page").last(),
            )
            .with_columns(
                pl.col("certainty")
                .replace_strict({name: place for place, name in enumerate(CERTAINTIES)}, default=9)
                .alias("place")
            )
        )
        _chart = finished(
            alt.Chart(_rows)
            .mark_bar()
            .encode(
                x=_time.axis(),
                y=alt.Y("cases:Q", title="Cases [saker]", axis=alt.Axis(tickMinStep=1, format="d")),
                color=coloured("certainty", CERTAINTIES, "How sure", _rows["certainty"].to_list()),
                order=alt.Order("place:Q"),
                tooltip=[
                    "period:O",
                    "certainty:N",
                    "cases:Q",
                    alt.Tooltip("case_id:N", title="one of them"),
                    *source_tips(),
                ],
            )
            .properties(width=_time.width, height=200)
        )
        _doubt = (
            _rows.filter(pl.col("certainty") != "certain")
            .group_by("period")
            .agg(pl.col("cases").sum())
            .sort(["cases", "period"], descending=[True, False])
        )
        _says = (
            f"{count(_doubt['cases'].sum(), 'case or its decision is', 'cases or their decisions are')} not certain"
            + (
                f", most of them in {_doubt['period'][0]} ({_doubt['cases'][0]:,})."
                if len(_doubt)
                else f"; all {len(certainty_of_cases):,} with a date are."
            )
        )
    certainty_over_time = Figure("certainty_over_time", _says, _chart)
    certainty_over_time
    return (certainty_over_time,)


@app.cell
def _(database):
    findings = mo.sql(
        f"""
        SELECT
            f.severity, f.check_name AS check, f.message, f.case_id,
            coalesce(f.meeting_id, c.meeting_id) AS meeting_id,
            d.path AS document_path, CASE WHEN f.document_id IS NULL THEN p.first_page END AS page
        FROM findings AS f
        LEFT JOIN cases AS c ON c.case_id = f.case_id
        LEFT JOIN meetings AS m ON m.meeting_id = f.meeting_id
        LEFT JOIN parts AS p ON p.part_id = coalesce(c.part_id, m.part_id)
        LEFT JOIN documents AS d ON d.document_id = coalesce(f.document_id, p.document_id)
        ORDER BY list_position(['error', 'warning', 'info'], f.severity), f.check_name, f.finding_id
        """,
        output=False,
        engine=database,
    )
    documents = mo.sql(
        f"""
        SELECT d.document_id, d.path, d.text_source, d.status, d.error, d.page_count,
            min(coalesce(m.date, n.date)) AS date
        FROM documents AS d
        LEFT JOIN parts AS p USING (document_id)
        LEFT JOIN meetings AS m ON m.meeting_id = p.meeting_id
        LEFT JOIN case_notes AS n ON n.part_id = p.part_id
        GROUP BY ALL ORDER BY d.path
        """,
        output=False,
        engine=database,
    )
    return documents, findings


@app.cell(hide_code=True)
def _(documents, findings):
    _chart = None
    _total = len(documents)
    _says = f"The checks found nothing in {count(_total, 'document')}."
    if len(findings):
        _rows = (
            findings.group_by("check", "severity", maintain_order=True)
            .agg(
                pl.len().alias("findings"),
                pl.col("message").first(),
                pl.col("case_id").first(),
                pl.col("document_path").first(),
            )
            .sort(["findings", "check"], descending=[True, False])
        )
        _colours = {"error": RED, "warning": ORANGE, "info": SKY}
        _base = alt.Chart(_rows).encode(
            x=alt.X("sum(findings):Q", title="Findings", axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y(
                "check:N",
                title="Check",
                sort=_rows["check"].unique(maintain_order=True).to_list(),
                axis=alt.Axis(labelLimit=220),
            ),
        )
        _chart = finished(
            (
                _base.mark_bar().encode(
                    color=coloured("severity", _colours, "Severity", _rows["severity"].to_list()),
                    tooltip=[
                        "check:N",
                        "severity:N",
                        "findings:Q",
                        alt.Tooltip("message:N", title="for example"),
                        alt.Tooltip("case_id:N", title="case"),
                        alt.Tooltip("document_path:N", title="document"),
                    ],
                )
            ).properties(width=WIDTH - 220, height=alt.Step(24))
        )
        _errors = (findings["severity"] == "error").sum()
        _named = findings["document_path"].drop_nulls().n_unique()
        _says = (
            f"The checks have {count(len(findings), 'finding')} for a person to look at ({count(_errors, 'error')}), "
            f"in the papers of {_named:,} of {count(_total, 'document')}; most often *{plain(_rows['check'][0])}* ({count(_rows['findings'][0], 'time')})."
        )
    findings_by_check = Figure("findings_by_check", "## What the checks found\n\n" + _says, _chart)
    findings_by_check
    return (findings_by_check,)


@app.cell(hide_code=True)
def _(documents, findings):
    _aside = documents.filter(pl.col("status") == "quarantined")
    findings_list = Listing(
        "findings_list",
        (
            f"Set aside [ikke lest]: {listed(_aside['path'].to_list())}. `vedtak status` says why and what to do."
            if len(_aside)
            else "No file was set aside."
        )
        + (" All findings:" if len(findings) else ""),
        findings,
    )
    findings_list
    return (findings_list,)


@app.cell
def _(database):
    pages = mo.sql(
        f"""
        WITH dated AS (
            SELECT p.document_id, min(coalesce(m.date, n.date)) AS date
            FROM parts AS p
            LEFT JOIN meetings AS m ON m.meeting_id = p.meeting_id
            LEFT JOIN case_notes AS n ON n.part_id = p.part_id
            GROUP BY ALL
        )
        SELECT
            g.document_id, d.path AS document_path, g.page_number AS page, t.date,
            CASE WHEN g.ocr_confidence IS NOT NULL THEN 'ocr' ELSE d.text_source END AS source,
            g.ocr_confidence
        FROM pages AS g
        JOIN documents AS d USING (document_id)
        LEFT JOIN dated AS t USING (document_id)
        ORDER BY t.date, d.path, g.page_number
        """,
        output=False,
        engine=database,
    )
    return (pages,)


@app.cell(hide_code=True)
def _(pages):
    _sources = {
        "text layer": "text layer of a PDF",
        "plain text": "text file",
        "ocr": "recognized [OCR]",
        "none": "no text",
    }
    _colours = dict(zip(_sources.values(), (BLUE, SKY, ORANGE, PALE), strict=True))
    _chart = None
    _dates = pages["date"].drop_nulls().to_list()
    _says = "No page belongs to a dated meeting."
    if _dates:
        _time = calendar(_dates)
        _rows = (
            pages.filter(pl.col("date").is_not_null())
            .with_columns(
                pl.col("date")
                .dt.strftime("%Y" if _time.unit == "year" else "%Y-%m-%d")
                .alias("period"),
                pl.col("source").replace_strict(_sources, default="no text").alias("from"),
            )
            .group_by("period", "from", maintain_order=True)
            .agg(pl.len().alias("pages"), pl.col("document_path").first(), pl.col("page").first())
        )
        _chart = finished(
            alt.Chart(_rows)
            .mark_bar()
            .encode(
                x=_time.axis(),
                y=alt.Y("pages:Q", title="Pages [sider]", axis=alt.Axis(tickMinStep=1, format="d")),
                color=coloured("from", _colours, "Their text comes from", _rows["from"].to_list()),
                tooltip=["period:O", "from:N", "pages:Q", *source_tips()],
            )
            .properties(width=_time.width, height=200)
        )
        _ocr = (pages["source"] == "ocr").sum()
        _undated = len(pages) - len(_dates)
        _says = (
            f"{count(len(pages), 'page')} in all, of which {_ocr:,} ({percent(_ocr, len(pages))}) recognized from pictures."
            + (
                f" {count(_undated, 'page')} of papers without a date are not drawn."
                if _undated
                else ""
            )
        )
    pages_by_source = Figure("pages_by_source", "## Pages and scans\n\n" + _says, _chart)
    pages_by_source
    return (pages_by_source,)


@app.cell(hide_code=True)
def _(pages):
    _seen = pages.filter(pl.col("ocr_confidence").is_not_null())
    _chart = None
    _says = "No page was recognized from a picture [OCR], so there is no confidence to draw."
    if len(_seen):
        _rows, _left_out = thinned(
            _seen.select("document_path", "page", "ocr_confidence"), "document_path"
        )
        _worst = (
            _seen.group_by("document_path")
            .agg(pl.col("ocr_confidence").mean())
            .sort("ocr_confidence", "document_path")
        )
        _order = _worst["document_path"].to_list()[:30]
        _chart = finished(
            alt.Chart(_rows.filter(pl.col("document_path").is_in(_order)))
            .mark_circle(size=55, opacity=0.7, color=BLUE)
            .encode(
                x=alt.X(
                    "ocr_confidence:Q",
                    title="Confidence of the recognition per page, 0 to 100",
                    scale=alt.Scale(domain=[0, 100]),
                ),
                y=alt.Y(
                    "document_path:N", title="Document", sort=_order, axis=alt.Axis(labelLimit=330)
                ),
                tooltip=[alt.Tooltip("ocr_confidence:Q", format=".1f"), *source_tips()],
            )
            .properties(width=300, height=alt.Step(20))
        )
        _doubtful = (_seen["ocr_confidence"] < 80).sum()
        _says = (
            f"The program that recognizes letters is {_seen['ocr_confidence'].median():.0f} of 100 sure of the median page, "
            f"{_seen['ocr_confidence'].min():.0f} of the worst; below 80 are {count(_doubtful, 'page')} of {len(_seen):,}."
            + (" The 30 worst documents are drawn." if len(_worst) > 30 else "")
            + _left_out
        )
    ocr_confidence = Figure("ocr_confidence", _says, _chart)
    ocr_confidence
    return (ocr_confidence,)


@app.cell
def _(database):
    roles = mo.sql(
        f"""
        SELECT role, sum(char_end - char_start)::BIGINT AS characters FROM spans
        GROUP BY role ORDER BY characters DESC, role
        """,
        output=False,
        engine=database,
    )
    unclassified = mo.sql(
        f"""
        WITH shares AS (
            SELECT
                s.document_id, sum(s.char_end - s.char_start)::BIGINT AS characters,
                coalesce(sum(s.char_end - s.char_start) FILTER (s.role = 'unclassified'), 0)::BIGINT AS lost,
                max_by(s.page_number, s.char_end - s.char_start) FILTER (s.role = 'unclassified') AS page
            FROM spans AS s GROUP BY s.document_id
        )
        SELECT d.path AS document_path, shares.* EXCLUDE (document_id), lost / greatest(characters, 1) AS share
        FROM shares JOIN documents AS d USING (document_id)
        ORDER BY share DESC, d.path
        """,
        output=False,
        engine=database,
    )
    return roles, unclassified


@app.cell(hide_code=True)
def _(roles):
    _all = roles["characters"].sum()
    _chart = None
    _says = "There is no text."
    if _all:
        _rows = roles.with_columns((pl.col("characters") / _all).alias("share"))
        _base = alt.Chart(_rows).encode(
            x=alt.X("share:Q", title="Share of the characters", axis=alt.Axis(format="%")),
            y=alt.Y("role:N", title="What the text is for", sort=_rows["role"].to_list()),
        )
        _chart = finished(
            (
                _base.mark_bar().encode(
                    color=alt.when(alt.datum.role == "unclassified")
                    .then(alt.value(RED))
                    .otherwise(alt.value(BLUE)),
                    tooltip=["role:N", "characters:Q", alt.Tooltip("share:Q", format=".2%")],
                )
                + _base.mark_text(align="left", dx=4, fontSize=11).encode(
                    text=alt.Text("share:Q", format=".1%")
                )
            ).properties(width=WIDTH - 220, height=alt.Step(22))
        )
        _lost = roles.filter(pl.col("role") == "unclassified")["characters"].sum()
        _says = (
            f"Of {_all:,} characters, {percent(_lost, _all)} became nothing (*unclassified*); the largest part is "
            f"*{plain(roles['role'][0])}* ({percent(roles['characters'][0], _all)})."
        )
    text_by_role = Figure("text_by_role", "## Text that became nothing\n\n" + _says, _chart)
    text_by_role
    return (text_by_role,)


@app.cell(hide_code=True)
def _(unclassified):
    _some = unclassified.filter(pl.col("lost") > 0)
    _chart = None
    _says = f"In none of {count(len(unclassified), 'document')} is there text that became nothing."
    if len(_some):
        _drawn = _some.head(25)
        _chart = finished(
            alt.Chart(_drawn)
            .mark_bar(color=RED)
            .encode(
                x=alt.X(
                    "share:Q",
                    title="Share of the document's characters that became nothing",
                    axis=alt.Axis(format="%"),
                ),
                y=alt.Y(
                    "document_path:N",
                    title="Document",
                    sort=_drawn["document_path"].to_list(),
                    axis=alt.Axis(labelLimit=330),
                ),
                tooltip=[
                    "lost:Q",
                    "characters:Q",
                    alt.Tooltip("share:Q", format=".1%"),
                    alt.Tooltip("document_path:N", title="document"),
                    alt.Tooltip("page:Q", title="page with most of it"),
                ],
            )
            .properties(width=300, height=alt.Step(18))
        )
        _bad = (_some["share"] > 0.1).sum()
        _says = (
            f"{count(len(_some), 'document has', 'documents have')} text that became nothing, of {len(unclassified):,}; in "
            f"{_bad:,} it is more than a tenth. Most is in {plain(_some['document_path'][0])} ({percent(_some['lost'][0], _some['characters'][0])})."
            + (" The 25 worst are drawn." if len(_some) > 25 else "")
        )
    unclassified_by_document = Figure("unclassified_by_document", _says, _chart)
    unclassified_by_document
    return (unclassified_by_document,)


@app.cell
def _(database):
    gaps = mo.sql(
        f"""
        SELECT
            g.kind, coalesce(g.year, 0) AS year,
            sum(coalesce(g.last - g.first, 0) + 1)::INTEGER AS missing,
            any_value(g.missing ORDER BY g.missing) AS example,
            any_value(b.name ORDER BY g.missing) AS body,
            any_value(g.case_id ORDER BY g.missing) AS case_id
        FROM gaps AS g LEFT JOIN bodies AS b USING (body_id)
        GROUP BY ALL ORDER BY g.kind, year
        """,
        output=False,
        engine=database,
    )
    approvals = mo.sql(
        f"""
        SELECT
            state, count(*) AS meetings,
            any_value(coalesce(meeting_id, body_id || ' ' || date) ORDER BY date) AS meeting_id,
            any_value(case_id ORDER BY date) AS case_id,
            any_value(document_path ORDER BY date) AS document_path, any_value(page ORDER BY date) AS page
        FROM approval_chain GROUP BY state ORDER BY meetings DESC, state
        """,
        output=False,
        engine=database,
    )
    return approvals, gaps


@app.cell(hide_code=True)
def _(gaps):
    _chart = None
    _says = "No paper and no number shows that something is missing, which does not prove that nothing is."
    if len(gaps):
        _years = [year for year in gaps["year"].to_list() if year]
        _domain = [str(year) for year in range(min(_years), max(_years) + 1)] if _years else []
        _unknown = 0 in gaps["year"].to_list()
        _rows = gaps.with_columns(
            pl.when(pl.col("year") == 0)
            .then(pl.lit("no year"))
            .otherwise(pl.col("year").cast(pl.String))
            .alias("period")
        )
        _sums = (
            gaps.group_by("kind")
            .agg(pl.col("missing").sum())
            .sort(["missing", "kind"], descending=[True, False])
        )
        _colours = dict(
            zip(
                sorted(_sums["kind"].to_list()),
                (BLUE, ORANGE, GREEN, PINK, SKY, RED, YELLOW, GREY),
                strict=False,
            )
        )
        _domain = [*_domain, *(["no year"] if _unknown else [])]
        _chart = finished(
            alt.Chart(_rows)
            .mark_bar()
            .encode(
                x=alt.X(
                    "period:O",
                    title="Year of what is missing",
                    scale=alt.Scale(domain=_domain),
                    axis=alt.Axis(labelOverlap=True, labelAngle=-45),
                ),
                y=alt.Y(
                    "missing:Q", title="Missing things", axis=alt.Axis(tickMinStep=1, format="d")
                ),
                color=coloured("kind", _colours, "Kind"),
                tooltip=[
                    "period:O",
                    "kind:N",
                    "missing:Q",
                    "body:N",
                    alt.Tooltip("example:N", title="one of them"),
                    alt.Tooltip("case_id:N", title="named in case"),
                ],
            )
            .properties(width=min(WIDTH, max(160, 48 * len(_domain))), height=180)
        )
        _says = (
            f"{count(gaps['missing'].sum(), 'thing is', 'things are')} missing as far as papers and numbers tell, "
            f"most often *{plain(_sums['kind'][0])}* ({_sums['missing'][0]:,}). The view `gaps` is the list to chase."
        )
    what_is_missing = Figure("what_is_missing", "## What the archive lacks\n\n" + _says, _chart)
    what_is_missing
    return (what_is_missing,)


@app.cell(hide_code=True)
def _(approvals):
    _chart = None
    _says = "The database has no minutes."
    if len(approvals):
        _base = alt.Chart(approvals).encode(
            x=alt.X("meetings:Q", title="Meetings", axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y(
                "state:N",
                title="State of the minutes [protokoll, referat]",
                sort=approvals["state"].to_list(),
                axis=alt.Axis(labelLimit=240),
            ),
        )
        _chart = finished(
            (
                _base.mark_bar(color=BLUE).encode(
                    tooltip=[
                        "state:N",
                        "meetings:Q",
                        alt.Tooltip("meeting_id:N", title="one of them"),
                        *source_tips(case=True),
                    ]
                )
                + _base.mark_text(align="left", dx=4, fontSize=11).encode(text="meetings:Q")
            ).properties(width=WIDTH - 220, height=alt.Step(24))
        )
        _all = approvals["meetings"].sum()
        _yes = approvals.filter(pl.col("state").is_in(["approved", "approved with remarks"]))[
            "meetings"
        ].sum()
        _says = (
            f"Of the minutes of {count(_all, 'meeting')} that are here or cited, {_yes:,} ({percent(_yes, _all)}) were "
            "approved at a later meeting, as far as the papers tell."
        )
    approved_minutes = Figure("approved_minutes", _says, _chart)
    approved_minutes
    return (approved_minutes,)


if __name__ == "__main__":
    app.run()
