//! Flows as owned values: the one place where `flow-core` types become wire types.

/// A flow whose graph could be built.
#[derive(Clone, Debug)]
pub struct Flow;
