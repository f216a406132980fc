//! Measures the program on a user's own data: `evaluate TASK PATH... [--verbose]`.

mod formats;

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let verbose = arguments.iter().any(|argument| argument == "--verbose");
    arguments.retain(|argument| argument != "--verbose");
    let paths: Vec<std::path::PathBuf> = arguments.iter().skip(1).map(Into::into).collect();
    match arguments.first().map(String::as_str) {
        Some("formats") => println!("{}", formats::run(&paths, verbose)),
        _ => eprintln!("usage: evaluate formats PATH... [--verbose]"),
    }
}
