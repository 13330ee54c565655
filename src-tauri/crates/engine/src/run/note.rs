//! Noting slices in the journal beside the copying: the receipt in the target is the truth already, so the next slice
//! need not wait for the note's way to the disk.

use super::broken::Broken;
use crate::journal::{Journal, JournalError};
use drydock_model::Receipt;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

pub(super) struct Notes {
    to: mpsc::Sender<Receipt>,
    task: JoinHandle<Result<(), JournalError>>,
}

impl Notes {
    pub fn start(journal: Journal) -> Notes {
        let (to, mut receipts) = mpsc::channel::<Receipt>(64);
        let task = tokio::spawn(async move {
            let mut together = Vec::new();
            while receipts.recv_many(&mut together, 64).await > 0 {
                journal.finished(&together).await?;
                together.clear();
            }
            Ok(())
        });
        Notes { to, task }
    }

    pub async fn landed(&self, receipt: Receipt) {
        // A receiver that is gone has failed, and says so when it is flushed.
        let _ = self.to.send(receipt).await;
    }

    /// Waits until every note is on disk.
    pub async fn flush(self) -> Result<(), Broken> {
        drop(self.to);
        match self.task.await {
            Ok(noted) => Ok(noted?),
            // It can only have panicked; the receipts tell the next sitting what landed.
            Err(_) => Ok(()),
        }
    }
}
