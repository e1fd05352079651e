"""The archive's tables, as migrations in the order they were added.

Imported only when a file is created or must be brought forward: sqlite-utils takes 0.3 s to import.
A migration that has been released is never edited; the next one changes what it made.

Times are integer epoch seconds in UTC. ``headlines.id`` is arrival order. Whatever only one article's own page needs
is in ``documents.data`` (see `store.documents`), compressed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

MIGRATIONS = Migrations("dateline")

_FIRST = (
    # One row. `rev` goes up with every transaction that changes what readers see; `last_article` outlives deletions,
    # so that an id is never given twice; `control` goes up with every wish that is put to the archiver.
    """CREATE TABLE meta(
        id INTEGER PRIMARY KEY CHECK (id = 1),
        rev INTEGER NOT NULL DEFAULT 0, feeds_rev INTEGER NOT NULL DEFAULT 0,
        last_article INTEGER NOT NULL DEFAULT 0, control INTEGER NOT NULL DEFAULT 0,
        articles INTEGER NOT NULL DEFAULT 0, revisions INTEGER NOT NULL DEFAULT 0,
        events INTEGER NOT NULL DEFAULT 0, figures INTEGER NOT NULL DEFAULT 0)""",
    "INSERT INTO meta(id) VALUES (1)",
    # When and why polls were held up by no fault of a feed; `until` is NULL while they are.
    "CREATE TABLE standstills(since INTEGER PRIMARY KEY, until INTEGER, cause TEXT NOT NULL, reason TEXT NOT NULL)",
    # `label` is the name shown: the configured name, else the feed's own title, else its address. `paused` and `asked`
    # (when somebody asked for a poll) are wishes that people put to the archiver.
    """CREATE TABLE feeds(
        id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, configured INTEGER NOT NULL, position INTEGER NOT NULL,
        name TEXT NOT NULL, title TEXT NOT NULL DEFAULT '', label TEXT NOT NULL,
        kind TEXT NOT NULL, country TEXT NOT NULL, affiliation TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'ok', last_poll INTEGER, last_success INTEGER, next_poll INTEGER,
        interval_s INTEGER NOT NULL, failures INTEGER NOT NULL DEFAULT 0, error TEXT, http_status INTEGER,
        etag TEXT, last_modified TEXT, body_hash BLOB, retry_after INTEGER, articles INTEGER NOT NULL DEFAULT 0,
        paused INTEGER NOT NULL DEFAULT 0, asked INTEGER, moved TEXT, rhythm TEXT, retry_host TEXT)""",
    """CREATE TABLE headlines(
        id INTEGER PRIMARY KEY, feed_id INTEGER NOT NULL REFERENCES feeds(id), title TEXT NOT NULL, url TEXT,
        published INTEGER NOT NULL, first_seen INTEGER NOT NULL, dateline TEXT, event TEXT, status TEXT,
        read INTEGER NOT NULL DEFAULT 0, starred INTEGER NOT NULL DEFAULT 0, revisions INTEGER NOT NULL DEFAULT 1,
        rev INTEGER NOT NULL, story INTEGER, withdrawn INTEGER)""",
    "CREATE INDEX headlines_rev ON headlines(rev)",
    "CREATE INDEX headlines_read ON headlines(read)",
    "CREATE INDEX headlines_starred ON headlines(id) WHERE starred = 1",
    "CREATE INDEX headlines_story ON headlines(story, id) WHERE story IS NOT NULL",
    "CREATE INDEX headlines_withdrawn ON headlines(id) WHERE withdrawn IS NOT NULL",
    "CREATE INDEX headlines_duplicate ON headlines(id) WHERE story <> id",
    "CREATE TABLE documents(id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
    # What documents and revisions are compressed with: see `store.compression`. `articles` is how many there were then.
    "CREATE TABLE dictionaries(id INTEGER PRIMARY KEY, articles INTEGER NOT NULL, data BLOB NOT NULL)",
    # A second copy, because without its dictionary no text can be read, and the hash that tells which one is sound.
    "CREATE TABLE spares(id INTEGER PRIMARY KEY, hash BLOB NOT NULL, data BLOB NOT NULL)",
    # How far the run that tags every article again has come; no row while there is none.
    """CREATE TABLE retagging(
        id INTEGER PRIMARY KEY CHECK (id = 1), mark TEXT NOT NULL, upto INTEGER NOT NULL DEFAULT 0)""",
    # Every year that an article was published in.
    "CREATE TABLE years(year INTEGER PRIMARY KEY)",
    # Rows outlive their article: an entry that a feed still carries must not come back after it was pruned.
    """CREATE TABLE identities(
        feed_id INTEGER NOT NULL, key_hash BLOB NOT NULL, article INTEGER NOT NULL,
        shared INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (feed_id, key_hash)) WITHOUT ROWID""",
    # The newest version of each article, whatever key leads to it; `aliases` counts those keys but the first.
    """CREATE TABLE entries(
        article INTEGER PRIMARY KEY, content_hash BLOB NOT NULL, link_mark BLOB NOT NULL, title_mark BLOB NOT NULL,
        aliases INTEGER NOT NULL DEFAULT 0, withdrawn INTEGER NOT NULL DEFAULT 0)""",
    # Articles whose own page is to be fetched for the whole text. `due` is NULL once that is settled without one, and
    # `words` then say why.
    """CREATE TABLE pages(
        article INTEGER PRIMARY KEY, due INTEGER, tries INTEGER NOT NULL DEFAULT 0, words TEXT)""",
    "CREATE INDEX pages_due ON pages(due) WHERE due IS NOT NULL",
    """CREATE TABLE revisions(
        article INTEGER NOT NULL, number INTEGER NOT NULL, seen_at INTEGER NOT NULL, data BLOB NOT NULL,
        PRIMARY KEY (article, number))""",
    # The longest column comes first: a word in another one takes two bytes more.
    """CREATE VIRTUAL TABLE search USING fts5(
        body, title, author, tags, content='', columnsize=0, prefix='3', tokenize='unicode61 remove_diacritics 2')""",
    # Merging segments eight at a time, not four, writes each word fewer times; a search then looks into a few more.
    "INSERT INTO search(search, rank) VALUES ('automerge', 8)",
    # `city` is 1 where the place is a settlement or facility: only those are lines of the per-city ticker.
    # An id is never given twice: whoever follows the ticker asks for what is newer than the last line seen.
    # What was said of it, by whom and with which figures stands in the article's document, as event `number` of it.
    """CREATE TABLE events(
        id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL, number INTEGER NOT NULL, mark INTEGER NOT NULL,
        time INTEGER NOT NULL, place_id TEXT NOT NULL, region_id TEXT, country TEXT, city INTEGER NOT NULL,
        type TEXT NOT NULL, status TEXT NOT NULL)""",
    "CREATE INDEX events_place ON events(place_id, time, id)",
    "CREATE INDEX events_city ON events(time, id) WHERE city = 1",
    "CREATE INDEX events_region ON events(region_id, time, id) WHERE region_id IS NOT NULL",
    "CREATE INDEX events_country ON events(country, time, id) WHERE country IS NOT NULL",
    "CREATE INDEX events_article ON events(article)",
    """CREATE TABLE hours(
        hour INTEGER NOT NULL, place_id TEXT NOT NULL, events INTEGER NOT NULL,
        PRIMARY KEY (hour, place_id)) WITHOUT ROWID""",
    """CREATE TABLE names(
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, country TEXT,
        region_id TEXT, lat REAL, lon REAL, fingerprint BLOB NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE aliases(
        folded TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, spelling TEXT NOT NULL,
        PRIMARY KEY (kind, folded, id)) WITHOUT ROWID""",
    "CREATE INDEX aliases_id ON aliases(id)",
    "CREATE TABLE raw_bodies(hash BLOB PRIMARY KEY, size INTEGER NOT NULL, data BLOB NOT NULL)",
    """CREATE TABLE sightings(
        id INTEGER PRIMARY KEY, feed_id INTEGER NOT NULL, received INTEGER NOT NULL, hash BLOB NOT NULL,
        headers BLOB NOT NULL, url TEXT NOT NULL)""",
    "CREATE INDEX sightings_received ON sightings(received)",
    # What readers say against the tagger: `place` is null where the name is none; `context` is empty for everywhere.
    """CREATE TABLE corrections(
        id INTEGER PRIMARY KEY, made INTEGER NOT NULL, name TEXT NOT NULL, place TEXT, context TEXT NOT NULL,
        UNIQUE (name, context))""",
    "CREATE INDEX sightings_hash ON sightings(hash)",
    "CREATE INDEX sightings_feed ON sightings(feed_id, hash)",
)


@MIGRATIONS(name="0001-first")
def first(db: Database) -> None:
    """Make the tables of the first release."""
    for statement in _FIRST:
        db.execute(statement)


_SECOND = (
    # What reports of one event are found by: tokens (`store.likeness`) of the articles that arrived lately, each with
    # the hour it was published in. Both tables are pruned behind the window and made anew by the archiver.
    """CREATE TABLE story_index(
        token INTEGER NOT NULL, hour INTEGER NOT NULL, article INTEGER NOT NULL,
        PRIMARY KEY (token, hour, article)) WITHOUT ROWID""",
    "CREATE TABLE story_features(article INTEGER PRIMARY KEY, data BLOB NOT NULL)",
    # Whose words each report of a story are, and how that is known.
    "CREATE TABLE origins(article INTEGER PRIMARY KEY, origin TEXT NOT NULL, reason TEXT NOT NULL)",
    # Articles that a person joined to a story or split from one: nothing but a person moves them any more.
    "CREATE TABLE story_fixed(article INTEGER PRIMARY KEY, made INTEGER NOT NULL)",
    # Lines that stand in more than one article of a feed (see `store.noise`). `state` is counted, learned, or kept by a
    # person; `since` is how many articles the feed had when the line was met first.
    """CREATE TABLE noise(
        id INTEGER PRIMARY KEY, feed_id INTEGER NOT NULL, hash BLOB NOT NULL, sample TEXT NOT NULL,
        articles INTEGER NOT NULL, since INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
        state TEXT NOT NULL, UNIQUE (feed_id, hash))""",
    "CREATE INDEX noise_learned ON noise(feed_id, hash) WHERE state = 'learned'",
    # The hashes of lines met once, one behind the other, the latest last; and how many articles were looked at.
    "CREATE TABLE noise_windows(feed_id INTEGER PRIMARY KEY, articles INTEGER NOT NULL, lines BLOB NOT NULL)",
    # Live blogs that articles link to; `state` is offered, followed or dismissed.
    """CREATE TABLE live_offers(
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, url TEXT NOT NULL, title TEXT NOT NULL,
        feed_id INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, state TEXT NOT NULL)""",
    # What is watched for: `upto` is the newest article that was tested, `rev` that of the archive when it began.
    "CREATE TABLE watches(name TEXT PRIMARY KEY, query TEXT NOT NULL, upto INTEGER NOT NULL, rev INTEGER NOT NULL)",
    # What the search index held of articles that changed since watches were last tested (see `store.watching`).
    """CREATE TABLE former(
        article INTEGER PRIMARY KEY, rev INTEGER NOT NULL,
        title TEXT NOT NULL, body TEXT NOT NULL, author TEXT NOT NULL, tags TEXT NOT NULL)""",
    # What watches found, in the order of arrival. `told` is when it was rung and shown for, `ran` when the command was
    # started; NULL while that is still to be done.
    """CREATE TABLE alerts(
        id INTEGER PRIMARY KEY AUTOINCREMENT, watch TEXT NOT NULL, article INTEGER NOT NULL, revision INTEGER NOT NULL,
        made INTEGER NOT NULL, seen INTEGER, told INTEGER, ran INTEGER, UNIQUE (article, watch))""",
    "CREATE INDEX alerts_unseen ON alerts(id) WHERE seen IS NULL",
    "CREATE INDEX alerts_untold ON alerts(id) WHERE told IS NULL",
    "CREATE INDEX alerts_unrun ON alerts(id) WHERE ran IS NULL",
    # When somebody asked for the page of an article that nothing has come of yet.
    "ALTER TABLE pages ADD COLUMN asked INTEGER",
    "CREATE INDEX pages_asked ON pages(asked) WHERE asked IS NOT NULL",
)


@MIGRATIONS(name="0002-second")
def second(db: Database) -> None:
    """Make what stories and watches need."""
    for statement in _SECOND:
        db.execute(statement)
