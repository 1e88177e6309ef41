//! Tells cargo that the templates of an exported app are part of the program: the macro that embeds the folder sees files
//! that change, but not files that are added.

fn main() {
    println!("cargo::rerun-if-changed=src/export/templates");
}
