//! Generates the contract from `proto/`, twice: the messages with a client, used everywhere, and the server stubs, in
//! whose replies a stored citation or finding is bytes that pass through undecoded (`contract::Encoded`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use prost_types::{DescriptorProto, FileDescriptorSet};
use sha2::{Digest as _, Sha256};

/// Messages that are stored encoded and served as they are stored.
const STORED: [&str; 2] = [".ibid.v1.Citation", ".ibid.v1.Finding"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=proto");
    // the log grows with every commit and checkout; HEAD itself only names the branch
    for file in [".git/HEAD", ".git/logs/HEAD"].into_iter().filter(|file| std::path::Path::new(file).exists())
    {
        println!("cargo:rerun-if-changed={file}");
    }
    println!("cargo:rerun-if-env-changed=IBID_COMMIT");
    println!("cargo:rustc-env=IBID_COMMIT={}", commit());

    // what makes findings: `finding::provenance` stamps them with it
    println!("cargo:rerun-if-changed=src/finding");
    println!("cargo:rerun-if-changed=models");
    println!("cargo:rustc-env=IBID_RULES_HASH={}", hash_of("src/finding", "rs")?);
    println!("cargo:rustc-env=IBID_MODEL_HASH={}", hash_of("models", "bin")?);

    let out = PathBuf::from(env::var("OUT_DIR")?);
    let descriptors = protox::Compiler::new(["proto"])?
        .include_source_info(true)
        .include_imports(true)
        .open_files(files(Path::new("proto"), "proto")?)?
        .file_descriptor_set();
    fs::write(out.join("descriptors.bin"), prost::Message::encode_to_vec(&descriptors))?;

    let messages = out.join("messages");
    fs::create_dir_all(&messages)?;
    tonic_prost_build::configure()
        .build_server(false)
        .bytes(".")
        .out_dir(&messages)
        .compile_fds(descriptors.clone())?;

    let server = out.join("server");
    fs::create_dir_all(&server)?;
    let mut stubs = tonic_prost_build::configure().build_client(false).bytes(".").out_dir(&server);
    for (path, rust) in shared_types(&descriptors) {
        stubs = stubs.extern_path(path, rust);
    }
    stubs.compile_fds(descriptors)?;
    Ok(())
}

/// Every type of the package that the server stubs share with the messages: all but the replies that hold a stored message
/// somewhere, which are generated anew around `Encoded`.
fn shared_types(descriptors: &FileDescriptorSet) -> Vec<(String, String)> {
    let mut parts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut enums = Vec::new();
    let mut replies = BTreeSet::new();
    for file in descriptors.file.iter().filter(|file| file.package() == "ibid.v1") {
        for message in &file.message_type {
            collect(".ibid.v1", message, &mut parts);
        }
        enums.extend(file.enum_type.iter().map(|e| format!(".ibid.v1.{}", e.name())));
        let methods = file.service.iter().flat_map(|service| &service.method);
        replies.extend(methods.map(|method| method.output_type().to_owned()));
    }
    let encoded_replies: BTreeSet<&String> = {
        let mut reached = BTreeSet::new();
        for reply in &replies {
            mark_encoded(reply, &parts, &mut reached);
        }
        reached
    };
    let messages = parts.keys().filter(|path| !encoded_replies.contains(path)).cloned();
    messages
        .chain(enums)
        .filter(|path| path.matches('.').count() == 3)
        .map(|path| {
            let name = path.rsplit('.').next().unwrap_or_default();
            let rust = format!("crate::contract::v1::{name}");
            if STORED.contains(&path.as_str()) {
                return (path, format!("crate::contract::Encoded<{rust}>"));
            }
            (path, rust)
        })
        .collect()
}

fn collect(parent: &str, message: &DescriptorProto, parts: &mut BTreeMap<String, BTreeSet<String>>) {
    let path = format!("{parent}.{}", message.name());
    let fields = message.field.iter().map(|field| field.type_name().to_owned());
    parts.entry(path.clone()).or_default().extend(fields.filter(|name| !name.is_empty()));
    for nested in &message.nested_type {
        collect(&path, nested, parts);
    }
}

/// True when a stored message lies somewhere in `path`; every message on the way to one is recorded.
fn mark_encoded<'a>(
    path: &str,
    parts: &'a BTreeMap<String, BTreeSet<String>>,
    reached: &mut BTreeSet<&'a String>,
) -> bool {
    if STORED.contains(&path) {
        return true;
    }
    let Some((path, fields)) = parts.get_key_value(path) else { return false };
    let mut holds = false;
    for field in fields {
        holds |= field != path && mark_encoded(field, parts, reached);
    }
    if holds {
        reached.insert(path);
    }
    holds
}

/// Files below `root` whose names end so, in order.
fn files(root: &Path, extension: &str) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path, extension)?);
        } else if path.extension().is_some_and(|ext| ext == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A hash over names and contents of the files below `root`: the first 16 hexadecimal digits of a SHA-256.
fn hash_of(root: &str, extension: &str) -> std::io::Result<String> {
    let mut hash = Sha256::new();
    for path in files(Path::new(root), extension)? {
        let content = fs::read(&path)?;
        let name = path.to_string_lossy().replace('\\', "/");
        hash.update(format!("{name}\n{}\n", content.len()));
        hash.update(content);
    }
    Ok(hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

/// The commit, for `ibid --version`: from the environment (an image build has no .git), else from git, else "unknown".
fn commit() -> String {
    env::var("IBID_COMMIT").ok().filter(|commit| !commit.is_empty()).unwrap_or_else(|| {
        let git = std::process::Command::new("git").args(["rev-parse", "--short=12", "HEAD"]).output();
        git.ok()
            .filter(|output| output.status.success())
            .and_then(|output| String::from_utf8(output.stdout).ok())
            .map_or_else(|| "unknown".to_owned(), |commit| commit.trim().to_owned())
    })
}
