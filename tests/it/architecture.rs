//! Dependencies point one way. Reads every source file, finds every path from one room of the crate to another, and fails when one
//! runs back; a planted violation proves that it can.

use std::fs;
use std::path::Path;

use source::Source;

#[path = "architecture/source.rs"]
mod source;

/// The rooms with their height: a room may know those that stand lower, never one of its own height.
const ROOMS: [(&str, u8); 14] = [
    ("contract", 0),
    ("record", 1),
    ("finding", 2),
    ("formats", 2),
    ("style", 2),
    ("query", 2),
    ("engine", 3),
    ("library", 4),
    ("api", 5),
    ("config", 6),
    ("telemetry", 7),
    ("server", 8),
    ("cli", 9),
    ("main", 10),
];

/// What lies outside of the crate and must not be known, by the highest room that the rule holds for.
const OUTSIDE: [(&str, u8); 6] =
    [("tonic", 4), ("tokio", 2), ("fs", 2), ("net", 2), ("SystemTime", 2), ("Instant", 2)];

/// Past this a file is asking to be two.
const MAX_LINES: usize = 400;

/// Files that are longer all the same, with the reason.
const LONG_FILES: [(&str, &str); 0] = [];

#[test]
fn arrows_point_one_way() {
    let sources = sources();
    assert!(sources.len() > 10, "only {} files were found", sources.len());
    let found: Vec<String> = sources.iter().flat_map(violations).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_file_is_long_without_a_reason() {
    let sources = sources();
    let long: Vec<String> = sources.iter().filter_map(too_long).collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
    for (path, _) in LONG_FILES {
        let lines = sources.iter().find(|source| source.path == path).map_or(0, Source::lines);
        assert!(lines > MAX_LINES, "{path} has {lines} lines and needs no reason any more");
    }
}

#[test]
fn planted_violations_are_found() {
    for (path, text, expected) in [
        ("record/a.rs", "use crate::engine::Row;", "record/a.rs:1: record must not know engine"),
        (
            "record/a.rs",
            "fn f(\n) -> crate::library::Library {}",
            "record/a.rs:2: record must not know library",
        ),
        ("finding/a.rs", "use crate::{record::x, formats};", "finding/a.rs:1: finding must not know formats"),
        (
            "style/a.rs",
            "use crate::{\n    record::{a, b},\n    query,\n};",
            "style/a.rs:1: style must not know query",
        ),
        ("engine/a.rs", "use super::super::api::status;", "engine/a.rs:1: engine must not know api"),
        ("query/mod.rs", "use super::engine;", "query/mod.rs:1: query must not know engine"),
        (
            "query/a.rs",
            "/* crate::cli */ const A: &str = \"//\"; use crate::cli;",
            "query/a.rs:1: query must not know cli",
        ),
        (
            "api/a.rs",
            "fn f<'a>(x: &'a str) { let c = '\"'; crate::server::x(c) }",
            "api/a.rs:1: api must not know server",
        ),
        ("attic/a.rs", "", "attic/a.rs: attic is not a room"),
        ("record/a.rs", "use std::{fs, io};", "record/a.rs:1: record must not know fs"),
        (
            "formats/a.rs",
            "let now = std::time::SystemTime::now();",
            "formats/a.rs:1: formats must not know SystemTime",
        ),
        ("library/a.rs", "use tonic::Status;", "library/a.rs:1: library must not know tonic"),
        (
            "query/a.rs",
            "#[cfg(test)]\nmod tests;\nuse tokio::time;",
            "query/a.rs:3: query must not know tokio",
        ),
    ] {
        assert_eq!(violations(&Source::new(path, text)), [expected], "{path}: {text}");
    }
}

#[test]
fn what_is_allowed_is_not_found() {
    for (path, text) in [
        ("engine/a.rs", "use crate::{contract::server, query::ast};\nuse tokio::fs;"),
        ("record/a.rs", "// use crate::cli;\n/// as crate::api says\nfn f() {}"),
        ("record/a.rs", "/* /* crate::cli */ crate::api */ fn f() { \"crate::api\"; r#\"crate::\"cli\"#; }"),
        ("record/a/b.rs", "use super::engine;"),
        ("api/a.rs", "use tonic::Status; use crate::library::Library;"),
        ("finding/a.rs", "fn f() {}\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}"),
        ("finding/a_tests.rs", "use std::fs;"),
        ("main.rs", "fn main() { ibid::cli::run() }"),
        ("lib.rs", "pub mod cli;"),
    ] {
        assert_eq!(violations(&Source::new(path, text)), Vec::<String>::new(), "{path}: {text}");
    }
    assert!(too_long(&Source::new("record/a.rs", &"\n".repeat(MAX_LINES + 1))).is_some());
    assert!(too_long(&Source::new("record/a.rs", &"\n".repeat(MAX_LINES))).is_none());
}

fn violations(source: &Source) -> Vec<String> {
    let room = source.room();
    if room == "lib" {
        return Vec::new();
    }
    let Some(height) = height(room) else {
        return vec![format!("{}: {room} is not a room", source.path)];
    };
    let rooms = source.known_rooms().into_iter().filter(|(_, known)| *known != room);
    let back = rooms.filter(|(_, known)| self::height(known).is_some_and(|known| known >= height));
    let outside = source.words_outside_tests();
    let outside = outside.into_iter().filter(|(_, word)| {
        OUTSIDE.iter().any(|(forbidden, highest)| forbidden == word && height <= *highest)
    });
    back.chain(outside)
        .map(|(line, known)| format!("{}:{line}: {room} must not know {known}", source.path))
        .collect()
}

fn height(room: &str) -> Option<u8> {
    ROOMS.iter().find(|(name, _)| *name == room).map(|(_, height)| *height)
}

fn too_long(source: &Source) -> Option<String> {
    if source.lines() <= MAX_LINES || LONG_FILES.iter().any(|(path, _)| *path == source.path) {
        return None;
    }
    Some(format!("{} has {} lines, more than {MAX_LINES}", source.path, source.lines()))
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    collect(&root, "", &mut found);
    found
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<Source>) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).expect("src can be read").map(|entry| entry.expect("an entry")).collect();
    entries.sort_by_key(|entry| entry.file_name());
    for entry in entries {
        let name = entry.file_name().into_string().expect("names of sources are UTF-8");
        let path = format!("{prefix}{name}");
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{path}/"), found);
        } else if name.ends_with(".rs") {
            let text = fs::read_to_string(entry.path()).expect("a source is UTF-8");
            found.push(Source::new(&path, &text));
        }
    }
}
