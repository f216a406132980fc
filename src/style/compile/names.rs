//! `cs:names`, with what its `cs:name` inherits.

use citationberg::taxonomy::{OtherTerm, Term};
use citationberg::{LayoutRenderingElement as Element, NameLabelPosition, ToFormatting};

use super::{Area, CompileError, look};
use crate::style::program::{EtAl, Label, Name, Names, Nodes};

impl<'a> Area<'a> {
    /// Names without their substitutes.
    pub(super) fn bare_names(&self, names: &citationberg::Names) -> Names {
        let own = names.options();
        let inherited = self.options.apply(&own);
        let default = citationberg::Name::default();
        let element = names.name();
        let label = names.label();
        let et_al = names.et_al();
        Names {
            variables: names.variable.clone().into(),
            delimiter: own
                .names_delimiter
                .or_else(|| self.options.names_delimiter.clone())
                .unwrap_or_default()
                .into(),
            name: name(element.unwrap_or(&default), &inherited),
            et_al: EtAl {
                term: et_al.map_or(Term::Other(OtherTerm::EtAl), |et_al| et_al.term.into()),
                format: et_al.map(ToFormatting::to_formatting).unwrap_or_default(),
            },
            label_first: label.is_some_and(|(_, position)| position == NameLabelPosition::BeforeName)
                && element.is_some(),
            label: label.map(|(label, _)| {
                let mut look = look(label, None, label.text_case);
                look.strip_periods = label.strip_periods;
                Label { form: label.form, plural: label.plural, look }
            }),
            substitute: 0..0,
        }
    }

    /// What stands in for names that are missing. Names without children of their own, at any depth but within macros, are as those
    /// they stand in for.
    pub(super) fn substitute(
        &mut self,
        names: &'a citationberg::Names,
        children: &'a [Element],
        depth: usize,
    ) -> Result<Nodes, CompileError> {
        let outer = self.stood_in_for.replace(names);
        let compiled = self.elements(children, depth)?;
        self.stood_in_for = outer;
        Ok(compiled)
    }

    /// Names with what they have of those they stand in for. Affixes and formatting of the names around them hold for them anyway.
    pub(super) fn standing_in(&self, names: &citationberg::Names) -> Names {
        match self.stood_in_for {
            Some(others) if names.children.is_empty() => {
                self.bare_names(&others.from_names_substitute(names))
            }
            _ => self.bare_names(names),
        }
    }
}

fn name(name: &citationberg::Name, inherited: &citationberg::InheritableNameOptions) -> Name {
    let options = name.options(inherited);
    let part = |part: Option<&citationberg::NamePart>| {
        part.map(|part| look(part, None, part.text_case)).unwrap_or_default()
    };
    Name {
        and: options.and,
        delimiter: options.delimiter.into(),
        delimiter_precedes_et_al: options.delimiter_precedes_et_al,
        delimiter_precedes_last: options.delimiter_precedes_last,
        et_al_min: options.et_al_min,
        et_al_use_first: options.et_al_use_first,
        et_al_subsequent_min: options.et_al_subsequent_min,
        et_al_subsequent_use_first: options.et_al_subsequent_use_first,
        et_al_use_last: options.et_al_use_last,
        form: options.form,
        initialize: options.initialize,
        initialize_with: options.initialize_with.map(Into::into),
        sort_order: options.name_as_sort_order,
        sort_separator: options.sort_separator.into(),
        look: look(name, None, None),
        given: part(name.name_part_given()),
        family: part(name.name_part_family()),
    }
}
