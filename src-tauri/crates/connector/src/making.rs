//! Statements on their way, in the order in which a dialect thinks of them; the phases put them into theirs.

use drydock_model::{Phase, Statement, StatementLabel};

pub struct Making {
    statements: Vec<Statement>,
    labels: fn(Phase) -> Vec<StatementLabel>,
}

impl Making {
    /// `labels` says what a statement of a phase means for others, unless it is labelled otherwise.
    pub fn new(labels: fn(Phase) -> Vec<StatementLabel>) -> Making {
        Making {
            statements: Vec::new(),
            labels,
        }
    }

    pub fn add(&mut self, phase: Phase, object: &str, sql: String, inverse: Option<String>) {
        self.statements.push(Statement {
            ordinal: 0,
            phase,
            object: object.to_owned(),
            sql,
            inverse,
            labels: (self.labels)(phase),
        });
    }

    /// Of the statement that was added last.
    pub fn label(&mut self, labels: &[StatementLabel]) {
        if let Some(last) = self.statements.last_mut() {
            last.labels = labels.to_vec();
        }
    }

    /// Of statements that were added so far.
    pub fn any(&self, what: impl Fn(&Statement) -> bool) -> bool {
        self.statements.iter().any(what)
    }

    pub fn in_order(mut self) -> Vec<Statement> {
        self.statements.sort_by_key(|s| s.phase);
        for (ordinal, statement) in (0..).zip(&mut self.statements) {
            statement.ordinal = ordinal;
        }
        self.statements
    }
}
