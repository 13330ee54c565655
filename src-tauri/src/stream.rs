//! State on its way to a screen: the newest is all that counts, so a slow screen costs nothing and loses nothing.

use std::time::Duration;
use tauri::ipc::{Channel, IpcResponse};
use tokio::sync::watch;

/// Ten a second at most: faster is not seen, and channels have no backpressure.
const REST: Duration = Duration::from_millis(100);

/// Sends the present state, then every newer one, and the last one always. Ends when the state can no longer change or
/// the screen is gone.
pub async fn send_latest<T>(mut state: watch::Receiver<T>, to: &Channel<T>)
where
    T: IpcResponse + Clone,
{
    loop {
        let present = state.borrow_and_update().clone();
        if to.send(present).is_err() || state.changed().await.is_err() {
            return;
        }
        tokio::time::sleep(REST).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};
    use std::time::Instant;
    use tauri::ipc::InvokeResponseBody;

    #[tokio::test]
    async fn sends_the_first_and_the_last_and_at_most_ten_a_second() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let sink = seen.clone();
        let channel = Channel::new(move |body| {
            if let InvokeResponseBody::Json(text) = body {
                sink.lock().unwrap().push(text);
            }
            Ok(())
        });
        let (tell, state) = watch::channel(0u32);
        let began = Instant::now();
        let sending = tokio::spawn(async move { send_latest(state, &channel).await });
        for n in 1..=300 {
            tell.send_replace(n);
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        drop(tell);
        sending.await.unwrap();
        let most = began.elapsed().as_millis() / REST.as_millis() + 2;
        let seen = seen.lock().unwrap();
        assert!(
            seen.len() as u128 <= most,
            "{} messages, {most} at most",
            seen.len()
        );
        assert_eq!(seen.last().map(String::as_str), Some("300"));
    }

    #[tokio::test]
    async fn a_state_that_no_longer_changes_is_sent_once() {
        let seen = Arc::new(Mutex::new(0));
        let sink = seen.clone();
        let channel = Channel::new(move |_| {
            *sink.lock().unwrap() += 1;
            Ok(())
        });
        let (tell, state) = watch::channel("done");
        drop(tell);
        send_latest(state, &channel).await;
        assert_eq!(*seen.lock().unwrap(), 1);
    }
}
