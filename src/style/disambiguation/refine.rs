//! One class of works that look alike.

use std::collections::HashMap;

use citationberg::DisambiguationRule;

use super::{Shape, Work};
use crate::style::names::person::Given;

impl Work<'_> {
    /// Tells the works of a class apart by every means that the style allows.
    pub(super) fn resolve(&mut self, class: Vec<usize>) {
        let options = &self.program.citation;
        let mut classes = vec![class];
        if options.add_names {
            classes = classes.into_iter().flat_map(|class| self.add_names(class)).collect();
        }
        if options.add_given && options.given_rule == DisambiguationRule::ByCite {
            classes = classes.into_iter().flat_map(|class| self.add_given(class)).collect();
        }
        classes = classes.into_iter().flat_map(|class| self.add_words(class)).collect();
        if options.add_year_suffix {
            for class in classes {
                self.add_letters(class);
            }
        }
    }

    /// Shows more names, one after the other. Each work keeps no more of them than tell it from the others; what remains alike is
    /// returned.
    fn add_names(&mut self, class: Vec<usize>) -> Vec<Vec<usize>> {
        let base: Vec<Vec<(usize, usize)>> = class.iter().map(|item| self.rows(*item)).collect();
        let most = base.iter().flatten().map(|(total, shown)| total - shown).max().unwrap_or(0);
        if most == 0 {
            return vec![class];
        }
        let place: HashMap<usize, usize> =
            class.iter().enumerate().map(|(place, item)| (*item, place)).collect();
        // after each step: the class that each work is in
        let mut steps: Vec<Vec<usize>> = vec![vec![0; class.len()]];
        let mut parts = vec![class.clone()];
        for more in 1..=most {
            for item in parts.iter().filter(|part| part.len() > 1).flatten() {
                self.show(*item, &base[place[item]], more);
            }
            let mut next = Vec::new();
            for part in parts {
                if part.len() > 1 { next.extend(self.parted(&part)) } else { next.push(part) }
            }
            parts = next;
            let mut step = vec![0; class.len()];
            for (number, part) in parts.iter().enumerate() {
                for item in part {
                    step[place[item]] = number;
                }
            }
            steps.push(step);
            if self.budget.is_spent() || parts.iter().all(|part| part.len() == 1) {
                break;
            }
        }
        let last = steps.len() - 1;
        let counts: Vec<HashMap<usize, usize>> = steps
            .iter()
            .map(|step| {
                let mut counts = HashMap::new();
                for number in step {
                    *counts.entry(*number).or_insert(0) += 1;
                }
                counts
            })
            .collect();
        for (place, item) in class.iter().enumerate() {
            // the first step at which its class had come down to what it ends with
            let end = counts[last][&steps[last][place]];
            let first = (0..=last).find(|step| counts[*step][&steps[*step][place]] == end).unwrap_or(last);
            self.show(*item, &base[place], first);
        }
        parts.into_iter().filter(|part| part.len() > 1).collect()
    }

    /// Shows so many more names of each list.
    fn show(&mut self, item: usize, base: &[(usize, usize)], more: usize) {
        for (list, (total, shown)) in base.iter().enumerate() {
            if shown < total {
                self.shapes[item].list(list).shown = (more > 0).then_some((shown + more).min(*total));
            }
        }
    }

    /// Names of each list of a cite: how many there are and how many are shown.
    pub(super) fn rows(&mut self, item: usize) -> Vec<(usize, usize)> {
        let seen = self.seen(item);
        seen.lists.iter().map(|list| (list.total, list.shown)).collect()
    }

    /// Prints more of given names, name by name, wherever that tells some works from others; where it takes more names to do so, these
    /// are shown as well.
    fn add_given(&mut self, class: Vec<usize>) -> Vec<Vec<usize>> {
        let mut rest = Vec::new();
        let mut open = vec![class];
        while let Some(class) = open.pop().filter(|_| !self.budget.is_spent()) {
            match self.split_by_given(&class) {
                Some(parts) => open.extend(parts.into_iter().filter(|part| part.len() > 1)),
                None => rest.push(class),
            }
        }
        rest.reverse();
        rest
    }

    /// The first expansion that parts a class, kept; `None` where none does.
    fn split_by_given(&mut self, class: &[usize]) -> Option<Vec<Vec<usize>>> {
        let before: Vec<Shape> = class.iter().map(|item| self.shapes[*item].clone()).collect();
        let base: Vec<Vec<(usize, usize)>> = class.iter().map(|item| self.rows(*item)).collect();
        let most = match self.program.citation.add_names {
            true => base.iter().flatten().map(|(total, shown)| total - shown).max().unwrap_or(0),
            false => 0,
        };
        let lists = base.iter().map(Vec::len).max().unwrap_or(0);
        for more in 0..=most {
            if self.budget.is_spent() {
                break;
            }
            for (item, base) in class.iter().zip(&base).filter(|_| more > 0) {
                self.show(*item, base, more);
            }
            let wide: Vec<Shape> = class.iter().map(|item| self.shapes[*item].clone()).collect();
            for list in 0..lists {
                let longest = base
                    .iter()
                    .filter_map(|base| base.get(list))
                    .map(|(total, shown)| (shown + more).min(*total))
                    .max();
                for place in 0..longest.unwrap_or(0) {
                    if self.budget.is_spent() {
                        break;
                    }
                    for given in [Given::Initials, Given::Full] {
                        for item in class {
                            self.shapes[*item].raise(list, place, given);
                        }
                        let parts = self.parted(class);
                        if parts.len() > 1 {
                            return Some(parts);
                        }
                    }
                    self.restore(class, &wide);
                }
            }
        }
        self.restore(class, &before);
        None
    }

    fn restore(&mut self, class: &[usize], shapes: &[Shape]) {
        for (item, shape) in class.iter().zip(shapes) {
            self.shapes[*item].clone_from(shape);
        }
    }

    /// Prints what the style has under `disambiguate`, one condition after the other, where that tells works apart.
    fn add_words(&mut self, class: Vec<usize>) -> Vec<Vec<usize>> {
        let mut rest = Vec::new();
        let mut open = vec![class];
        while let Some(class) = open.pop().filter(|_| !self.budget.is_spent()) {
            let before = self.shapes[class[0]].condition;
            let tests = self.seen(class[0]).disambiguate_tests;
            let mut parts = Vec::new();
            for condition in before + 1..=tests {
                for item in &class {
                    self.shapes[*item].condition = condition;
                }
                parts = self.parted(&class);
                if parts.len() > 1 || self.budget.is_spent() {
                    break;
                }
            }
            if parts.len() > 1 {
                open.extend(parts.into_iter().filter(|part| part.len() > 1));
                continue;
            }
            for item in &class {
                self.shapes[*item].condition = before;
            }
            rest.push(class);
        }
        rest.reverse();
        rest
    }

    /// Gives letters in the order of the list of references.
    fn add_letters(&mut self, mut class: Vec<usize>) {
        class.sort_by_key(|item| self.rank[*item]);
        for (number, item) in class.into_iter().enumerate() {
            self.shapes[item].year_suffix = Some(number as u32 + 1);
        }
    }
}
