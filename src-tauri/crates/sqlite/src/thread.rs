//! A thread that owns one connection and does what is sent to it, one thing at a time.
//!
//! SQLite blocks while it steps, and a connection belongs to one thread at a time; so the async workers hand closures
//! over and wait for the answer. Statements that must stay open between two calls lie on the thread's [`Desk`].
//! Dropping the [`Thread`] interrupts what is under way and closes the connection before it returns, so that whoever
//! comes next finds the file free.

use drydock_connector::{Fault, FaultKind};
use rusqlite::{Connection, InterruptHandle, Statement};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// What lies on the thread: the connection, and the statements that are open over several calls.
pub(crate) struct Desk<'c> {
    pub conn: &'c Connection,
    pub open: HashMap<u64, Statement<'c>>,
}

type Job = Box<dyn for<'c> FnOnce(&mut Desk<'c>) + Send>;

pub(crate) struct Thread {
    place: String,
    jobs: Option<mpsc::Sender<Job>>,
    interrupt: InterruptHandle,
    ended: Arc<AtomicBool>,
    handle: Option<JoinHandle<()>>,
}

impl Thread {
    /// Opens the connection on the new thread, as opening may wait too. What comes beside it (a lock, a temporary folder)
    /// is kept until the connection is closed.
    pub async fn start<K: 'static>(
        place: &str,
        open: impl FnOnce() -> Result<(Connection, K), Fault> + Send + 'static,
    ) -> Result<Thread, Fault> {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let (ready, opened) = oneshot::channel();
        let ended = Arc::new(AtomicBool::new(false));
        let seen = ended.clone();
        let handle = std::thread::Builder::new()
            // A thread's name ends at the first NUL, and making it would panic.
            .name(format!("sqlite {}", place.replace('\0', "")))
            .spawn(move || {
                let (conn, _keep) = match open() {
                    Ok(opened) => opened,
                    Err(fault) => {
                        let _ = ready.send(Err(fault));
                        return;
                    }
                };
                let _ = ready.send(Ok(conn.get_interrupt_handle()));
                serve(&conn, inbox, &seen);
                drop(conn);
            })
            .map_err(|e| {
                Fault::new(FaultKind::Internal, place, "no thread to be had").because(e)
            })?;
        let interrupt = opened.await.map_err(|_| died(place))??;
        Ok(Thread {
            place: place.to_owned(),
            jobs: Some(jobs),
            interrupt,
            ended,
            handle: Some(handle),
        })
    }

    pub fn place(&self) -> &str {
        &self.place
    }

    /// Does `job` on the thread and waits for its answer. When the caller goes away meanwhile, the job still ends.
    pub async fn call<R: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<R, Fault> + Send + 'static,
    ) -> Result<R, Fault> {
        self.desk(move |desk| job(desk.conn)).await
    }

    /// As [`Thread::call`], for jobs that leave statements open or go on with them.
    pub async fn desk<R: Send + 'static>(
        &self,
        job: impl for<'c> FnOnce(&mut Desk<'c>) -> Result<R, Fault> + Send + 'static,
    ) -> Result<R, Fault> {
        let (answer, answered) = oneshot::channel();
        self.post(move |desk| {
            let _ = answer.send(job(desk));
        });
        answered.await.map_err(|_| died(&self.place))?
    }

    /// Leaves a job for the thread without waiting, for what is dropped.
    pub fn post(&self, job: impl for<'c> FnOnce(&mut Desk<'c>) + Send + 'static) {
        if let Some(jobs) = &self.jobs {
            // A thread that has died has closed its connection, and with it all that a job could still end.
            let _ = jobs.send(Box::new(job));
        }
    }

    /// Stops the statement that is running; its call then answers `FaultKind::Cancelled`.
    pub fn interrupt(&self) {
        self.interrupt.interrupt();
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Release);
        self.jobs = None;
        let Some(handle) = self.handle.take() else {
            return;
        };
        if handle.thread().id() == std::thread::current().id() {
            return;
        }
        // Again and again: an interrupt between two statements of a job stops neither.
        while !handle.is_finished() {
            self.interrupt.interrupt();
            std::thread::sleep(Duration::from_micros(200));
        }
        let _ = handle.join();
    }
}

fn serve(conn: &Connection, inbox: mpsc::Receiver<Job>, ended: &AtomicBool) {
    let mut desk = Desk {
        conn,
        open: HashMap::new(),
    };
    while let Ok(job) = inbox.recv() {
        if ended.load(Ordering::Acquire) {
            return;
        }
        job(&mut desk);
    }
}

fn died(place: &str) -> Fault {
    Fault::new(
        FaultKind::Internal,
        place,
        "the thread that works on it ended too early",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::At;

    async fn memory() -> Thread {
        Thread::start("memory", || {
            Ok((Connection::open_in_memory().at("memory")?, ()))
        })
        .await
        .unwrap()
    }

    const ENDLESS: &str =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    #[tokio::test]
    async fn calls_answer_and_faults_come_through() {
        let thread = memory().await;
        let two = thread
            .call(|c| {
                c.query_row("SELECT 1 + 1", [], |r| r.get::<_, i64>(0))
                    .at("x")
            })
            .await
            .unwrap();
        assert_eq!(two, 2);
        let fault = thread
            .call(|c| c.execute_batch("NO SQL").at("x"))
            .await
            .unwrap_err();
        assert_eq!(fault.kind, FaultKind::Statement);
        assert_eq!(fault.native.as_deref(), Some("SQLITE_ERROR"));
    }

    #[tokio::test]
    async fn what_runs_can_be_stopped() {
        let thread = Arc::new(memory().await);
        let other = thread.clone();
        let running = tokio::spawn(async move {
            other
                .call(|c| c.query_row(ENDLESS, [], |r| r.get::<_, i64>(0)).at("x"))
                .await
        });
        while !running.is_finished() {
            thread.interrupt();
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        assert_eq!(
            running.await.unwrap().unwrap_err().kind,
            FaultKind::Cancelled
        );
    }

    #[tokio::test]
    async fn dropping_ends_even_an_endless_statement() {
        let thread = memory().await;
        thread.post(|d| {
            let _ = d.conn.query_row(ENDLESS, [], |r| r.get::<_, i64>(0));
        });
        drop(thread);
    }

    #[tokio::test]
    async fn an_opening_that_fails_says_why() {
        let failed = Thread::start::<()>("gone", || {
            Err(Fault::new(FaultKind::NotThere, "gone", "no such file"))
        })
        .await;
        assert!(matches!(failed, Err(fault) if fault.kind == FaultKind::NotThere));
    }
}
