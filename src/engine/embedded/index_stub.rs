//! stub
use crate::contract::v1;
use crate::engine::{Deadline, EngineError, FindingKey, Hits, Search};
use crate::record::name::CitationId;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;
pub struct Index {
    state: Mutex<(BTreeMap<CitationId, u64>, BTreeMap<CitationId, u64>, u64)>,
    dir: std::path::PathBuf,
}
impl Index {
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        std::fs::create_dir_all(dir)?;
        let text = std::fs::read_to_string(dir.join("stub")).unwrap_or_default();
        let mut lines = text.lines();
        let number = lines.next().and_then(|l| l.parse().ok()).unwrap_or(0);
        let mut map = BTreeMap::new();
        for line in lines {
            let (a, b) = line.split_once(' ').unwrap();
            map.insert(CitationId::from_u128(a.parse().unwrap()), b.parse().unwrap());
        }
        Ok(Self { state: Mutex::new((map.clone(), map, number)), dir: dir.to_owned() })
    }
    pub fn committed(&self) -> u64 {
        self.state.lock().unwrap().2
    }
    pub fn put(
        &self,
        id: CitationId,
        _: &v1::Citation,
        findings: &[v1::Finding],
        fresh: bool,
    ) -> Result<(), EngineError> {
        let mut s = self.state.lock().unwrap();
        assert!(!fresh || !s.0.contains_key(&id));
        s.0.insert(id, findings.len() as u64);
        Ok(())
    }
    pub fn remove(&self, id: CitationId) -> Result<(), EngineError> {
        self.state.lock().unwrap().0.remove(&id);
        Ok(())
    }
    pub fn commit(&self, change: u64) -> Result<(), EngineError> {
        let mut s = self.state.lock().unwrap();
        s.1 = s.0.clone();
        s.2 = change;
        let mut text = format!("{change}\n");
        for (id, n) in &s.1 {
            text += &format!("{} {n}\n", id.as_u128());
        }
        std::fs::write(self.dir.join("stub.tmp"), text)?;
        std::fs::rename(self.dir.join("stub.tmp"), self.dir.join("stub"))?;
        Ok(())
    }
    pub fn search_citations(&self, _: &Search, _: Deadline) -> Result<Hits<CitationId>, EngineError> {
        Ok(Hits { hits: vec![], cursor: None, total: self.state.lock().unwrap().1.len() as u64 })
    }
    pub fn search_findings(&self, _: &Search, _: Deadline) -> Result<Hits<FindingKey>, EngineError> {
        Ok(Hits { hits: vec![], cursor: None, total: 0 })
    }
    pub fn all_ids(&self) -> Result<BTreeSet<CitationId>, EngineError> {
        Ok(self.state.lock().unwrap().1.keys().copied().collect())
    }
    pub fn finding_count(&self) -> Result<u64, EngineError> {
        Ok(self.state.lock().unwrap().1.values().sum())
    }
    pub fn bytes_on_disk(&self) -> u64 {
        0
    }
}
