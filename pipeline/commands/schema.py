"""`vedtak schema`: the data dictionary."""

import click


@click.command("schema", short_help="List the tables, views and columns with what they hold.")
@click.option("--markdown", is_flag=True, help="As Markdown, for a document.")
def schema(markdown: bool) -> None:
    """List the tables, views and columns of a database with their types and what they hold."""
    from vedtak.pipeline.tables.dictionary import data_dictionary, to_markdown, to_text

    relations = data_dictionary()
    click.echo(to_markdown(relations) if markdown else to_text(relations))
