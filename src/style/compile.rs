//! citationberg's tree -> `Program`. Macros are compiled once for citations and once for the list of references, since names inherit
//! options from either; a call then points at the nodes.

mod date;
pub(super) use date::part as date_part;
mod names;

use std::collections::HashMap;

use citationberg::taxonomy::{StandardVariable, Variable};
use citationberg::{
    Affixes, ChooseBranch, Formatting, IndependentStyle, InheritableNameOptions,
    LayoutRenderingElement as Element, StyleClass, TextTarget, ToAffixes, ToFormatting,
};

use super::program::{
    Bibliography, Branch, Citation, Key, KeyBy, Layout, Look, Node, Nodes, Op, Program, Test,
};

/// Elements within elements, macros that are called included. The renderer descends once a level.
const DEPTH_LIMIT: usize = 160;
/// Elements of a layout when every macro is written out. The largest style in use has about a tenth.
const SIZE_LIMIT: u64 = 2_000_000;

/// Why a tree is not a style that can be run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    /// A macro that calls itself.
    #[error("macro \"{0}\" calls itself: {1}")]
    Recursion(String, String),
    /// A macro that is not there.
    #[error("macro \"{0}\" is called and not defined")]
    UnknownMacro(String),
    /// Too deep.
    #[error("elements are nested deeper than {DEPTH_LIMIT} levels, macros included")]
    Depth,
    /// Too large.
    #[error("the style has more than {SIZE_LIMIT} elements once macros are written out")]
    Size,
}

/// Compiles a style.
pub fn compile(style: &IndependentStyle) -> Result<Program, CompileError> {
    let mut nodes = Vec::new();
    let settings = &style.settings;

    let own = &style.citation;
    let options = settings.options.apply(&own.name_options);
    let mut area = Area::new(style, &options, &mut nodes);
    let citation = Citation {
        layout: area.layout(&own.layout)?,
        sort: area.sort(own.sort.as_ref())?,
        add_names: own.disambiguate_add_names,
        add_given: own.disambiguate_add_givenname,
        given_rule: own.givenname_disambiguation_rule,
        add_year_suffix: own.disambiguate_add_year_suffix,
        collapse: own.collapse,
        cite_group_delimiter: own.cite_group_delimiter.as_deref().map(Into::into),
        year_suffix_delimiter: own.year_suffix_delimiter.as_deref().map(Into::into),
        after_collapse_delimiter: own.after_collapse_delimiter.as_deref().map(Into::into),
        near_note_distance: own.near_note_distance,
    };

    let mut bibliography = None;
    if let Some(own) = &style.bibliography {
        let options = settings.options.apply(&own.name_options);
        let mut area = Area::new(style, &options, &mut nodes);
        bibliography = Some(Bibliography {
            layout: area.layout(&own.layout)?,
            sort: area.sort(own.sort.as_ref())?,
            hanging_indent: own.hanging_indent,
            second_field_align: own.second_field_align,
            line_spacing: own.line_spacing.get(),
            entry_spacing: own.entry_spacing,
            substitute: own.subsequent_author_substitute.as_deref().map(Into::into),
            substitute_rule: own.subsequent_author_substitute_rule,
        });
    }

    Ok(Program {
        nodes,
        citation,
        bibliography,
        note: settings.class == StyleClass::Note,
        page_range: settings.page_range_format,
        demote: settings.demote_non_dropping_particle,
        initialize_with_hyphen: settings.initialize_with_hyphen,
    })
}

/// A macro that has been compiled, or is being.
enum Macro {
    Open,
    Done { nodes: Nodes, depth: usize, size: u64 },
}

/// What is compiled with one set of inherited name options.
struct Area<'a> {
    by_name: HashMap<&'a str, &'a [Element]>,
    options: &'a InheritableNameOptions,
    nodes: &'a mut Vec<Node>,
    macros: HashMap<&'a str, Macro>,
    calls: Vec<&'a str>,
    explicit_year_suffix: bool,
    /// Names of which a substitute is being compiled.
    stood_in_for: Option<&'a citationberg::Names>,
    /// Deepest level and number of elements of what is being compiled.
    deepest: usize,
    size: u64,
}

impl<'a> Area<'a> {
    fn new(
        style: &'a IndependentStyle,
        options: &'a InheritableNameOptions,
        nodes: &'a mut Vec<Node>,
    ) -> Self {
        // of two macros of one name the first counts
        let by_name = style.macros.iter().rev().map(|m| (m.name.as_str(), m.children.as_slice())).collect();
        Self {
            by_name,
            options,
            nodes,
            macros: HashMap::new(),
            calls: Vec::new(),
            explicit_year_suffix: false,
            stood_in_for: None,
            deepest: 0,
            size: 0,
        }
    }

    fn layout(&mut self, layout: &'a citationberg::Layout) -> Result<Layout, CompileError> {
        let children = self.elements(&layout.elements, 0)?;
        Ok(Layout {
            children,
            format: layout.to_formatting(),
            prefix: layout.prefix.as_deref().unwrap_or_default().into(),
            suffix: layout.suffix.as_deref().unwrap_or_default().into(),
            delimiter: layout.delimiter.as_deref().unwrap_or_default().into(),
            explicit_year_suffix: self.explicit_year_suffix,
        })
    }

    fn sort(&mut self, sort: Option<&'a citationberg::Sort>) -> Result<Vec<Key>, CompileError> {
        let keys = sort.map(|sort| sort.keys.as_slice()).unwrap_or_default();
        keys.iter().map(|key| self.key(key)).collect()
    }

    fn key(&mut self, key: &'a citationberg::SortKey) -> Result<Key, CompileError> {
        let descending = key.sort_direction() == citationberg::SortDirection::Descending;
        Ok(match key {
            citationberg::SortKey::Variable { variable: Variable::Name(name), .. } => {
                let at = self.nodes.len() as u32;
                let plain = citationberg::Names::with_variables(vec![*name]);
                let names = self.bare_names(&plain);
                self.nodes.push(Node { op: Op::Names(Box::new(names)), look: Look::default() });
                Key {
                    by: KeyBy::Names(at),
                    descending,
                    names_min: None,
                    names_use_first: None,
                    names_use_last: None,
                }
            }
            citationberg::SortKey::Variable { variable, .. } => Key {
                by: KeyBy::Variable(*variable),
                descending,
                names_min: None,
                names_use_first: None,
                names_use_last: None,
            },
            citationberg::SortKey::MacroName { name, names_min, names_use_first, names_use_last, .. } => {
                Key {
                    by: KeyBy::Macro(self.call(name, 0)?),
                    descending,
                    names_min: *names_min,
                    names_use_first: *names_use_first,
                    names_use_last: *names_use_last,
                }
            }
        })
    }

    /// The nodes of a macro, compiled at the first call.
    fn call(&mut self, name: &'a str, depth: usize) -> Result<Nodes, CompileError> {
        match self.macros.get(name) {
            Some(Macro::Open) => {
                let from = self.calls.iter().position(|open| *open == name).unwrap_or_default();
                let path = self.calls[from..].iter().chain([&name]).copied().collect::<Vec<_>>().join(" -> ");
                return Err(CompileError::Recursion(name.to_owned(), path));
            }
            Some(Macro::Done { nodes, depth: deep, size }) => {
                let (nodes, deep, size) = (nodes.clone(), *deep, *size);
                self.count(depth + deep, size)?;
                return Ok(nodes);
            }
            None => {}
        }
        let Some(children) = self.by_name.get(name).copied() else {
            return Err(CompileError::UnknownMacro(name.to_owned()));
        };
        self.macros.insert(name, Macro::Open);
        self.calls.push(name);
        let outer = (std::mem::take(&mut self.deepest), std::mem::take(&mut self.size));
        // a macro is compiled once for all who call it
        let stood_in_for = self.stood_in_for.take();
        let nodes = self.elements(children, depth)?;
        self.stood_in_for = stood_in_for;
        let done =
            Macro::Done { nodes: nodes.clone(), depth: self.deepest.saturating_sub(depth), size: self.size };
        let (deepest, size) = (self.deepest, self.size);
        (self.deepest, self.size) = outer;
        self.count(deepest, size)?;
        self.calls.pop();
        self.macros.insert(name, done);
        Ok(nodes)
    }

    fn count(&mut self, deepest: usize, size: u64) -> Result<(), CompileError> {
        self.deepest = self.deepest.max(deepest);
        self.size = self.size.saturating_add(size);
        if self.deepest > DEPTH_LIMIT {
            return Err(CompileError::Depth);
        }
        if self.size > SIZE_LIMIT {
            return Err(CompileError::Size);
        }
        Ok(())
    }

    fn elements(&mut self, elements: &'a [Element], depth: usize) -> Result<Nodes, CompileError> {
        self.count(depth, elements.len() as u64)?;
        let compiled =
            elements.iter().map(|element| self.element(element, depth + 1)).collect::<Result<Vec<_>, _>>()?;
        let start = self.nodes.len() as u32;
        self.nodes.extend(compiled);
        Ok(start..self.nodes.len() as u32)
    }

    fn element(&mut self, element: &'a Element, depth: usize) -> Result<Node, CompileError> {
        Ok(match element {
            Element::Text(text) => {
                let mut look = look(text, text.display, text.text_case);
                look.quotes = text.quotes;
                look.strip_periods = text.strip_periods;
                Node { op: self.target(&text.target, depth)?, look }
            }
            Element::Number(number) => Node {
                op: Op::Number { variable: number.variable.into(), form: number.form },
                look: look(number, number.display, number.text_case),
            },
            Element::Label(label) => {
                let own = &label.label;
                let mut look = look(own, None, own.text_case);
                look.strip_periods = own.strip_periods;
                let op = Op::Label { variable: label.variable.into(), form: own.form, plural: own.plural };
                Node { op, look }
            }
            Element::Date(date) => Node {
                op: date::compile(date).map_or(Op::Value("".into()), |date| Op::Date(Box::new(date))),
                look: look(date, date.display, date.text_case),
            },
            Element::Names(names) => {
                let mut compiled = self.standing_in(names);
                if let Some(substitute) = names.substitute() {
                    compiled.substitute = self.substitute(names, &substitute.children, depth)?;
                }
                Node { op: Op::Names(Box::new(compiled)), look: look(names, names.display, None) }
            }
            Element::Group(group) => Node {
                op: Op::Group {
                    children: self.elements(&group.children, depth)?,
                    delimiter: group.delimiter.as_deref().unwrap_or_default().into(),
                },
                look: look(group, group.display, None),
            },
            Element::Choose(choose) => {
                let mut branches = Vec::new();
                for branch in choose.branches() {
                    branches.push(Branch {
                        tests: tests(branch),
                        quantifier: branch.match_,
                        children: self.elements(&branch.children, depth)?,
                    });
                }
                if let Some(otherwise) = &choose.otherwise {
                    branches.push(Branch {
                        tests: Box::default(),
                        quantifier: citationberg::ChooseMatch::All,
                        children: self.elements(&otherwise.children, depth)?,
                    });
                }
                Node { op: Op::Choose(branches.into()), look: Look::default() }
            }
        })
    }

    fn target(&mut self, target: &'a TextTarget, depth: usize) -> Result<Op, CompileError> {
        Ok(match target {
            TextTarget::Variable { var, form } => {
                let own = [StandardVariable::YearSuffix, StandardVariable::CitationLabel];
                self.explicit_year_suffix |= own.iter().any(|own| *var == Variable::Standard(*own));
                Op::Variable { variable: *var, short: *form == citationberg::LongShortForm::Short }
            }
            TextTarget::Macro { name } => Op::Macro(self.call(name, depth)?),
            TextTarget::Term { term, form, plural } => Op::Term { term: *term, form: *form, plural: *plural },
            TextTarget::Value { val } => Op::Value(val.as_str().into()),
        })
    }
}

fn tests(branch: &ChooseBranch) -> Box<[Test]> {
    let mut tests = Vec::new();
    match branch.disambiguate {
        Some(true) => tests.push(Test::Disambiguate),
        Some(false) => tests.push(Test::Never),
        None => {}
    }
    tests.extend(branch.is_numeric.iter().flatten().map(|variable| Test::IsNumeric(*variable)));
    tests.extend(branch.is_uncertain_date.iter().flatten().map(|variable| Test::IsUncertain(*variable)));
    tests.extend(branch.locator.iter().flatten().map(|locator| Test::Locator(*locator)));
    tests.extend(branch.position.iter().flatten().map(|position| Test::Position(*position)));
    tests.extend(branch.type_.iter().flatten().map(|kind| Test::Type(*kind)));
    tests.extend(branch.variable.iter().flatten().map(|variable| Test::Has(*variable)));
    tests.into()
}

fn look(
    element: &(impl ToFormatting + ToAffixes),
    display: Option<citationberg::Display>,
    case: Option<citationberg::TextCase>,
) -> Look {
    let Affixes { prefix, suffix } = element.to_affixes();
    let format: Formatting = element.to_formatting();
    Look {
        format,
        prefix: prefix.unwrap_or_default().into(),
        suffix: suffix.unwrap_or_default().into(),
        display,
        case,
        quotes: false,
        strip_periods: false,
    }
}
