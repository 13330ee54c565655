//! The problems that are planted in the sample, each with where it is and how a person comes upon it. Screens count
//! this list; a test finds every one of them.

/// How a planted problem shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// As this finding of the dry run.
    Finding(&'static str),
    /// In the profile of this field.
    Profile {
        from: &'static str,
        field: &'static str,
    },
    /// In the proof: it must arrive bit by bit.
    Proof { to: &'static str },
    /// In the proof, as values that differ.
    Difference { to: &'static str },
}

#[derive(Debug, Clone, Copy)]
pub struct Planted {
    pub id: &'static str,
    pub text: &'static str,
    pub shows: Shows,
}

pub const PLANTED: [Planted; 10] = [
    Planted {
        id: "same-name",
        text: "Both files have a table settings, and the plan sends both to one name.",
        shows: Shows::Finding("name_clash:memory.settings"),
    },
    Planted {
        id: "name-in-other-case",
        text: "Labels and labels are two tables in two files, and one name in the target.",
        shows: Shows::Finding("name_clash:memory.labels"),
    },
    Planted {
        id: "orphan",
        text: "An attachment belongs to a message that was removed.",
        shows: Shows::Finding("orphans:harbour.attachments"),
    },
    Planted {
        id: "no-key",
        text: "The visits have no key, and one line is in there twice.",
        shows: Shows::Finding("no_key:harbour.visits"),
    },
    Planted {
        id: "broken-text",
        text: "One memory ends in the middle of a letter: its text is not valid UTF-8.",
        shows: Shows::Profile {
            from: "memory.memories",
            field: "text",
        },
    },
    Planted {
        id: "text-for-number",
        text: "Two messages hold words where the column says INTEGER.",
        shows: Shows::Profile {
            from: "harbour.messages",
            field: "tokens",
        },
    },
    Planted {
        id: "two-clocks",
        text: "Half of the times count seconds, the other half milliseconds.",
        shows: Shows::Profile {
            from: "harbour.messages",
            field: "sent_at",
        },
    },
    Planted {
        id: "legacy",
        text: "A column that nobody has used for years, and that nobody needs.",
        shows: Shows::Profile {
            from: "harbour.users",
            field: "legacy_pin",
        },
    },
    Planted {
        id: "vector",
        text: "Vectors with -0.0, subnormal numbers and a NaN: any detour would bend them.",
        shows: Shows::Proof { to: "memories" },
    },
    Planted {
        id: "shortened",
        text: "The end: a trigger in the target shortens notices, so the proof fails. Practise rolling back, then leave \
               the notices out.",
        shows: Shows::Difference { to: "notices" },
    },
];
