"""The tables of a record file, and how an older file becomes a newer one."""

APPLICATION = 0x6F6E7263
"""marks a SQLite file as a record ("onrc")"""

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
    CREATE INDEX items_score ON items (score);
    CREATE INDEX items_document ON items (document);
    CREATE INDEX items_id ON items (id);
    ALTER TABLE documents ADD COLUMN corrected TEXT;  -- the reading with the corrections, null where there are none
    INSERT INTO items (document, kind, id, start, end, score, rejected)
        SELECT d.number, 'statement', j.value ->> '$.id', j.value ->> '$.content[0][0]', j.value ->> '$.content[#-1][1]',
               j.value ->> '$.score', 0
        FROM documents d, json_each(d.reading, '$.statements') j
        UNION ALL
        SELECT d.number, substr(k.value, 1, length(k.value) - 1), j.value ->> '$.id', j.value ->> '$.span[0]',
               j.value ->> '$.span[1]', j.value ->> '$.score', 0
        FROM documents d, json_each('["events", "ties", "figures"]') k, json_each(d.reading, '$.' || k.value) j;
    """,
)
"""Each brings a file from the version that is its place in the list to the next."""
