//! What one run of the program is to do, and what it has written.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use sha2::{Digest, Sha256};

pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A small run takes one text in so many.
const SMALL: usize = 8;

pub struct Task {
    data: PathBuf,
    out: PathBuf,
    only: Option<Vec<String>>,
    small: bool,
    check: Option<PathBuf>,
    started: Instant,
    /// Name and hash of each model written.
    done: RefCell<Vec<(String, String)>>,
}

impl Task {
    /// Reads the command line; what is wrong with it comes back as a sentence.
    pub fn read(arguments: &[String], stages: &[&str]) -> Result<Self, String> {
        let (mut data, mut out, mut only, mut check, mut small) = (None, None, None, None, false);
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let slot = match argument.as_str() {
                "--data" => &mut data,
                "--out" => &mut out,
                "--only" => &mut only,
                "--check" => &mut check,
                "--small" => {
                    small = true;
                    continue;
                }
                other => return Err(format!("unknown argument {other}")),
            };
            *slot = Some(rest.next().ok_or(format!("{argument} wants a value"))?.clone());
        }
        let only: Option<Vec<String>> = only.map(|names| names.split(',').map(str::to_owned).collect());
        let unknown = only.iter().flatten().find(|name| !stages.contains(&name.as_str()));
        if let Some(name) = unknown {
            return Err(format!("no stage {name}: there are {}", stages.join(", ")));
        }
        Ok(Self {
            data: data.ok_or("--data is missing")?.into(),
            out: out.ok_or("--out is missing")?.into(),
            only,
            small,
            check: check.map(PathBuf::from),
            started: Instant::now(),
            done: RefCell::default(),
        })
    }

    pub fn wanted(&self, stage: &str) -> bool {
        self.only.as_ref().is_none_or(|names| names.iter().any(|name| name == stage))
    }

    /// A labelled file or folder.
    pub fn data(&self, name: &str) -> PathBuf {
        self.data.join(name)
    }

    /// All texts of a file, or the few of them that a small run trains on.
    pub fn part<T>(&self, texts: Vec<T>) -> Vec<T> {
        texts.into_iter().step_by(if self.small { SMALL } else { 1 }).collect()
    }

    /// A model that an earlier stage wrote.
    pub fn written(&self, name: &str) -> Outcome<Vec<u8>> {
        read(&self.out.join(name))
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> Outcome<()> {
        fs::create_dir_all(&self.out)?;
        fs::write(self.out.join(name), bytes)?;
        let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        eprintln!("{name}: {} bytes, {:.0} s", bytes.len(), self.started.elapsed().as_secs_f32());
        println!("{hash}  {name}");
        self.done.borrow_mut().push((name.to_owned(), hash));
        Ok(())
    }

    /// Compares what was written with the hashes of `--check`.
    pub fn compared(&self) -> Outcome<()> {
        let Some(path) = &self.check else { return Ok(()) };
        let expected = String::from_utf8(read(path)?)?;
        let done = self.done.borrow();
        let mut wrong = Vec::new();
        for (name, hash) in done.iter() {
            match expected.lines().filter_map(|line| line.split_once("  ")).find(|(_, other)| other == name) {
                Some((other, _)) if other == hash => {}
                Some(_) => wrong.push(format!("{name} differs from {}", path.display())),
                None => wrong.push(format!("{name} is not in {}", path.display())),
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
    }
}

fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()).into())
}
