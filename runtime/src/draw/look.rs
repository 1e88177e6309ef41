//! How a node type looks: its name for people, its icon and its tone. A type missing here is drawn plainly.

/// The look of a node type.
pub(super) struct Look {
    /// Name for people.
    pub(super) label: &'static str,
    /// Class of the tone, defined in the style sheet of the studio.
    pub(super) tone: Tone,
    /// Strokes of the icon on a field of 24 × 24.
    pub(super) icon: &'static str,
}

/// Groups of node types that share a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// Start and end.
    Frame,
    /// The avatar speaks.
    Talk,
    /// The camera is looked through.
    Face,
    /// A code, an address or a document is taken.
    Collect,
    /// A decision or a call without the person.
    Logic,
}

impl Tone {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Frame => "frame",
            Self::Talk => "talk",
            Self::Face => "face",
            Self::Collect => "collect",
            Self::Logic => "logic",
        }
    }

    /// Colours where no style sheet applies: icon and its field.
    pub(super) fn colours(self) -> (&'static str, &'static str) {
        match self {
            Self::Frame => ("#475569", "#e8edf3"),
            Self::Talk => ("#4338ca", "#e6e7fd"),
            Self::Face => ("#0f766e", "#d5f3ee"),
            Self::Collect => ("#b45309", "#fcecd2"),
            Self::Logic => ("#7e22ce", "#f1e5fc"),
        }
    }
}

/// Type, name, tone, icon.
const LOOKS: [(&str, Look); 15] = [
    (
        "start",
        Look {
            label: "Start",
            tone: Tone::Frame,
            icon: "M9 6.5v11l8.5-5.5z",
        },
    ),
    (
        "end",
        Look {
            label: "End",
            tone: Tone::Frame,
            icon: "M7 20V4.5h10.5l-2.5 4 2.5 4H7",
        },
    ),
    (
        "permissions",
        Look {
            label: "Permissions",
            tone: Tone::Collect,
            icon: "M12 3.5l7 2.6v5.4c0 4.3-2.9 7.3-7 9-4.1-1.7-7-4.7-7-9V6.1z",
        },
    ),
    (
        "conversation",
        Look {
            label: "Conversation",
            tone: Tone::Talk,
            icon: "M5 5h14a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5h-7.5l-4.5 4v-4H5a1.5 1.5 0 0 1-1.5-1.5v-8A1.5 1.5 0 0 1 5 5zM8 9h8M8 12h5",
        },
    ),
    (
        "liveness_detection",
        Look {
            label: "Liveness detection",
            tone: Tone::Face,
            icon: "M3 12h4l2.5-6 4 12 3-8 1.5 2h3",
        },
    ),
    (
        "face_scan",
        Look {
            label: "Face scan",
            tone: Tone::Face,
            icon: "M4 8V5.5A1.5 1.5 0 0 1 5.5 4H8M16 4h2.5A1.5 1.5 0 0 1 20 5.5V8M20 16v2.5a1.5 1.5 0 0 1-1.5 1.5H16M8 20H5.5A1.5 1.5 0 0 1 4 18.5V16M9.5 10v.5M14.5 10v.5M9 14.5c1.800 1.700 4.200 1.700 6 0",
        },
    ),
    (
        "face_compare",
        Look {
            label: "Face compare",
            tone: Tone::Face,
            icon: "M8.5 7a5 5 0 1 0 0 10 5 5 0 1 0 0-10zM15.5 7a5 5 0 1 1 0 10 5 5 0 1 1 0-10z",
        },
    ),
    (
        "recognition",
        Look {
            label: "Recognition",
            tone: Tone::Face,
            icon: "M10 8a3.200 3.200 0 1 0 0 .01zM4 19.5c.5-3.600 2.800-5.5 6-5.5s5.5 1.900 6 5.5M15 10l2.200 2.200L21 8.200",
        },
    ),
    (
        "document_scan",
        Look {
            label: "Document scan",
            tone: Tone::Collect,
            icon: "M4.5 6h15A1.5 1.5 0 0 1 21 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 16.5v-9A1.5 1.5 0 0 1 4.5 6zM6.5 15c.4-1.600 1.300-2.400 2.5-2.400s2.100.8 2.5 2.400M9 9.5v.6M14 10h4M14 13.5h4",
        },
    ),
    (
        "enter_email",
        Look {
            label: "Enter email",
            tone: Tone::Collect,
            icon: "M4.5 5.5h15A1.5 1.5 0 0 1 21 7v10a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17V7a1.5 1.5 0 0 1 1.5-1.5zM3.5 7.5l8.5 6 8.5-6",
        },
    ),
    (
        "two_factor_email",
        Look {
            label: "Email code",
            tone: Tone::Collect,
            icon: "M3 10V6.5A1.5 1.5 0 0 1 4.5 5h15A1.5 1.5 0 0 1 21 6.5V10M3.5 6.5l8.5 5.5 8.5-5.5M5 16v.1M9.700 16v.1M14.300 16v.1M19 16v.1",
        },
    ),
    (
        "two_factor_sms",
        Look {
            label: "SMS code",
            tone: Tone::Collect,
            icon: "M8.5 3h7A1.5 1.5 0 0 1 17 4.5v15a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 7 19.5v-15A1.5 1.5 0 0 1 8.5 3zM9.800 9v.1M12 9v.1M14.200 9v.1M11 18h2",
        },
    ),
    (
        "data_validation",
        Look {
            label: "Data validation",
            tone: Tone::Logic,
            icon: "M4 6.5h9M4 12h6M4 17.5h5M12.5 15.5l3 3 5.5-6.5",
        },
    ),
    (
        "external_call",
        Look {
            label: "External call",
            tone: Tone::Logic,
            icon: "M3.5 12a8.5 8.5 0 1 0 17 0 8.5 8.5 0 1 0-17 0zM3.5 12h17M12 3.5c-5 5.5-5 11.5 0 17 5-5.5 5-11.5 0-17",
        },
    ),
    (
        "field_condition",
        Look {
            label: "Field condition",
            tone: Tone::Logic,
            icon: "M12 4v4.5M12 8.5L6 14v5.5M12 8.5l6 5.5v5.5M4 17.5l2 2 2-2M16 17.5l2 2 2-2",
        },
    ),
];

const UNKNOWN: Look = Look {
    label: "Node",
    tone: Tone::Logic,
    icon: "M12 4.5l7.5 7.5-7.5 7.5L4.5 12z",
};

/// The look of a type, by its wire spelling.
pub(super) fn of(node_type: &str) -> &'static Look {
    LOOKS
        .iter()
        .find(|(name, _)| *name == node_type)
        .map_or(&UNKNOWN, |(_, look)| look)
}

/// Whether the node is drawn as a small pill: it does nothing but begin or end.
pub(super) fn is_pill(node_type: &str) -> bool {
    matches!(node_type, "start" | "end")
}

/// An outcome as a chip names it: the rules of a condition count from 1, other outcomes keep their name.
pub(super) fn outcome_name(outcome: &str) -> String {
    let rule = outcome
        .strip_prefix("rules/")
        .and_then(|rule| rule.parse::<usize>().ok());
    rule.map_or_else(
        || outcome.to_owned(),
        |rule| format!("rule {}", rule.saturating_add(1)),
    )
}
