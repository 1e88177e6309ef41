//! Pictures of the avatars: simple drawn portraits whose colours come from a table.

/// Skin, hair, clothes, background top and bottom, and whether the hair is long.
struct Look {
    id: &'static str,
    skin: &'static str,
    hair: &'static str,
    clothes: &'static str,
    top: &'static str,
    bottom: &'static str,
    long_hair: bool,
}

const fn look(id: &'static str, colours: [&'static str; 5], long_hair: bool) -> Look {
    let [skin, hair, clothes, top, bottom] = colours;
    Look {
        id,
        skin,
        hair,
        clothes,
        top,
        bottom,
        long_hair,
    }
}

/// One look per avatar of the catalogue; the first also stands for any other.
const LOOKS: [Look; 11] = [
    look(
        "June_HR_public",
        ["#f0c9ab", "#3c2a26", "#5b6ee1", "#dfe7ff", "#b9c8fb"],
        true,
    ),
    look(
        "Ann_Therapist_public",
        ["#f3d3bb", "#b0713c", "#4c9f8b", "#dcf3ec", "#b0dfd1"],
        true,
    ),
    look(
        "Shawn_Therapist_public",
        ["#8a5a3c", "#1e1715", "#c7783f", "#fbe9d7", "#f1caa2"],
        false,
    ),
    look(
        "Dexter_Lawyer_Sitting_public",
        ["#e9bd9a", "#5a4a40", "#2f3b55", "#e2e6ee", "#bcc5d6"],
        false,
    ),
    look(
        "Elenora_IT_Sitting_public",
        ["#d9a27c", "#20191c", "#7d5bc2", "#ebe2fb", "#cdb8f2"],
        true,
    ),
    look(
        "Judy_Lawyer_Sitting2_public",
        ["#f5d7c2", "#8a2f24", "#3a3f4f", "#f6e0dc", "#e5b8b0"],
        true,
    ),
    look(
        "Judy_Teacher_Standing_public",
        ["#f5d7c2", "#8a2f24", "#3f8f5a", "#e0f3e4", "#b5dcbf"],
        true,
    ),
    look(
        "Judy_Teacher_Sitting2_public",
        ["#f5d7c2", "#8a2f24", "#c65b7c", "#fbe1ea", "#f0b7cb"],
        true,
    ),
    look(
        "Judy_Teacher_Sitting_public",
        ["#f5d7c2", "#8a2f24", "#2f7fa8", "#dcf0f8", "#a9d6ea"],
        true,
    ),
    look(
        "Silas_CustomerSupport_public",
        ["#c68a63", "#2b1d17", "#d3a02e", "#fcf1d3", "#f2d98c"],
        false,
    ),
    look(
        "SilasHR_public",
        ["#c68a63", "#2b1d17", "#46708f", "#dfeaf2", "#b3cbdc"],
        false,
    ),
];

/// The picture as SVG, 320 by 320.
pub(super) fn portrait(id: &str) -> String {
    let [fallback, ..] = &LOOKS;
    let Look {
        skin,
        hair,
        clothes,
        top,
        bottom,
        long_hair,
        ..
    } = LOOKS.iter().find(|look| look.id == id).unwrap_or(fallback);
    let back = if *long_hair {
        "<path d=\"M88 150c0-56 30-88 72-88s72 32 72 88c0 40 6 66 18 92H70c12-26 18-52 18-92z\"/>"
    } else {
        "<path d=\"M98 150c-4-52 24-84 62-84s66 32 62 84z\"/>"
    };
    let fringe = if *long_hair {
        "<path d=\"M108 140c2-36 24-58 54-58 28 0 48 20 52 56-22-4-40-14-52-30-12 18-30 28-54 32z\"/>"
    } else {
        "<path d=\"M108 136c0-34 22-56 52-56s52 22 52 56c-8-18-18-28-30-32-20 8-44 8-58 2-8 6-13 16-16 30z\"/>"
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 320 320\" role=\"img\">\
         <defs><linearGradient id=\"b\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"1\"><stop offset=\"0\" stop-color=\"{top}\"/>\
         <stop offset=\"1\" stop-color=\"{bottom}\"/></linearGradient></defs>\
         <rect width=\"320\" height=\"320\" fill=\"url(#b)\"/><circle cx=\"250\" cy=\"70\" r=\"90\" fill=\"#fff\" opacity=\".18\"/>\
         <g fill=\"{hair}\">{back}</g>\
         <path d=\"M36 320c4-62 48-84 96-92h56c48 8 92 30 96 92z\" fill=\"{clothes}\"/>\
         <path d=\"M134 196h52v36c0 16-52 16-52 0z\" fill=\"{skin}\"/><path d=\"M134 204c12 14 40 14 52 0v10c-12 16-40 16-52 0z\" opacity=\".12\"/>\
         <path d=\"M128 226c10 22 54 22 64 0l14 6c-10 36-82 36-92 0z\" fill=\"#fff\" opacity=\".85\"/>\
         <ellipse cx=\"160\" cy=\"150\" rx=\"52\" ry=\"64\" fill=\"{skin}\"/>\
         <g fill=\"{hair}\">{fringe}</g>\
         <g fill=\"#2b2330\"><ellipse cx=\"140\" cy=\"152\" rx=\"5.5\" ry=\"6.5\"/><ellipse cx=\"180\" cy=\"152\" rx=\"5.5\" ry=\"6.5\"/></g>\
         <g fill=\"#fff\"><circle cx=\"142\" cy=\"149.500\" r=\"1.800\"/><circle cx=\"182\" cy=\"149.500\" r=\"1.800\"/></g>\
         <g fill=\"none\" stroke=\"{hair}\" stroke-width=\"4\" stroke-linecap=\"round\"><path d=\"M130 138q10-6 20-1M170 137q10-5 20 1\"/></g>\
         <path d=\"M160 156c-3 10-5 14-1 16\" fill=\"none\" stroke=\"#000\" stroke-opacity=\".22\" stroke-width=\"3\" stroke-linecap=\"round\"/>\
         <path d=\"M143 184q17 14 34 0\" fill=\"none\" stroke=\"#9c4a45\" stroke-width=\"4.500\" stroke-linecap=\"round\"/>\
         <g fill=\"#e2725b\" opacity=\".22\"><circle cx=\"124\" cy=\"172\" r=\"9\"/><circle cx=\"196\" cy=\"172\" r=\"9\"/></g></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::catalog::AVATARS;

    #[test]
    fn every_avatar_has_a_look_of_its_own() {
        for (at, (id, _)) in AVATARS.iter().enumerate() {
            assert!(LOOKS.iter().any(|look| look.id == *id), "{id}");
            for (other, _) in AVATARS.iter().skip(at + 1) {
                assert_ne!(portrait(id), portrait(other), "{id} and {other}");
            }
        }
    }
}
