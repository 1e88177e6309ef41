//! The configuring context: what the gateway does with a frame, and what it answers.

use flow_core::fingerprint::Fingerprint;
use flow_core::policy::Policy;
use flow_core::{Finding, Options, Report, Severity, prover_with};
use flow_frame::{Answer, Damage, FOUND_BYTES, Found, Frame, Kind, Status};
use flow_handover::Writer;

use crate::preset::{FINDINGS, Workspace};
use crate::serve::{self, Served};
use crate::stack;

/// Bytes of the longest policy.
pub const POLICY: usize = 1024;

/// Bytes of the longest answer.
const ANSWER: usize = 1 + FINDINGS * FOUND_BYTES;

/// An answer, before it is framed.
pub struct Reply {
    pub kind: Kind,
    payload: [u8; ANSWER],
    len: usize,
}

impl Reply {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            payload: [0; ANSWER],
            len: 0,
        }
    }

    fn verdict(answer: Answer) -> Self {
        Self::new(Kind::VERDICT).with(&[answer as u8])
    }

    /// With more bytes, as long as there is room.
    fn with(mut self, bytes: &[u8]) -> Self {
        let end = self.len.saturating_add(bytes.len());
        if let Some(room) = self.payload.get_mut(self.len..end) {
            room.copy_from_slice(bytes);
            self.len = end;
        }
        self
    }

    pub fn payload(&self) -> &[u8] {
        self.payload.get(..self.len).unwrap_or_default()
    }
}

/// Memory of the configuring context, kept between flows.
pub struct Gate<'m> {
    workspace: &'m mut Workspace,
    report: &'m mut Report<FINDINGS>,
    /// The text of the policy in force; empty where there is none.
    policy: &'m mut [u8; POLICY],
    policy_len: usize,
    /// The one flow to accept; `None` where any will do.
    pinned: Option<Fingerprint>,
}

impl<'m> Gate<'m> {
    /// Its memory comes from statics of their own: only one that is all zeros at first takes no flash.
    pub fn new(
        workspace: &'m mut Workspace,
        report: &'m mut Report<FINDINGS>,
        policy: &'m mut [u8; POLICY],
    ) -> Self {
        Self {
            workspace,
            report,
            policy,
            policy_len: 0,
            pinned: None,
        }
    }

    /// The answer to a frame whose payload lies in the writer's slot.
    pub fn answer(&mut self, frame: Frame, writer: &mut Writer<'_, Served>) -> Reply {
        match frame.kind {
            Kind::FLOW => self.flow(frame.len, writer),
            Kind::POLICY => Reply::verdict(self.adopt(frame.len, &writer.slot().text)),
            Kind::PIN => Reply::verdict(self.pin(frame.len, &writer.slot().text)),
            Kind::STATUS => Reply::new(Kind::FIGURES).with(&figures().to_bytes()),
            _ => Reply::verdict(Answer::Unknown),
        }
    }

    /// Puts a policy in force, or none where the text is empty.
    fn adopt(&mut self, len: usize, text: &[u8]) -> Answer {
        let text = text.get(..len).unwrap_or_default();
        let Some(room) = self.policy.get_mut(..len) else {
            return Answer::TooLong;
        };
        if !text.is_empty() && read_policy(text).is_none() {
            return Answer::Unreadable;
        }
        room.copy_from_slice(text);
        self.policy_len = len;
        Answer::Accepted
    }

    /// Pins one flow by its fingerprint, or accepts any where the payload is empty.
    fn pin(&mut self, len: usize, payload: &[u8]) -> Answer {
        let payload = payload.get(..len).unwrap_or_default();
        match (payload, payload.try_into()) {
            ([], _) => self.pinned = None,
            (_, Ok(bytes)) => self.pinned = Some(Fingerprint(bytes)),
            _ => return Answer::Unreadable,
        }
        Answer::Accepted
    }

    /// Judges the flow in the slot, and publishes the slot where it holds.
    fn flow(&mut self, len: usize, writer: &mut Writer<'_, Served>) -> Reply {
        let slot = writer.slot();
        let answer = self.judge(slot.text.get(..len).unwrap_or_default());
        let answer = match answer {
            Ok(nodes) => {
                slot.nodes = u32::try_from(nodes).unwrap_or(u32::MAX);
                slot.len = len;
                writer.publish();
                Answer::Accepted
            }
            Err(answer) => answer,
        };
        let findings = self.report.findings().iter();
        findings.fold(Reply::verdict(answer), |reply, finding| {
            reply.with(&found(finding).to_bytes())
        })
    }

    /// The number of nodes, where the flow holds to everything.
    fn judge(&mut self, text: &[u8]) -> Result<usize, Answer> {
        let options = Options::default();
        let prover = prover_with(text, self.workspace, self.report, options);
        let mut prover = prover
            .filter(|_| self.report.is_valid())
            .ok_or(Answer::Invalid)?;
        if let Some(pinned) = self.pinned
            && prover.fingerprint() != Ok(pinned)
        {
            return Err(Answer::NotPinned);
        }
        let policy = self.policy.get(..self.policy_len).unwrap_or_default();
        if !policy.is_empty() {
            let policy = read_policy(policy).ok_or(Answer::Unreadable)?;
            if !prover.check(policy.view(), self.report) {
                return Err(Answer::AgainstPolicy);
            }
        }
        Ok(prover.flow().len())
    }
}

/// Reads a policy; all presets fit.
fn read_policy(text: &[u8]) -> Option<Policy<'_, 8, 24>> {
    Policy::read(core::str::from_utf8(text).ok()?).ok()
}

/// The answer to a frame that was dropped, and the number of that frame.
pub fn answer_damage(damage: Damage) -> (u8, Reply) {
    match damage {
        Damage::TooLong { number } => (number, Reply::verdict(Answer::TooLong)),
        Damage::Checksum { number } => (number, Reply::verdict(Answer::Damaged)),
    }
}

fn figures() -> Status {
    let bytes = |size| u32::try_from(size).unwrap_or(u32::MAX);
    Status {
        workspace: bytes(size_of::<Workspace>()),
        report: bytes(size_of::<Report<FINDINGS>>()),
        stack: bytes(stack::peak()),
        serving: serve::nodes(),
    }
}

fn found(finding: &Finding) -> Found {
    Found {
        code: finding.rule.number(),
        severity: match finding.severity {
            Severity::Note => 0,
            Severity::Warning => 1,
            Severity::Error => 2,
        },
        offset: finding.span.offset,
        len: finding.span.len,
    }
}
