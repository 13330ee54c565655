//! Who did what, when, with which result: every act that changes something, from either shell.

use crate::error::{Result, told};
use crate::projects::Projects;
use crate::studio::{Opened, Studio, person};
use crate::views::{ActivityLine, ActivityPage, Tone};
use drydock_engine::journal::Act;
use std::path::Path;

/// More than anyone reads at a time.
const MOST: u32 = 500;

impl Studio {
    /// Newest first.
    pub async fn activity(
        &self,
        project: Option<&str>,
        offset: u32,
        limit: u32,
    ) -> Result<ActivityPage> {
        let key = project.map(|id| self.key(id)).transpose()?;
        let page = self
            .journal()
            .activity(key.as_deref(), offset, limit.min(MOST))
            .await
            .map_err(told)?;
        let projects = Projects::load(self.home())?;
        let name = |key: String| match projects.by_plan(Path::new(&key)) {
            Some(project) => project.name.clone(),
            None => crate::look::for_people(Path::new(&key)),
        };
        let lines = page.acts.into_iter().map(|act| ActivityLine {
            id: act.id.to_string(),
            at: act.at,
            who: act.who,
            what: act.what,
            project: act.project.map(name),
            result: act.result,
            tone: tone(&act.tone),
            plan: act.plan,
            command: act.command,
            run: act.run,
        });
        Ok(ActivityPage {
            lines: lines.collect(),
            total: page.total,
        })
    }

    /// Notes an act that is not about a project.
    pub(crate) async fn note(&self, what: &str, result: String) {
        self.note_act(Act {
            what: what.into(),
            result,
            ..Act::default()
        })
        .await;
    }

    pub(crate) async fn note_about(&self, opened: &Opened, what: &str, result: String) {
        let act = Act {
            what: what.into(),
            result,
            project: Some(opened.key()),
            plan: Some(opened.file.plan.fingerprint()),
            ..Act::default()
        };
        self.note_act(act).await;
    }

    /// An act that could not be noted is logged: what was done is done, and failing now would say otherwise.
    pub(crate) async fn note_act(&self, act: Act) {
        let tone = if act.tone.is_empty() {
            "info".to_owned()
        } else {
            act.tone
        };
        let act = Act {
            who: person(),
            tone,
            ..act
        };
        tracing::info!(
            what = act.what,
            result = act.result,
            run = act.run,
            "An act."
        );
        if let Err(error) = self.journal().act(&act).await {
            tracing::warn!(%error, what = act.what, "An act could not be noted.");
        }
    }
}

fn tone(word: &str) -> Tone {
    match word {
        "good" => Tone::Good,
        "warn" => Tone::Warn,
        "bad" => Tone::Bad,
        _ => Tone::Info,
    }
}
