//! Recipes: the flows of the product page as data, ready to launch.

/// A ready flow with the wish it fulfils.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// Name in addresses and prompts.
    pub name: &'static str,
    /// Title for people.
    pub title: &'static str,
    /// What a user would say to get it.
    pub wish: &'static str,
    /// What to know about it.
    pub note: &'static str,
    /// The flow, a JSON array of nodes.
    pub flow: &'static str,
}

/// All recipes, in the order of the product page.
pub const RECIPES: [Recipe; 4] = [
    Recipe {
        name: "quickstart",
        title: "Step-up check for a transaction",
        wish: "Build a step-up verification for wire transfers. It should check liveness, ask a security question about \
               the transaction, and send an email code.",
        note: "A greeting comes first: liveness needs at least five seconds of camera feed.",
        flow: include_str!("recipes/quickstart.flow.json"),
    },
    Recipe {
        name: "wire-transfer",
        title: "Wire transfer with coercion detection",
        wish: "Build a step-up verification for wire transfers over $5,000. Start with liveness detection, then let the \
               user confirm the transfer in a conversation that notices coercion, and send an email code at the end.",
        note: "The conversation asks for recipient, amount and purpose; FaceSign's models watch for coercion meanwhile.",
        flow: include_str!("recipes/wire-transfer.flow.json"),
    },
    Recipe {
        name: "account-recovery",
        title: "Account recovery without a password",
        wish: "Build an account recovery flow: collect the email address, verify the face against the stored biometric, \
               then check liveness. If everything passes, let the user go on to reset the password.",
        note: "A greeting that is long enough keeps recognition from taking known users for new ones.",
        flow: include_str!("recipes/account-recovery.flow.json"),
    },
    Recipe {
        name: "onboarding",
        title: "Onboarding with a document scan",
        wish: "Build an onboarding flow for new users: capture their government ID, scan their face, check liveness, then \
               let the avatar welcome them and explain how later verifications work.",
        note: "The face captured here is what RECOGNITION nodes of later sessions compare with.",
        flow: include_str!("recipes/onboarding.flow.json"),
    },
];

/// The recipe of that name.
pub fn recipe(name: &str) -> Option<&'static Recipe> {
    RECIPES.iter().find(|recipe| recipe.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow;

    #[test]
    fn every_recipe_is_valid_without_a_warning() {
        for recipe in RECIPES {
            let checked = flow::check(recipe.flow);
            assert!(
                checked.is_valid() && checked.warnings() == 0,
                "{}: {:?}",
                recipe.name,
                checked.findings
            );
            assert!(checked.flow.is_some(), "{}", recipe.name);
        }
    }

    #[test]
    fn recipes_are_found_by_name() {
        assert_eq!(
            recipe("onboarding").map(|recipe| recipe.title),
            Some("Onboarding with a document scan")
        );
        assert!(recipe("Onboarding").is_none());
    }
}
