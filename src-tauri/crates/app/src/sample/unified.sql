-- Harbour chat: the target, as an older program left it. It writes notices for a display of 60 letters.
PRAGMA page_size = 4096;

CREATE TABLE notices (id INTEGER PRIMARY KEY, title TEXT NOT NULL, wording TEXT NOT NULL);

CREATE TRIGGER notices_fit_the_display AFTER INSERT ON notices WHEN length(new.wording) > 60 BEGIN
  UPDATE notices SET wording = substr(new.wording, 1, 60) WHERE id = new.id;
END;

INSERT INTO notices (id, title, wording) VALUES
  (1, 'Welcome', 'This display shows what the harbour office writes.'),
  (2, 'Crane', 'Crane 2 is out of order until Thursday.');
