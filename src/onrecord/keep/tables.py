"""The tables of a record file, and how an older file becomes a newer one."""

APPLICATION = 0x6F6E7263
"""marks a SQLite file as a record ("onrc")"""

_IDENTIFIED = (
    ("actor_names", "actor", "identity"),
    ("speakers", "actor", "identity"),
    ("about", "actor", "identity"),
    ("event_parties", "actor", "identity"),
    ("ties", "source", "source_identity"),
    ("ties", "target", "target_identity"),
    ("offices", "holder", "holder_identity"),
    ("offices", "of", "of_identity"),
)
"""tables with a column of actors of single documents, and the one that says who these are across documents"""
_SPEECH_IDENTIFIED = (("speech", "source", "source_identity"), ("speech", "target", "target_identity"))
"""likewise, of a table that came later"""


def _identity_triggers(name: str, tables: tuple[tuple[str, str, str], ...]) -> str:
    def trigger(does: str, when: str, row: str, value: str) -> str:
        updates = "".join(
            f"""UPDATE {table} SET {identity} = {value}
                WHERE document = (SELECT number FROM documents WHERE id = {row}.document)
                AND {actor} = {row}.actor AND {identity} != {value};"""
            for table, actor, identity in tables
        )
        return f"CREATE TRIGGER {name}_{does} AFTER {when} ON identities BEGIN {updates} END;"

    return (
        trigger("in", "INSERT", "new", "new.identity")
        + trigger("changed", "UPDATE OF identity", "new", "new.identity")
        + trigger("out", "DELETE", "old", "old.actor")
    )


MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE documents (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        title TEXT,
        kind TEXT NOT NULL,
        published TEXT,
        publisher TEXT,
        text TEXT NOT NULL,
        about TEXT NOT NULL,          -- the rest of the document as JSON
        reader TEXT NOT NULL,         -- name, version and model as JSON
        reading TEXT NOT NULL         -- all that was found in it as JSON
    );
    -- where documents were found: a path holds one current version, and the ones it held before
    CREATE TABLE places (
        path TEXT NOT NULL,
        document TEXT NOT NULL REFERENCES documents (id),
        sha256 TEXT NOT NULL,
        current INTEGER NOT NULL,
        seen TEXT NOT NULL,
        PRIMARY KEY (path, document)
    ) WITHOUT ROWID;
    CREATE INDEX places_document ON places (document, current);
    CREATE TABLE unread (
        path TEXT PRIMARY KEY,
        code TEXT NOT NULL,
        reason TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        seen TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE actors (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        name TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE actor_names (
        folded TEXT NOT NULL,
        actor TEXT NOT NULL REFERENCES actors (id),
        document INTEGER NOT NULL REFERENCES documents (number),
        name TEXT NOT NULL,
        PRIMARY KEY (folded, actor, document)
    ) WITHOUT ROWID;
    CREATE INDEX actor_names_actor ON actor_names (actor);
    CREATE INDEX actor_names_document ON actor_names (document);
    CREATE TABLE statements (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        document INTEGER NOT NULL REFERENCES documents (number),
        form TEXT NOT NULL,
        speaker TEXT,
        speaker_name TEXT,
        addressee TEXT,
        first TEXT,                   -- days it was said, those of publication where the text does not say;
        last TEXT,                    -- one of them null: open to that side
        dated INTEGER NOT NULL,       -- whether the text says when it was said
        inside TEXT,
        status TEXT NOT NULL,
        start INTEGER NOT NULL,       -- first code point of its content
        content TEXT NOT NULL
    );
    CREATE INDEX statements_document ON statements (document);
    -- who said it: its speaker and those of a joint statement beside them
    CREATE TABLE speakers (
        actor TEXT NOT NULL,
        statement INTEGER NOT NULL REFERENCES statements (number),
        PRIMARY KEY (actor, statement)
    ) WITHOUT ROWID;
    CREATE INDEX speakers_statement ON speakers (statement);
    CREATE TABLE about (
        actor TEXT NOT NULL,
        statement INTEGER NOT NULL REFERENCES statements (number),
        PRIMARY KEY (actor, statement)
    ) WITHOUT ROWID;
    CREATE INDEX about_statement ON about (statement);
    CREATE VIRTUAL TABLE statements_text USING fts5 (
        content, speaker_name, content='statements', content_rowid='number', tokenize='porter unicode61 remove_diacritics 2'
    );
    CREATE VIRTUAL TABLE documents_text USING fts5 (
        title, text, content='documents', content_rowid='number', tokenize='porter unicode61 remove_diacritics 2'
    );
    CREATE TRIGGER statements_in AFTER INSERT ON statements BEGIN
        INSERT INTO statements_text (rowid, content, speaker_name) VALUES (new.number, new.content, new.speaker_name);
    END;
    CREATE TRIGGER statements_out AFTER DELETE ON statements BEGIN
        INSERT INTO statements_text (statements_text, rowid, content, speaker_name)
        VALUES ('delete', old.number, old.content, old.speaker_name);
    END;
    CREATE TRIGGER documents_in AFTER INSERT ON documents BEGIN
        INSERT INTO documents_text (rowid, title, text) VALUES (new.number, new.title, new.text);
    END;
    CREATE TRIGGER documents_out AFTER DELETE ON documents BEGIN
        INSERT INTO documents_text (documents_text, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
    END;
    """,
    """
    -- who the actors of single documents are, across documents; made anew from the readings and the judgements
    CREATE TABLE identities (
        document TEXT NOT NULL,
        actor TEXT NOT NULL,
        identity TEXT NOT NULL,
        PRIMARY KEY (document, actor)
    ) WITHOUT ROWID;
    CREATE INDEX identities_identity ON identities (identity);
    CREATE TABLE links (
        a_document TEXT NOT NULL,
        a_actor TEXT NOT NULL,
        b_document TEXT NOT NULL,
        b_actor TEXT NOT NULL,
        score REAL NOT NULL,
        reasons TEXT NOT NULL         -- JSON list of words
    );
    CREATE INDEX links_a ON links (a_document, a_actor);
    CREATE INDEX links_b ON links (b_document, b_actor);
    -- what persons decided: a log, of which nothing is taken out
    CREATE TABLE judgements (
        number INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        a_document TEXT NOT NULL,
        a_actor TEXT NOT NULL,
        b_document TEXT NOT NULL,
        b_actor TEXT NOT NULL,
        verdict TEXT NOT NULL,
        before TEXT NOT NULL          -- whether they were taken for one then: same, different
    );
    """,
    """
    -- what persons corrected: a log, of which nothing is taken out; replayed on every reading
    CREATE TABLE corrections (
        number INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        document TEXT NOT NULL,       -- the document that the person saw
        kind TEXT NOT NULL,
        item TEXT NOT NULL,
        action TEXT NOT NULL,
        before TEXT,                  -- the item as the contract writes it, null where it was not on record
        after TEXT,                   -- null where it is to be off the record
        quotes TEXT NOT NULL,         -- the words of all its spans, with place and surroundings
        actors TEXT NOT NULL,         -- whom it names
        undoes INTEGER REFERENCES corrections (number),
        undone_by INTEGER REFERENCES corrections (number)
    );
    CREATE INDEX corrections_document ON corrections (document);
    -- what became of each in the reading of each document that it concerns
    CREATE TABLE placements (
        correction INTEGER NOT NULL REFERENCES corrections (number),
        document INTEGER NOT NULL REFERENCES documents (number),
        kind TEXT NOT NULL,
        item TEXT,
        outcome TEXT NOT NULL,        -- placed, restored, absent, lost
        PRIMARY KEY (correction, document)
    ) WITHOUT ROWID;
    CREATE INDEX placements_document ON placements (document);
    CREATE INDEX placements_item ON placements (item);
    -- all that can be reviewed, also what was rejected
    CREATE TABLE items (
        number INTEGER PRIMARY KEY,
        document INTEGER NOT NULL REFERENCES documents (number),
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        score REAL NOT NULL,
        rejected INTEGER NOT NULL
    );
    CREATE INDEX items_order ON items (score, document, start, id);
    CREATE INDEX items_document ON items (document);
    CREATE INDEX items_id ON items (id);
    ALTER TABLE documents ADD COLUMN corrected TEXT;  -- the reading with the corrections, null where there are none
    """,
    """
    -- whether a document is what any place holds now
    ALTER TABLE documents ADD COLUMN current INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX documents_past ON documents (number) WHERE NOT current;
    CREATE INDEX documents_published ON documents (published);
    UPDATE documents SET current = EXISTS (SELECT 1 FROM places WHERE document = id AND current);
    CREATE TRIGGER documents_placed AFTER INSERT ON documents BEGIN
        UPDATE documents SET current = EXISTS (SELECT 1 FROM places p WHERE p.document = new.id AND p.current)
        WHERE number = new.number;
    END;
    CREATE TRIGGER places_in AFTER INSERT ON places WHEN new.current BEGIN
        UPDATE documents SET current = 1 WHERE id = new.document AND NOT current;
    END;
    CREATE TRIGGER places_changed AFTER UPDATE OF current ON places WHEN new.current != old.current BEGIN
        UPDATE documents SET current = EXISTS (SELECT 1 FROM places p WHERE p.document = new.document AND p.current)
        WHERE id = new.document;
    END;

    -- the tables that answer queries are made anew from the readings: index.fill says what each row holds
    DROP TRIGGER statements_in;
    DROP TRIGGER statements_out;
    DROP TABLE statements_text;
    DROP TABLE about;
    DROP TABLE speakers;
    DROP TABLE statements;
    DROP TABLE actor_names;
    CREATE TABLE actor_names (
        folded TEXT NOT NULL,
        actor TEXT NOT NULL,
        document INTEGER NOT NULL REFERENCES documents (number),
        name TEXT NOT NULL,
        identity TEXT NOT NULL,       -- here and below: who the actor is across documents, the actor itself until that is known
        PRIMARY KEY (folded, actor, document)
    ) WITHOUT ROWID;
    CREATE INDEX actor_names_actor ON actor_names (actor, document);
    CREATE INDEX actor_names_document ON actor_names (document, actor);
    CREATE INDEX actor_names_identity ON actor_names (identity, name);
    -- names on record once each, for finding them by parts
    CREATE TABLE names (number INTEGER PRIMARY KEY, folded TEXT NOT NULL UNIQUE);
    CREATE VIRTUAL TABLE names_text USING fts5 (
        folded, content='names', content_rowid='number', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3'
    );
    CREATE TRIGGER names_in AFTER INSERT ON names BEGIN
        INSERT INTO names_text (rowid, folded) VALUES (new.number, new.folded);
    END;
    CREATE TRIGGER actor_names_in AFTER INSERT ON actor_names
    WHEN NOT EXISTS (SELECT 1 FROM names WHERE folded = new.folded) BEGIN
        INSERT INTO names (folded) VALUES (new.folded);
    END;
    -- what an actor of the record is called most; what it was called first, until identities are made
    CREATE TABLE known_as (identity TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL) WITHOUT ROWID;
    -- the combinations on record of what statements are chosen by most; no outlet and no year are empty here
    CREATE TABLE kinds (
        number INTEGER PRIMARY KEY,
        form TEXT NOT NULL,
        status TEXT NOT NULL,
        outlet TEXT NOT NULL,
        year TEXT NOT NULL,
        UNIQUE (form, status, outlet, year)
    );
    CREATE TABLE statements (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        document INTEGER NOT NULL REFERENCES documents (number),
        form TEXT NOT NULL,
        status TEXT NOT NULL,
        outlet TEXT,
        day TEXT,                     -- `first`, or `last` where that is open
        first TEXT,                   -- days it was said, those of publication where the text does not say;
        last TEXT,                    -- one of them null: open to that side
        dated INTEGER NOT NULL,       -- whether the text says when it was said
        speaker TEXT,
        speaker_name TEXT,
        addressee TEXT,
        inside TEXT,
        start INTEGER NOT NULL,       -- first code point of its content
        sentence_start INTEGER NOT NULL,
        sentence_end INTEGER NOT NULL,
        spans TEXT NOT NULL,          -- of its content, as JSON
        score REAL NOT NULL,
        content TEXT NOT NULL,
        kind INTEGER NOT NULL REFERENCES kinds (number)
    );
    CREATE INDEX statements_document ON statements (document);
    -- what lists and counts go by: nothing else of a statement need be looked up for them
    CREATE INDEX statements_day ON statements (day DESC, number, document, kind, first, last);
    CREATE INDEX statements_kind ON statements (kind, document);
    CREATE INDEX statements_narrow ON statements (number, document, day, kind);
    -- who said it: its speaker and those of a joint statement beside them
    CREATE TABLE speakers (
        actor TEXT NOT NULL,
        statement INTEGER NOT NULL REFERENCES statements (number),
        document INTEGER NOT NULL,
        identity TEXT NOT NULL,
        day TEXT,
        PRIMARY KEY (statement, actor)
    ) WITHOUT ROWID;
    CREATE INDEX speakers_document ON speakers (document, actor);
    CREATE INDEX speakers_identity ON speakers (identity, day DESC, statement, document);
    CREATE TABLE about (
        actor TEXT NOT NULL,
        statement INTEGER NOT NULL REFERENCES statements (number),
        document INTEGER NOT NULL,
        identity TEXT NOT NULL,
        day TEXT,
        PRIMARY KEY (statement, actor)
    ) WITHOUT ROWID;
    CREATE INDEX about_document ON about (document, actor);
    CREATE INDEX about_identity ON about (identity, day DESC, statement, document);
    CREATE TABLE events (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        document INTEGER NOT NULL REFERENCES documents (number),
        type TEXT NOT NULL,
        mode TEXT,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        place TEXT,
        outlet TEXT,
        day TEXT,                     -- here and below: as those of a statement
        first TEXT,
        last TEXT,
        dated INTEGER NOT NULL,
        status TEXT NOT NULL,
        negated INTEGER NOT NULL,
        asserted_by TEXT,             -- id of a statement
        score REAL NOT NULL
    );
    CREATE INDEX events_id ON events (id);
    CREATE INDEX events_document ON events (document);
    CREATE INDEX events_day ON events (day DESC, number);
    CREATE INDEX events_type ON events (type, day DESC, number);
    CREATE TABLE event_parties (
        event INTEGER NOT NULL REFERENCES events (number),
        document INTEGER NOT NULL,
        actor TEXT NOT NULL,
        identity TEXT NOT NULL,
        role TEXT NOT NULL
    );
    CREATE INDEX event_parties_event ON event_parties (event, identity, role);
    CREATE INDEX event_parties_document ON event_parties (document, actor);
    CREATE INDEX event_parties_identity ON event_parties (identity, event);
    CREATE TABLE ties (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        document INTEGER NOT NULL REFERENCES documents (number),
        relation TEXT NOT NULL,
        source TEXT NOT NULL,
        source_identity TEXT NOT NULL,
        target TEXT NOT NULL,
        target_identity TEXT NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        outlet TEXT,
        day TEXT,
        first TEXT,
        last TEXT,
        dated INTEGER NOT NULL,
        status TEXT NOT NULL,
        asserted_by TEXT,
        score REAL NOT NULL
    );
    CREATE INDEX ties_id ON ties (id);
    CREATE INDEX ties_day ON ties (day DESC, number);
    CREATE INDEX ties_source ON ties (source_identity, day DESC);
    CREATE INDEX ties_source_of ON ties (document, source);
    CREATE INDEX ties_target_of ON ties (document, target);
    CREATE INDEX ties_target ON ties (target_identity, day DESC);
    CREATE TABLE figures (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        document INTEGER NOT NULL REFERENCES documents (number),
        low REAL,
        high REAL,
        unit TEXT,
        what TEXT,
        approximate INTEGER NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        outlet TEXT,
        day TEXT,
        first TEXT,
        last TEXT,
        dated INTEGER NOT NULL,
        asserted_by TEXT,
        score REAL NOT NULL
    );
    CREATE INDEX figures_id ON figures (id);
    CREATE INDEX figures_document ON figures (document);
    CREATE INDEX figures_day ON figures (day DESC, number);
    CREATE INDEX figures_unit ON figures (unit, day DESC);
    CREATE TABLE offices (
        document INTEGER NOT NULL REFERENCES documents (number),
        holder TEXT NOT NULL,
        holder_identity TEXT NOT NULL,
        title TEXT NOT NULL,
        of TEXT,
        of_identity TEXT,
        "to" TEXT,
        first TEXT,
        last TEXT,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL
    );
    CREATE INDEX offices_document ON offices (document, holder);
    CREATE INDEX offices_holder ON offices (holder_identity, first, last);
    CREATE INDEX offices_of ON offices (of_identity);
    CREATE INDEX offices_document_of ON offices (document, of);
    CREATE VIRTUAL TABLE statements_text USING fts5 (
        content, speaker_name, content='statements', content_rowid='number', tokenize='porter unicode61 remove_diacritics 2',
        prefix='1 2 3'
    );
    CREATE TRIGGER statements_in AFTER INSERT ON statements BEGIN
        INSERT INTO statements_text (rowid, content, speaker_name) VALUES (new.number, new.content, new.speaker_name);
    END;
    CREATE TRIGGER statements_out AFTER DELETE ON statements BEGIN
        INSERT INTO statements_text (statements_text, rowid, content, speaker_name)
        VALUES ('delete', old.number, old.content, old.speaker_name);
    END;
    """
    + _identity_triggers("identities", _IDENTIFIED),
    """
    ALTER TABLE placements ADD COLUMN who TEXT NOT NULL DEFAULT '';
    UPDATE placements SET who = (SELECT who FROM corrections WHERE number = correction);
    DROP INDEX placements_item;
    CREATE INDEX placements_item ON placements (item, who);
    """,
    """
    -- what statements mean, for finding them by it; a row is never changed, only replaced by one with a higher number
    CREATE TABLE meanings (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        document INTEGER NOT NULL REFERENCES documents (number),
        id TEXT NOT NULL,             -- of the statement
        statement INTEGER,            -- its number, null while it is off the record
        model TEXT NOT NULL,          -- hash of the weights: vectors of different ones are never compared
        vector BLOB NOT NULL          -- float16, little-endian
    );
    CREATE INDEX meanings_document ON meanings (document);
    """,
    """
    -- what is known of the actors of each document, for joining them with others without its reading
    CREATE TABLE profiles (
        document INTEGER PRIMARY KEY REFERENCES documents (number),
        version INTEGER NOT NULL,     -- of how they are made
        profiles TEXT NOT NULL
    );
    """,
    """
    -- the words of all documents as they are written, by which the beginning of one is known; documents_text has base forms
    CREATE VIRTUAL TABLE documents_forms USING fts5 (
        title, text, content='documents', content_rowid='number', tokenize='unicode61 remove_diacritics 2', detail='none',
        columnsize=0
    );
    INSERT INTO documents_forms (documents_forms) VALUES ('rebuild');
    CREATE VIRTUAL TABLE forms USING fts5vocab ('documents_forms', 'row');
    CREATE TRIGGER documents_forms_in AFTER INSERT ON documents BEGIN
        INSERT INTO documents_forms (rowid, title, text) VALUES (new.number, new.title, new.text);
    END;
    CREATE TRIGGER documents_forms_out AFTER DELETE ON documents BEGIN
        INSERT INTO documents_forms (documents_forms, rowid, title, text)
        VALUES ('delete', old.number, old.title, old.text);
    END;
    """,
    """
    -- groups of actors that were joined, by a digest of all that decides who they are, and of who they are
    CREATE TABLE joined (mark TEXT PRIMARY KEY) WITHOUT ROWID;
    """,
    """
    -- documents of which something changed that statements are chosen by, each once, by when it last did
    CREATE TABLE changes (number INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL UNIQUE);
    CREATE TRIGGER documents_changed AFTER UPDATE OF current ON documents WHEN new.current != old.current BEGIN
        DELETE FROM changes WHERE document = new.number;
        INSERT INTO changes (document) VALUES (new.number);
    END;
    """,
    """
    -- whether it is the speaker of the statement, not one beside them
    ALTER TABLE speakers ADD COLUMN leads INTEGER NOT NULL DEFAULT 0;
    UPDATE speakers SET leads = 1 WHERE actor = (SELECT speaker FROM statements WHERE number = statement);
    -- what pages of many rows go by: nothing else of these rows need be looked up for them
    DROP INDEX speakers_identity;
    CREATE INDEX speakers_identity ON speakers (identity, day DESC, statement, document, leads);
    CREATE INDEX statements_unnamed ON statements (day, document) WHERE speaker IS NULL;
    DROP INDEX events_type;
    CREATE INDEX events_type ON events (type, day DESC, number, document);
    DROP INDEX ties_source;
    CREATE INDEX ties_source ON ties (source_identity, target_identity, relation, day, document);
    CREATE INDEX documents_publisher ON documents (
        publisher, published, kind, json_extract(about, '$.language'), reader, current
    );
    -- who speaks about whom: each speaker of a statement with each of those it is about
    CREATE TABLE speech (
        document INTEGER NOT NULL REFERENCES documents (number),
        source TEXT NOT NULL,
        source_identity TEXT NOT NULL,
        target TEXT NOT NULL,
        target_identity TEXT NOT NULL,
        day TEXT
    );
    INSERT INTO speech SELECT x.document, x.actor, x.identity, b.actor, b.identity, x.day
    FROM speakers x JOIN about b ON b.statement = x.statement ORDER BY x.statement;
    CREATE INDEX speech_document ON speech (document);
    CREATE INDEX speech_pair ON speech (source_identity, target_identity, day, document);
    """
    + _identity_triggers("speech_identities", _SPEECH_IDENTIFIED),
)
"""Each brings a file from the version that is its place in the list to the next."""
INDEXED = 4
"""the last version that changed what the rows of `index.fill` are: they are made anew for a file of an older one"""
