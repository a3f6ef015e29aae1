-- ledger.db, version 3. Approvals and history are only ever added to. An entry
-- is the last line of its history, which triggers write, so that no statement
-- can leave it out; another trigger knows the steps that there are. Times are
-- seconds since 1970, UTC.

CREATE TABLE approval (
    id INTEGER PRIMARY KEY,
    by TEXT NOT NULL CHECK (by <> ''),
    at INTEGER NOT NULL,
    manifest_sha256 TEXT NOT NULL CHECK (length(manifest_sha256) = 64),
    messages_sha256 TEXT NOT NULL CHECK (length(messages_sha256) = 64),
    letters INTEGER NOT NULL CHECK (letters >= 0),
    warnings INTEGER NOT NULL CHECK (warnings >= 0),
    summary TEXT NOT NULL
) STRICT;

-- Who read what was approved; nobody ('') where that was accepted.

CREATE TABLE reading (
    approval INTEGER NOT NULL REFERENCES approval (id),
    code TEXT NOT NULL CHECK (code <> ''),
    content_sha256 TEXT NOT NULL CHECK (length(content_sha256) = 64),
    by TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (approval, code, by)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    code TEXT PRIMARY KEY CHECK (code <> ''),
    approval INTEGER NOT NULL REFERENCES approval (id),
    name TEXT NOT NULL,
    recipients TEXT NOT NULL,
    file TEXT NOT NULL,
    message_id TEXT NOT NULL,
    file_sha256 TEXT NOT NULL CHECK (
        length(file_sha256) = 64 AND file_sha256 NOT GLOB '*[^0-9a-f]*'),
    content_sha256 TEXT NOT NULL UNIQUE CHECK (
        length(content_sha256) = 64 AND content_sha256 NOT GLOB '*[^0-9a-f]*'),
    message_sha256 TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ready', 'in flight', 'accepted',
                                         'refused', 'deferred', 'unknown',
                                         'not e-mailed')),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    since INTEGER NOT NULL,
    next INTEGER NOT NULL DEFAULT 0 CHECK (next = 0 OR state = 'deferred'),
    reply_code INTEGER NOT NULL DEFAULT 0 CHECK (reply_code BETWEEN 0 AND 999),
    reply TEXT NOT NULL DEFAULT '',
    queue_id TEXT NOT NULL DEFAULT '',
    bounced INTEGER NOT NULL DEFAULT 0,
    bounce TEXT NOT NULL DEFAULT '',
    CHECK ((recipients = '') = (state = 'not e-mailed')),
    CHECK ((message_id = '') = (state = 'not e-mailed')),
    CHECK (message_sha256 = '' OR (length(message_sha256) = 64
                                   AND message_sha256 NOT GLOB '*[^0-9a-f]*')),
    CHECK ((message_sha256 = '') = (state = 'not e-mailed'))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX entry_message ON entry (message_id) WHERE message_id <> '';

-- What is posted. A piece is a letter in an envelope; it is in one job, and once
-- more in each job that prints it again, whose name ends in -R1, -R2.

CREATE TABLE job (
    name TEXT PRIMARY KEY CHECK (name <> ''),
    again INTEGER NOT NULL CHECK (again >= 0),
    at INTEGER NOT NULL,
    approval INTEGER NOT NULL REFERENCES approval (id),
    pieces INTEGER NOT NULL CHECK (pieces > 0),
    pages INTEGER NOT NULL CHECK (pages >= pieces),
    sheets INTEGER NOT NULL CHECK (sheets >= pieces),
    pdf_sha256 TEXT NOT NULL CHECK (
        length(pdf_sha256) = 64 AND pdf_sha256 NOT GLOB '*[^0-9a-f]*')
) STRICT, WITHOUT ROWID;

CREATE TABLE piece (
    number INTEGER NOT NULL CHECK (number > 0),
    job TEXT NOT NULL REFERENCES job (name),
    again INTEGER NOT NULL CHECK (again >= 0),
    code TEXT NOT NULL,
    content_sha256 TEXT NOT NULL CHECK (length(content_sha256) = 64),
    sheets INTEGER NOT NULL CHECK (sheets > 0),
    PRIMARY KEY (number, job)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX piece_number ON piece (number) WHERE again = 0;
CREATE UNIQUE INDEX piece_code ON piece (code) WHERE again = 0;

CREATE TABLE returned (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL,
    again INTEGER NOT NULL CHECK (again >= 0), -- of its last printing
    at INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE TABLE history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    approval INTEGER NOT NULL,
    recipients TEXT NOT NULL,
    message_id TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    message_sha256 TEXT NOT NULL,
    reply_code INTEGER NOT NULL,
    text TEXT NOT NULL,
    queue_id TEXT NOT NULL
) STRICT;

CREATE INDEX history_of ON history (code, id);

-- What is written by itself.

CREATE TRIGGER history_begins AFTER INSERT ON entry
BEGIN
    INSERT INTO history SELECT NULL, NEW.code, NEW.since, NEW.state,
        NEW.approval, NEW.recipients, NEW.message_id, NEW.file_sha256,
        NEW.content_sha256, NEW.message_sha256, NEW.reply_code, NEW.reply, NEW.queue_id;
END;

CREATE TRIGGER history_goes_on AFTER UPDATE OF state ON entry
BEGIN
    INSERT INTO history SELECT NULL, NEW.code, NEW.since, NEW.state,
        NEW.approval, NEW.recipients, NEW.message_id, NEW.file_sha256,
        NEW.content_sha256, NEW.message_sha256, NEW.reply_code, NEW.reply, NEW.queue_id;
END;

CREATE TRIGGER history_of_bounces AFTER UPDATE OF bounce ON entry
WHEN NEW.bounced <> 0
BEGIN
    INSERT INTO history SELECT NULL, NEW.code, NEW.bounced, 'bounced',
        NEW.approval, NEW.recipients, NEW.message_id, NEW.file_sha256,
        NEW.content_sha256, NEW.message_sha256, 0, NEW.bounce, NEW.queue_id;
END;

CREATE TRIGGER history_ends AFTER DELETE ON entry
BEGIN
    INSERT INTO history SELECT NULL, OLD.code,
        CAST(strftime('%s', 'now') AS INTEGER), 'withdrawn', OLD.approval,
        OLD.recipients, OLD.message_id, OLD.file_sha256, OLD.content_sha256,
        OLD.message_sha256, 0, '', '';
END;

CREATE TRIGGER history_of_pieces AFTER INSERT ON piece
BEGIN
    INSERT INTO history SELECT NULL, code,
        (SELECT at FROM job WHERE name = NEW.job), 'printed', approval,
        recipients, message_id, file_sha256, content_sha256, message_sha256, 0,
        'piece ' || NEW.number || ' of job ' || NEW.job, queue_id
        FROM entry WHERE code = NEW.code;
END;

CREATE TRIGGER history_of_returns AFTER INSERT ON returned
BEGIN
    INSERT INTO history SELECT NULL, code, NEW.at, 'returned', approval,
        recipients, message_id, file_sha256, content_sha256, message_sha256, 0,
        'piece ' || NEW.number || ': ' || NEW.reason, queue_id
        FROM entry WHERE code =
            (SELECT code FROM piece WHERE number = NEW.number AND again = 0);
END;

-- What cannot be.

CREATE TRIGGER piece_approved BEFORE INSERT ON piece
WHEN NOT EXISTS (SELECT 1 FROM entry WHERE code = NEW.code
    AND state = 'not e-mailed' AND content_sha256 = NEW.content_sha256)
BEGIN
    SELECT RAISE(ABORT, 'only what was approved to be posted is printed');
END;

CREATE TRIGGER piece_again BEFORE INSERT ON piece
WHEN NEW.again > 0 AND NOT EXISTS (SELECT 1 FROM piece WHERE again = 0
    AND number = NEW.number AND code = NEW.code)
BEGIN
    SELECT RAISE(ABORT, 'there is no such piece to print again');
END;

CREATE TRIGGER returned_piece BEFORE INSERT ON returned
WHEN NEW.again IS NOT
    (SELECT max(again) FROM piece WHERE number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'there is no such piece');
END;

CREATE TRIGGER piece_stays BEFORE DELETE ON piece
BEGIN
    SELECT RAISE(ABORT, 'what was printed is kept');
END;

CREATE TRIGGER piece_holds BEFORE UPDATE ON piece
BEGIN
    SELECT RAISE(ABORT, 'what was printed is kept');
END;

CREATE TRIGGER job_stays BEFORE DELETE ON job
BEGIN
    SELECT RAISE(ABORT, 'what was printed is kept');
END;

CREATE TRIGGER job_holds BEFORE UPDATE ON job
BEGIN
    SELECT RAISE(ABORT, 'what was printed is kept');
END;

CREATE TRIGGER returned_stays BEFORE DELETE ON returned
BEGIN
    SELECT RAISE(ABORT, 'what came back is kept');
END;

CREATE TRIGGER returned_holds BEFORE UPDATE ON returned
BEGIN
    SELECT RAISE(ABORT, 'what came back is kept');
END;

CREATE TRIGGER entry_steps BEFORE UPDATE OF state ON entry
WHEN (OLD.state, NEW.state) NOT IN (VALUES
        ('ready', 'ready'), ('ready', 'in flight'), ('ready', 'refused'),
        ('ready', 'deferred'), ('deferred', 'ready'),
        ('deferred', 'in flight'), ('deferred', 'refused'),
        ('deferred', 'deferred'), ('in flight', 'ready'),
        ('in flight', 'accepted'), ('in flight', 'refused'),
        ('in flight', 'deferred'), ('in flight', 'unknown'),
        ('unknown', 'ready'), ('refused', 'ready'),
        ('not e-mailed', 'not e-mailed'), ('not e-mailed', 'ready'),
        ('ready', 'not e-mailed'), ('deferred', 'not e-mailed'),
        ('refused', 'not e-mailed'))
    AND NOT (OLD.state = 'accepted' AND NEW.state IN ('ready', 'not e-mailed')
             AND OLD.bounced <> 0)
BEGIN
    SELECT RAISE(ABORT, 'there is no such step');
END;

CREATE TRIGGER entry_content BEFORE UPDATE OF
    code, recipients, message_id, file_sha256, content_sha256, message_sha256
ON entry
WHEN OLD.code <> NEW.code OR
    ((OLD.state IN ('in flight', 'unknown') OR
      (OLD.state = 'accepted' AND OLD.bounced = 0)) AND
     (OLD.recipients, OLD.message_id, OLD.file_sha256, OLD.content_sha256,
      OLD.message_sha256) IS NOT
     (NEW.recipients, NEW.message_id, NEW.file_sha256, NEW.content_sha256,
      NEW.message_sha256))
BEGIN
    SELECT RAISE(ABORT, 'what has left cannot differ');
END;

CREATE TRIGGER entry_stays BEFORE DELETE ON entry
WHEN OLD.state NOT IN ('ready', 'deferred', 'not e-mailed')
    OR OLD.code IN (SELECT code FROM piece)
BEGIN
    SELECT RAISE(ABORT, 'what has left is kept');
END;

CREATE TRIGGER history_stays BEFORE DELETE ON history
BEGIN
    SELECT RAISE(ABORT, 'history is kept');
END;

CREATE TRIGGER history_holds BEFORE UPDATE ON history
BEGIN
    SELECT RAISE(ABORT, 'history is kept');
END;

CREATE TRIGGER reading_stays BEFORE DELETE ON reading
BEGIN
    SELECT RAISE(ABORT, 'readings are kept');
END;

CREATE TRIGGER reading_holds BEFORE UPDATE ON reading
BEGIN
    SELECT RAISE(ABORT, 'readings are kept');
END;

CREATE TRIGGER approval_stays BEFORE DELETE ON approval
BEGIN
    SELECT RAISE(ABORT, 'approvals are kept');
END;

CREATE TRIGGER approval_holds BEFORE UPDATE ON approval
BEGIN
    SELECT RAISE(ABORT, 'approvals are kept');
END;

PRAGMA application_id = 1280592204;
PRAGMA user_version = 3;
