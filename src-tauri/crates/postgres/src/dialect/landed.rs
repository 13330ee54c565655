//! What PostgreSQL makes of a value, said before it is sent: the value is encoded as it would be for the server, and
//! what was encoded is read again.

use crate::wire::{Encoder, Form, Put, Room, decode, encode};
use drydock_connector::{Batch, Cell, Landed};
use drydock_model::{Dataset, Field, Value};
use std::cell::RefCell;

#[derive(Default)]
struct Desk {
    encoder: Encoder,
    bytes: Vec<u8>,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

pub(crate) fn landed(dataset: &Dataset, field: &Field, cell: Cell<'_>) -> Landed {
    if cell.is_null() {
        return match field.nullable {
            true => Landed::Exact,
            false => Landed::Refused { reason: "not_null" },
        };
    }
    let form = Form::of(dataset, field);
    DESK.with_borrow_mut(|desk| {
        desk.bytes.clear();
        match encode(form, cell, &mut desk.encoder, &mut desk.bytes) {
            Put::Exact => Landed::Exact,
            Put::Refused(reason) => Landed::Refused { reason },
            Put::Changed(loss) => match read_again(form, &desk.bytes) {
                Some(value) => Landed::Changed { value, loss },
                None => Landed::Refused {
                    reason: "type_refused",
                },
            },
        }
    })
}

fn read_again(form: Form<'_>, bytes: &[u8]) -> Option<Value> {
    let mut batch = Batch::new(1);
    decode(form, bytes, &mut String::new(), &mut batch)?;
    Some(batch.row(0).cell(0).to_value())
}

/// Of two fields of PostgreSQL: every value of the first is one of the second.
pub(crate) fn always_exact(from: (&Dataset, &Field), to: (&Dataset, &Field)) -> bool {
    let (have, take) = (Form::of(from.0, from.1), Form::of(to.0, to.1));
    let fits = match (have, take) {
        (Form::Int { bytes: a }, Form::Int { bytes: b })
        | (Form::Float { bytes: a }, Form::Float { bytes: b }) => a <= b,
        (Form::Text(_), Form::Text(Room::Any)) => true,
        (Form::Text(Room::Chars(a)), Form::Text(Room::Chars(b))) => a <= b,
        (Form::Numeric(_), Form::Numeric(None)) => true,
        (Form::Time { digits: a }, Form::Time { digits: b })
        | (Form::Timestamp { digits: a }, Form::Timestamp { digits: b })
        | (Form::Instant { digits: a }, Form::Instant { digits: b }) => a <= b,
        // Deeper JSON than is sent may be there.
        (Form::Json | Form::Jsonb, _) => false,
        (Form::Spoken | Form::Array(_), _) => from.1.native == to.1.native && have == take,
        (a, b) => a == b,
    };
    fits && to.1.generated.is_none() && (to.1.nullable || !from.1.nullable)
}
