//! Prints the blocks of files: `cargo run -p fedreg-text --example blocks -- FILE…`.
#![allow(clippy::print_stdout)]

use fedreg_text::{SourceShape, TextFormat, issue, read, sniff};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let bytes = fs_err::read(&path)?;
        println!("=== {path}");
        let format = match sniff(&bytes) {
            SourceShape::Xml => TextFormat::Xml,
            SourceShape::Html => TextFormat::Html,
            SourceShape::IssueXml => {
                for document in issue::split(&bytes)?.documents {
                    println!("{:?}", document.metadata);
                }
                continue;
            }
            _ => TextFormat::Txt,
        };
        match read(&bytes, format) {
            Ok(notice) => {
                println!("{:?}", notice.stated);
                for block in &notice.blocks {
                    println!("{:?} {:?}| {}", block.role, block.page, notice.words(block));
                }
            }
            Err(error) => println!("ERROR {error}"),
        }
    }
    Ok(())
}
