import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Who meets?")

with app.setup:
    import altair as alt
    import marimo as mo
    import polars as pl
    from notebook_tools import (
        BLUE,
        PALE,
        RED,
        SKY,
        WIDTH,
        Figure,
        between,
        calendar,
        choose,
        count,
        day_axis,
        finished,
        listed,
        literal,
        norwegian,
        open_database,
        percent,
        plain,
        source_tips,
        span_of,
        unlike,
    )


@app.cell(hide_code=True)
def _():
    mo.md("""
    # Who meets?

    Which bodies [*utvalg*] met, how often, and who came: people, and the organizations or parties
    that they came for.

    The pictures rest on attendance lists alone. **Present** [*til stede*] and **absent** [*forfall,
    fravær*] are what minutes [*referat, møteprotokoll*] say; **invited** is what an agenda
    [*innkalling*] says; of whoever is on no list, nothing is known. Papers that are not in the
    database leave holes: a year without a meeting may be a year without papers.

    Point at a mark to see the document and page behind it.
    """)
    return


@app.cell(hide_code=True)
def _():
    database = open_database("who_meets.py")
    return (database,)


@app.cell
def _(database):
    bodies = mo.sql(
        f"""
        SELECT m.body_id, b.name, count(*) AS meetings, min(m.date) AS first, max(m.date) AS last
        FROM meetings AS m JOIN bodies AS b USING (body_id)
        GROUP BY m.body_id, b.name
        ORDER BY meetings DESC, {norwegian("b.name")}, m.body_id
        """,
        output=False,
        engine=database,
    )
    return (bodies,)


@app.cell
def _(database):
    per_body = mo.sql(
        f"""
        WITH largest AS (
            SELECT body_id FROM meetings GROUP BY body_id ORDER BY count(*) DESC, body_id LIMIT 25
        )
        SELECT m.body_id, b.name, m.date, m.meeting_id, d.path AS document_path, p.first_page AS page
        FROM meetings AS m
        JOIN bodies AS b USING (body_id)
        JOIN largest USING (body_id)
        LEFT JOIN parts AS p ON p.part_id = m.part_id
        LEFT JOIN documents AS d ON d.document_id = p.document_id
        WHERE m.date IS NOT NULL
        ORDER BY m.date, m.meeting_id
        """,
        output=False,
        engine=database,
    )
    return (per_body,)


@app.cell(hide_code=True)
def _(bodies, per_body):
    _years = calendar(per_body["date"].to_list()) if len(per_body) else None
    _chart = None
    if _years:
        _labels = {
            key: name for name, key in unlike(bodies.select("name", "body_id").rows()).items()
        }
        _rows = per_body.with_columns(
            pl.col("body_id").replace_strict(_labels, default=None).alias("body"),
            pl.col("date")
            .dt.strftime("%Y" if _years.unit == "year" else "%Y-%m-%d")
            .alias("period"),
        )
        _rows = _rows.group_by("body", "period", maintain_order=True).agg(
            pl.len().alias("meetings"),
            pl.col("meeting_id").first(),
            pl.col("document_path").first(),
            pl.col("page").first(),
        )
        _order = [name for name in _labels.values() if name in set(_rows["body"])]
        _base = alt.Chart(_rows).encode(
            x=_years.axis(),
            y=alt.Y("body:N", sort=_order, title="Body [utvalg]", axis=alt.Axis(labelLimit=260)),
        )
        _boxes = _base.mark_rect(stroke="white").encode(
            color=alt.Color(
                "meetings:Q",
                title="Meetings",
                scale=alt.Scale(scheme="blues", domainMin=0),
                legend=alt.Legend(values=sorted({1, _rows["meetings"].max()}), format="d"),
            ),
            tooltip=[
                "body:N",
                "period:O",
                "meetings:Q",
                alt.Tooltip("meeting_id:N", title="first meeting"),
                *source_tips(),
            ],
        )
        _chart = finished(_boxes.properties(width=min(_years.width, 420), height=alt.Step(18)))
    _all = bodies["meetings"].sum()
    _first = bodies.row(0, named=True)
    _most = bodies.filter(pl.col("meetings") == _first["meetings"])["name"].to_list()
    _says = (
        f"The database has {count(_all, 'meeting')} of {count(len(bodies), 'body', 'bodies')}"
        + (
            f", {span_of([*bodies['first'].drop_nulls(), *bodies['last'].drop_nulls()])}"
            if _years
            else ""
        )
        + "."
        + (
            f" {listed(_most)} met most often: {count(_first['meetings'], 'time')}{' each' if len(_most) > 1 else ''}."
            if len(bodies) > 1
            else ""
        )
        + (" The 25 that met most often are drawn." if len(bodies) > 25 else "")
    )
    bodies_that_meet = Figure("bodies_that_meet", _says, _chart)
    bodies_that_meet
    return (bodies_that_meet,)


@app.cell(hide_code=True)
def _(bodies):
    body = choose(unlike(bodies.select("name", "body_id").rows()), "body", "Body [utvalg]")
    mo.vstack([mo.md("## One body"), mo.md("All that follows is about this body."), body])
    return (body,)


@app.cell
def _(body, database):
    per_meeting = mo.sql(
        f"""
        SELECT
            m.meeting_id, m.number, m.date, a.status,
            count(DISTINCT coalesce(a.person_id, a.name_as_written)) AS people,
            min_by(d.path, (p.ordinal, d.path)) AS document_path,
            min_by(p.first_page, (p.ordinal, d.path)) AS page
        FROM meetings AS m
        JOIN attendance AS a USING (meeting_id)
        JOIN parts AS p ON p.part_id = a.part_id
        JOIN documents AS d ON d.document_id = p.document_id
        WHERE m.body_id = {literal(body.value)} AND m.date IS NOT NULL
        GROUP BY ALL ORDER BY m.date, m.meeting_id, a.status
        """,
        output=False,
        engine=database,
    )
    return (per_meeting,)


@app.cell(hide_code=True)
def _(bodies, body, per_meeting):
    _name = plain(body.selected_key)
    _held = bodies.filter(pl.col("body_id") == body.value)["meetings"].sum()
    _counts = per_meeting.filter(pl.col("status") == "present")["people"].to_list()
    _chart = None
    _says = f"The lists of {_name} name nobody."
    if len(per_meeting):
        _chart = finished(
            alt.Chart(per_meeting)
            .mark_circle(size=45, opacity=0.9)
            .encode(
                x=day_axis(per_meeting["date"].to_list()),
                y=alt.Y("people:Q", title="People on the list", scale=alt.Scale(zero=True)),
                color=alt.Color(
                    "status:N",
                    title="The list says",
                    scale=alt.Scale(
                        domain=["present", "absent", "invited"], range=[BLUE, RED, SKY]
                    ),
                    legend=alt.Legend(orient="bottom"),
                ),
                tooltip=[
                    "meeting_id:N",
                    "date:T",
                    "status:N",
                    "people:Q",
                    *source_tips(),
                ],
            )
            .properties(width=WIDTH, height=220)
        )
        _silent = _held - len(_counts)
        _says = (
            f"{_name} met {count(_held, 'time')}, {span_of(per_meeting['date'].to_list())}. "
            + (
                f"Minutes of {count(len(_counts), 'meeting')} list who came: {between(_counts)} people."
                if _counts
                else "No minutes list who came."
            )
            + (
                f" Of {count(_silent, 'other meeting')} there is no such list, or no date."
                if _silent and _counts
                else ""
            )
        )
    people_per_meeting = Figure("people_per_meeting", _says, _chart)
    people_per_meeting
    return (people_per_meeting,)


@app.cell
def _(body, database):
    last_meetings = mo.sql(
        f"""
        WITH listed AS (
            SELECT
                m.meeting_id, m.date, coalesce(m.number, '') AS number,
                coalesce(a.person_id, a.name_as_written) AS person,
                coalesce(q.name, a.name_as_written) AS name,
                a.status, a.role, a.organization_as_written AS organization, a.party,
                d.path AS document_path, p.first_page, p.last_page, a.attendance_id, p.document_id
            FROM meetings AS m
            JOIN attendance AS a USING (meeting_id)
            LEFT JOIN people AS q ON q.person_id = a.person_id
            JOIN parts AS p ON p.part_id = a.part_id
            JOIN documents AS d ON d.document_id = p.document_id
            WHERE m.body_id = {literal(body.value)} AND m.date IS NOT NULL
            QUALIFY dense_rank() OVER (ORDER BY m.date DESC, m.meeting_id DESC) <= 12
        ),
        once AS (
            -- Whoever is called in and came is one mark: what minutes say goes before the agenda.
            SELECT * FROM listed
            QUALIFY row_number() OVER (
                PARTITION BY meeting_id, person
                ORDER BY list_position(['present', 'absent', 'invited'], status), attendance_id
            ) = 1
        ),
        first_words AS (
            SELECT record_id, document_id, min(page_number) AS page
            FROM spans WHERE record_id IN (SELECT attendance_id FROM once)
            GROUP BY ALL
        )
        SELECT
            once.* EXCLUDE (first_page, last_page, attendance_id, document_id),
            coalesce(f.page, first_page) AS page,
            count(*) FILTER (status = 'present') OVER (PARTITION BY person) AS times,
            min({norwegian("name")}) OVER (PARTITION BY person) AS by_name
        FROM once
        LEFT JOIN first_words AS f
            ON f.record_id = once.attendance_id AND f.document_id = once.document_id
        ORDER BY times DESC, by_name, person, date, meeting_id
        """,
        output=False,
        engine=database,
    )
    return (last_meetings,)


@app.cell(hide_code=True)
def _(body, last_meetings):
    _chart = None
    _says = f"The lists of {plain(body.selected_key)} name nobody."
    if len(last_meetings):
        _rows = last_meetings.with_columns(
            (
                pl.col("date").dt.to_string("iso")
                + pl.when(pl.col("number") != "")
                .then(pl.lit("  ·  ") + pl.col("number"))
                .otherwise(pl.lit(""))
            ).alias("meeting")
        )
        _people = _rows.unique("person", maintain_order=True)
        _shown = _people["person"].to_list()[:40]
        _drawn = _rows.filter(pl.col("person").is_in(_shown))
        _meetings = (
            _rows.sort("date", "meeting_id")["meeting"].unique(maintain_order=True).to_list()
        )
        _chart = finished(
            alt.Chart(_drawn)
            .mark_rect(stroke="white")
            .encode(
                x=alt.X(
                    "meeting:O",
                    title="Meeting [møte]",
                    sort=_meetings,
                    axis=alt.Axis(labelAngle=-50, labelLimit=160),
                ),
                y=alt.Y(
                    "name:N",
                    title="Person",
                    sort=_drawn["name"].unique(maintain_order=True).to_list(),
                    axis=alt.Axis(labelLimit=220),
                ),
                color=alt.Color(
                    "status:N",
                    title="The list says",
                    scale=alt.Scale(
                        domain=["present", "absent", "invited"], range=[BLUE, RED, SKY]
                    ),
                    legend=alt.Legend(orient="bottom"),
                ),
                tooltip=[
                    "name:N",
                    "meeting_id:N",
                    "status:N",
                    "role:N",
                    "organization:N",
                    "party:N",
                    *source_tips(),
                ],
            )
            .properties(width=min(420, 60 * len(_meetings) + 40), height=alt.Step(15))
        )
        _told = _rows.filter(pl.col("status") != "invited")["meeting_id"].n_unique()
        _always = _people.filter(pl.col("times") == _told)["name"].to_list() if _told else []
        _says = (
            f"The lists of the last {count(len(_meetings), 'meeting')} name {count(len(_people), 'person', 'people')}. "
            + (
                f"{count(len(_always), 'person', 'people')} came to "
                + (
                    f"all {_told} whose minutes tell it."
                    if _told > 1
                    else "the one whose minutes tell it."
                )
                if _told
                else "No minutes tell who came."
            )
            + (
                f" Drawn are the {len(_shown)} who came most often."
                if len(_people) > len(_shown)
                else ""
            )
        )
    who_came = Figure("who_came", _says, _chart)
    who_came
    return (who_came,)


@app.cell
def _(body, database):
    by_person = mo.sql(
        f"""
        WITH source AS (
            SELECT
                a.person_id, coalesce(m.year, year(m.date)) AS year,
                max_by(d.path, (m.date, d.path)) AS document_path,
                max_by(p.first_page, (m.date, d.path)) AS page
            FROM attendance AS a
            JOIN meetings AS m USING (meeting_id)
            JOIN parts AS p ON p.part_id = a.part_id
            JOIN documents AS d ON d.document_id = p.document_id
            WHERE m.body_id = {literal(body.value)}
            GROUP BY ALL
        )
        SELECT
            v.person_id, v.name, v.year, v.meetings_held, v.present, v.absent, v.unknown,
            v.share, array_to_string(v.roles, ', ') AS roles, s.document_path, s.page,
            (sum(v.present) OVER person)::INTEGER AS times,
            (sum(v.meetings_held) OVER person)::INTEGER AS held
        FROM participation AS v
        LEFT JOIN source AS s ON s.person_id = v.person_id AND s.year = v.year
        WHERE v.body_id = {literal(body.value)} AND v.year IS NOT NULL AND v.meetings_held > 0
        WINDOW person AS (PARTITION BY v.person_id)
        ORDER BY times DESC, {norwegian("v.name")}, v.person_id, v.year
        """,
        output=False,
        engine=database,
    )
    return (by_person,)


@app.cell(hide_code=True)
def _(body, by_person):
    _chart = None
    _says = f"No minutes of {plain(body.selected_key)} tell who came."
    if len(by_person):
        _names = unlike(
            by_person.unique("person_id", maintain_order=True).select("name", "person_id").rows()
        )
        _label = {key: name for name, key in _names.items()}
        _drawn = list(_label)[:35]
        _rows = by_person.filter(pl.col("person_id").is_in(_drawn)).with_columns(
            pl.col("person_id").replace_strict(_label, default=None).alias("person"),
            pl.col("year").cast(pl.String).alias("period"),
            (
                pl.col("present").cast(pl.String) + "/" + pl.col("meetings_held").cast(pl.String)
            ).alias("of"),
        )
        _years = [str(year) for year in range(by_person["year"].min(), by_person["year"].max() + 1)]
        _base = alt.Chart(_rows).encode(
            x=alt.X(
                "period:O",
                title="Year of the meetings",
                scale=alt.Scale(domain=_years),
                axis=alt.Axis(labelOverlap=True),
            ),
            y=alt.Y(
                "person:N",
                title="Person",
                sort=[_label[key] for key in _drawn],
                axis=alt.Axis(labelLimit=220),
            ),
        )
        _boxes = _base.mark_rect(stroke="white").encode(
            color=alt.Color(
                "share:Q",
                title="Share of meetings held",
                scale=alt.Scale(scheme="viridis", reverse=True, domain=[0, 1]),
                legend=alt.Legend(format="%", orient="bottom"),
            ),
            tooltip=[
                "person:N",
                "period:O",
                "present:Q",
                "absent:Q",
                "unknown:Q",
                alt.Tooltip("meetings_held:Q", title="meetings held"),
                "roles:N",
                *source_tips(),
            ],
        )
        _layers = [_boxes]
        if len(_years) <= 12:  # else the figures do not fit the boxes
            _layers.append(
                _base.mark_text(fontSize=9).encode(
                    text="of:N",
                    color=alt.when(alt.datum.share > 0.45)
                    .then(alt.value("white"))
                    .otherwise(alt.value("black")),
                )
            )
        _chart = finished(
            alt.layer(*_layers).properties(
                width=min(440, max(90, 40 * len(_years))), height=alt.Step(15)
            )
        )
        _people = by_person.unique("person_id", maintain_order=True)
        _half = _people.filter(pl.col("times") * 2 >= pl.col("held"))
        _top = _people.row(0, named=True)
        _most = _people.filter(pl.col("times") == _top["times"])["name"].to_list()
        _says = (
            f"{count(len(_people), 'person is', 'people are')} on lists of {plain(body.selected_key)} "
            f"in years with minutes. Of the meetings held in the years in which a list names them, "
            f"{count(len(_half), 'person', 'people')} came to half or more "
            f"({percent(len(_half), len(_people))}). "
            f"Most often came {listed(_most)}: {count(_top['times'], 'time')}"
            + (" each." if len(_most) > 1 else ".")
            + (
                f" Drawn are the {len(_drawn)} who came most often."
                if len(_label) > len(_drawn)
                else ""
            )
        )
    participation_by_person = Figure("participation_by_person", _says, _chart)
    participation_by_person
    return (participation_by_person,)


@app.cell
def _(body, database):
    by_group = mo.sql(
        f"""
        WITH held AS (
            SELECT coalesce(m.year, year(m.date)) AS year, count(DISTINCT m.meeting_id) AS meetings_held
            FROM meetings AS m JOIN attendance AS a USING (meeting_id)
            WHERE m.body_id = {literal(body.value)} AND a.status IN ('present', 'absent')
            GROUP BY ALL
        ),
        lists AS (
            SELECT
                a.*, coalesce(m.year, year(m.date)) AS year, m.date, d.path, p.first_page
            FROM attendance AS a
            JOIN meetings AS m USING (meeting_id)
            JOIN parts AS p ON p.part_id = a.part_id
            JOIN documents AS d ON d.document_id = p.document_id
            WHERE m.body_id = {literal(body.value)}
        )
        SELECT
            'organization' AS kind, o.name, o.year, o.meetings_held::INTEGER AS meetings_held,
            o.present::INTEGER AS present, o.persons_present::INTEGER AS people,
            o.share, max_by(l.path, (l.date, l.path)) AS document_path,
            max_by(l.first_page, (l.date, l.path)) AS page
        FROM organization_participation AS o
        LEFT JOIN lists AS l ON l.organization_id = o.organization_id AND l.year = o.year
        WHERE o.body_id = {literal(body.value)} AND o.meetings_held > 0
        GROUP BY ALL
        UNION ALL
        SELECT
            'party', l.party, l.year, h.meetings_held,
            count(DISTINCT l.meeting_id) FILTER (l.status = 'present'),
            count(DISTINCT coalesce(l.person_id, l.name_as_written)) FILTER (l.status = 'present'),
            count(DISTINCT l.meeting_id) FILTER (l.status = 'present') / h.meetings_held,
            max_by(l.path, (l.date, l.path)), max_by(l.first_page, (l.date, l.path))
        FROM lists AS l JOIN held AS h USING (year)
        WHERE l.party IS NOT NULL
        GROUP BY l.party, l.year, h.meetings_held
        ORDER BY kind, year, name
        """,
        output=False,
        engine=database,
    )
    return (by_group,)


@app.cell(hide_code=True)
def _(body, by_group):
    # A council is made of parties, a committee of organizations: draw what the lists name more of.
    _chart = None
    _says = f"The lists of {plain(body.selected_key)} name neither organizations nor parties."
    if len(by_group):
        _sums = (
            by_group.group_by("kind")
            .agg(pl.col("people").sum(), pl.len())
            .sort("people", "len", "kind")
        )
        _kind = _sums["kind"][-1]
        _word = {"organization": "organization", "party": "party"}[_kind]
        _rows = by_group.filter(pl.col("kind") == _kind).with_columns(
            pl.col("year").cast(pl.String).alias("period")
        )
        _totals = (
            _rows.group_by("name")
            .agg(pl.col("people").sum().alias("seats"), pl.col("present").sum())
            .sort(["seats", "name"], descending=[True, False])
        )
        _drawn = _totals["name"].to_list()[:30]
        _rows = _rows.filter(pl.col("name").is_in(_drawn))
        _years = [str(year) for year in range(by_group["year"].min(), by_group["year"].max() + 1)]
        _base = alt.Chart(_rows).encode(
            x=alt.X(
                "period:O",
                title="Year of the meetings",
                scale=alt.Scale(domain=_years),
                axis=alt.Axis(labelOverlap=True),
            ),
            y=alt.Y(
                "name:N",
                title=_word.capitalize() + (" [parti]" if _kind == "party" else " [organisasjon]"),
                sort=_drawn,
                axis=alt.Axis(labelLimit=280),
            ),
        )
        _boxes = _base.mark_rect(stroke="white").encode(
            color=alt.Color(
                "share:Q",
                title="Share of meetings held at which somebody came",
                scale=alt.Scale(scheme="viridis", reverse=True, domain=[0, 1]),
                legend=alt.Legend(format="%", orient="bottom", titleLimit=320),
            ),
            tooltip=[
                "name:N",
                "period:O",
                alt.Tooltip("people:Q", title="people who came"),
                alt.Tooltip("present:Q", title="meetings"),
                alt.Tooltip("meetings_held:Q", title="meetings held"),
                *source_tips(),
            ],
        )
        _layers = [_boxes]
        if len(_years) <= 16:
            _layers.append(
                _base.mark_text(fontSize=10).encode(
                    text="people:Q",
                    color=alt.when(alt.datum.share > 0.45)
                    .then(alt.value("white"))
                    .otherwise(alt.value("black")),
                )
            )
        _chart = finished(
            alt.layer(*_layers).properties(
                width=min(380, max(90, 40 * len(_years))), height=alt.Step(17)
            )
        )
        _top = _totals.row(0, named=True)
        _share = by_group.filter(pl.col("kind") == _kind)
        _away = _share.group_by("name").agg(pl.col("present").sum()).filter(pl.col("present") == 0)
        _says = (
            f"People came for {count(len(_totals) - len(_away), _word, 'parties' if _kind == 'party' else None)}; "
            f"most of them for {plain(_top['name'])} "
            f"({count(_top['seats'], 'person', 'people')}{', those of each year counted anew' if len(_years) > 1 else ''})."
            + (
                f" {count(len(_away), 'more is', 'more are')} named, and nobody came for {'it' if len(_away) == 1 else 'them'}."
                if len(_away)
                else ""
            )
            + (" The figures in the boxes count the people who came." if len(_years) <= 16 else "")
            + (
                f" Drawn are the {len(_drawn)} with most people."
                if len(_totals) > len(_drawn)
                else ""
            )
        )
    participation_by_group = Figure("participation_by_group", _says, _chart)
    participation_by_group
    return (participation_by_group,)


@app.cell
def _(body, database):
    first_seen = mo.sql(
        f"""
        WITH came AS (
            SELECT
                m.date, m.meeting_id, coalesce(a.person_id, a.name_as_written) AS person,
                any_value(p.first_page ORDER BY d.path) AS page,
                any_value(d.path ORDER BY d.path) AS document_path
            FROM meetings AS m
            JOIN attendance AS a USING (meeting_id)
            JOIN parts AS p ON p.part_id = a.part_id
            JOIN documents AS d ON d.document_id = p.document_id
            WHERE m.body_id = {literal(body.value)} AND m.date IS NOT NULL AND a.status = 'present'
            GROUP BY ALL
        )
        SELECT *, min(date) OVER (PARTITION BY person) AS first_date FROM came
        ORDER BY date, meeting_id, person
        """,
        output=False,
        engine=database,
    )
    return (first_seen,)


@app.cell(hide_code=True)
def _(body, first_seen):
    _chart = None
    _says = f"No minutes of {plain(body.selected_key)} tell who came."
    if len(first_seen):
        _time = calendar(first_seen["date"].to_list())
        _cut = "%Y" if _time.unit == "year" else "%Y-%m-%d"
        _rows = (
            first_seen.with_columns(
                pl.col("date").dt.strftime(_cut).alias("period"),
                pl.when(pl.col("first_date").dt.strftime(_cut) == pl.col("date").dt.strftime(_cut))
                .then(pl.lit("for the first time"))
                .otherwise(pl.lit("came before"))
                .alias("who"),
            )
            .group_by("period", "who", maintain_order=True)
            .agg(
                pl.col("person").n_unique().alias("people"),
                pl.col("document_path").first(),
                pl.col("page").first(),
            )
        )
        _chart = finished(
            alt.Chart(_rows)
            .mark_bar()
            .encode(
                x=_time.axis(),
                y=alt.Y("people:Q", title="People present [til stede]"),
                color=alt.Color(
                    "who:N",
                    title="They came",
                    scale=alt.Scale(
                        domain=["came before", "for the first time"], range=[BLUE, PALE]
                    ),
                    legend=alt.Legend(orient="bottom"),
                ),
                tooltip=["period:O", "who:N", "people:Q", *source_tips()],
            )
            .properties(width=_time.width, height=200)
        )
        _later = _rows.filter(pl.col("period") != _rows["period"].min())
        _sum = _later["people"].sum()
        _again = _later.filter(pl.col("who") == "came before")["people"].sum()
        _says = (
            f"After the first {_time.unit}, {percent(_again, _sum)} of the people present had been at a meeting "
            f"of an earlier {_time.unit}. At the first, everybody is new, as far as the database knows."
            if _sum
            else f"There is one {_time.unit} with a list of who came; whoever came is new, as far as the database knows."
        )
    who_stays = Figure("who_stays", _says, _chart)
    who_stays
    return (who_stays,)


if __name__ == "__main__":
    app.run()
