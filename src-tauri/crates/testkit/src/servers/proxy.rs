//! A line to a server that can be cut, or can stop passing things on without a word: the two ways in which networks
//! fail.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread::{sleep, spawn};
use std::time::Duration;

const PASSES: u8 = 0;
const STALLS: u8 = 1;
const CUTS: u8 = 2;

const TICK: Duration = Duration::from_millis(20);

pub struct Proxy {
    pub port: u16,
    state: Arc<AtomicU8>,
}

impl Proxy {
    /// Listens on the loopback and passes everything on.
    pub fn to(host: &str, port: u16) -> Proxy {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port for the proxy");
        let own = listener.local_addr().expect("the proxy's port").port();
        let state = Arc::new(AtomicU8::new(PASSES));
        let (server, seen) = ((host.to_owned(), port), state.clone());
        spawn(move || {
            for client in listener.incoming().flatten() {
                if let Ok(server) = TcpStream::connect((server.0.as_str(), server.1)) {
                    join(client, server, &seen);
                }
            }
        });
        Proxy { port: own, state }
    }

    /// From now on nothing passes, and nobody is told; new connections are taken and left alone.
    pub fn stall(&self) {
        self.state.store(STALLS, Ordering::Release);
    }

    /// Ends all connections, and each new one.
    pub fn cut(&self) {
        self.state.store(CUTS, Ordering::Release);
    }

    /// New connections pass again.
    pub fn mend(&self) {
        self.state.store(PASSES, Ordering::Release);
    }
}

fn join(client: TcpStream, server: TcpStream, state: &Arc<AtomicU8>) {
    let (Ok(from), Ok(to)) = (client.try_clone(), server.try_clone()) else {
        return;
    };
    for (from, to) in [(from, server), (to, client)] {
        let state = state.clone();
        spawn(move || pump(from, to, &state));
    }
}

fn pump(mut from: TcpStream, mut to: TcpStream, state: &AtomicU8) {
    let _ = from.set_read_timeout(Some(TICK));
    let mut bytes = [0; 16 * 1024];
    loop {
        match state.load(Ordering::Acquire) {
            PASSES => {}
            CUTS => break,
            _ => {
                sleep(TICK);
                continue;
            }
        }
        match from.read(&mut bytes) {
            Ok(0) => break,
            Ok(read) if to.write_all(&bytes[..read]).is_ok() => {}
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            _ => break,
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
