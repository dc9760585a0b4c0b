//! A relay process of today: the fence's own memory, and the attempts file around it as
//! `relay::journal` keeps it.

use crate::rules::{Arrival, Ending, Log, Start};
use crate::state::No;
use panelboard_fence::{AttemptId, Decision, Fingerprint, Mark, Memory, MemoryId, Receipt, State};

/// Positions of one run with a file; the next begins at a multiple of it.
const RUN: u64 = 1 << 32;

/// One process.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Process {
    pub(super) memory: Memory<Ending>,
    /// It holds the file.
    writes: bool,
}

/// The attempts file, and how many memories have begun anywhere: each has an id of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct File {
    begun: u8,
    holder: Option<usize>,
    kept: Option<Kept>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Kept {
    mark: Mark,
    records: Vec<Record>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Record {
    id: AttemptId,
    fingerprint: Option<Fingerprint>,
    position: u64,
    is_unsent: bool,
}

fn id(no: No) -> AttemptId {
    AttemptId::from_bits(no as u128)
}

/// The same for every copy of one request.
fn fingerprint(no: No) -> Fingerprint {
    [u8::try_from(no).expect("few attempts"); 16]
}

impl File {
    fn fresh(&mut self) -> Memory<Ending> {
        self.begun += 1;
        Memory::new(MemoryId::from_bits(u128::from(self.begun)))
    }

    fn add(&mut self, record: Record) {
        if let Some(kept) = &mut self.kept {
            kept.records.push(record);
        }
    }
}

impl Kept {
    fn memory(&self) -> Memory<Ending> {
        let top = self.records.iter().map(|record| record.position).max().unwrap_or(0);
        let position = (self.mark.position.max(top) / RUN + 1) * RUN;
        let mut memory = Memory::resumed(Mark { position, ..self.mark }, 0);
        for record in &self.records {
            let end = if record.is_unsent { Ending::NotSent } else { Ending::InDoubt };
            memory.restore(record.id, record.fingerprint, record.position, end);
        }
        memory
    }
}

/// Another process that holds the file leaves this one its own memory alone.
pub(super) fn start(file: &mut File, start: Start) -> Process {
    let writes = start.has_file && file.holder.is_none_or(|holder| holder == start.slot);
    if !writes {
        return Process { memory: file.fresh(), writes };
    }
    file.holder = Some(start.slot);
    let memory = match &file.kept {
        Some(kept) => kept.memory(),
        None => file.fresh(),
    };
    let records = file.kept.take().map(|kept| kept.records).unwrap_or_default();
    file.kept = Some(Kept { mark: memory.mark(), records });
    Process { memory, writes }
}

/// A write that names `named`; without a mark a relay refuses it before anything is sent.
pub(super) fn arrive(
    process: &mut Process,
    file: &mut File,
    no: No,
    named: Option<Mark>,
) -> Arrival {
    let Some(named) = named else { return Arrival::Answer(Ending::NotSent.answer()) };
    match process.memory.take(id(no), fingerprint(no), named) {
        Decision::First => {
            let position = process.memory.mark().position;
            let fingerprint = Some(fingerprint(no));
            if process.writes {
                file.add(Record { id: id(no), fingerprint, position, is_unsent: false });
            }
            Arrival::Send
        }
        Decision::Join => Arrival::Join,
        Decision::Settled(end) => Arrival::Answer(end.answer()),
        Decision::Conflict | Decision::InDoubt(_) => Arrival::Answer(Ending::InDoubt.answer()),
    }
}

pub(super) fn end(process: &mut Process, file: &mut File, no: No, ending: Ending) {
    process.memory.settle(id(no), ending);
    if process.writes && ending == Ending::NotSent {
        let records = file.kept.iter_mut().flat_map(|kept| &mut kept.records);
        records.filter(|record| record.id == id(no)).for_each(|record| record.is_unsent = true);
    }
}

pub(super) fn log(process: &Process, no: No) -> Log<Receipt<Ending>> {
    let receipt = process.memory.receipt(id(no));
    match receipt.state {
        State::NotSeen => Log::NotSeen(receipt),
        State::InFlight => Log::InFlight,
        State::Settled(ending) => Log::Ended(ending),
    }
}

pub(super) fn close(process: &mut Process, file: &mut File, no: No, named: Option<Mark>) {
    if named.is_some_and(|named| process.memory.begin_close(id(no), named)) {
        let position = process.memory.mark().position;
        if process.writes {
            file.add(Record { id: id(no), fingerprint: None, position, is_unsent: true });
        }
        process.memory.settle(id(no), Ending::NotSent);
    }
}
