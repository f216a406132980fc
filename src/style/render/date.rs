//! `cs:date`: days, partial dates, seasons, ranges.

use citationberg::taxonomy::{DateVariable, OtherTerm, Term, Variable};
use citationberg::{DateDayForm, DateMonthForm, DateParts, DateStrongAnyForm, LongShortForm, TermForm};

use super::look::{begin, end, finish, start};
use super::{Outcome, Renderer};
use crate::style::item::{Date, Day, Text};
use crate::style::program::{self, DatePart, Look};
use crate::style::{letters, markup};

/// How a date is laid out, from the style or from the locale.
struct Plan<'p> {
    parts: Vec<DatePart>,
    delimiter: &'p str,
    /// Letters that tell works apart may follow the year.
    letters: bool,
}

impl<'a> Renderer<'a, '_> {
    pub(super) fn date(&mut self, element: &'a program::Date) -> Outcome {
        let variable = Variable::Date(element.variable);
        // works are not told apart by when somebody read them
        let unread = self.telling_apart && element.variable == DateVariable::Accessed;
        if self.is_quashed(variable) || unread {
            return Outcome::Missing;
        }
        let Some(date) = self.cite.item.date(element.variable) else {
            self.lacks(variable);
            return Outcome::Missing;
        };
        self.note_use(variable);
        if let Some(literal) = date.literal.as_ref().filter(|_| date.start == Day::default()) {
            markup::write(&Text::plain(&**literal), self.tape);
            return Outcome::Printed;
        }
        if self.sorting() {
            self.sort_date(&date, element);
            return Outcome::Printed;
        }
        if self.seen.year.is_none() {
            self.seen.year = date.start.year;
        }
        let local = element.form.and_then(|form| self.locale.date(form));
        let letters = element.variable != DateVariable::Accessed;
        let before = self.tape.end();
        match local {
            Some(local) => {
                let started = start(&local.look, self.tape);
                let inside = begin(&local.look, self.tape);
                let plan =
                    Plan { parts: localized(&local.parts, element), delimiter: &local.delimiter, letters };
                self.dated(&date, &plan);
                end(&local.look, false, inside, self.tape);
                finish(&local.look, started, self.tape);
            }
            None => {
                let plan = Plan { parts: element.parts.clone(), delimiter: &element.delimiter, letters };
                self.dated(&date, &plan);
            }
        }
        if self.tape.is_empty_since(before) && !self.cite.without_year {
            Outcome::Missing
        } else {
            Outcome::Printed
        }
    }

    fn dated(&mut self, date: &Date<'_>, plan: &Plan<'_>) {
        match date.end.filter(|end| *end != date.start) {
            Some(end) => self.range(&date.start, &end, plan),
            None => {
                let parts: Vec<&DatePart> = plan.parts.iter().collect();
                self.parts(&date.start, &parts, plan.delimiter, plan.letters, Affix::Both);
            }
        }
    }

    /// What both ends share is printed once, around what differs.
    fn range(&mut self, from: &Day, to: &Day, plan: &Plan<'_>) {
        let size = |part: &DatePart| match part.form {
            DateStrongAnyForm::Year(_) => 3,
            DateStrongAnyForm::Month(_) => 2,
            DateStrongAnyForm::Day(_) => 1,
        };
        let open = *to == Day::default();
        let differing = if from.year != to.year {
            3
        } else if from.month != to.month || from.season != to.season {
            2
        } else {
            1
        };
        let printed: Vec<&DatePart> = plan.parts.iter().collect();
        let Some(first) = printed.iter().position(|part| size(part) <= differing) else {
            return self.parts(from, &printed, plan.delimiter, plan.letters, Affix::Both);
        };
        let last = printed.iter().rposition(|part| size(part) <= differing).unwrap_or(first);
        let largest = printed.iter().find(|part| size(part) == differing);
        let dash = largest.and_then(|part| part.range_delimiter.as_deref()).unwrap_or("–");
        let (lead, middle, tail) = (&printed[..first], &printed[first..=last], &printed[last + 1..]);
        let common = |part: &&&DatePart| size(part) > differing;
        let whole = !lead.iter().any(|part| !common(&part)) && !tail.iter().any(|part| !common(&part));
        debug_assert!(whole);
        self.parts(from, lead, plan.delimiter, plan.letters, Affix::Both);
        self.join(lead, plan.delimiter);
        let inside = self.tape.end();
        let year_last = !middle.iter().any(|part| matches!(part.form, DateStrongAnyForm::Year(_)));
        self.parts(from, middle, plan.delimiter, year_last, Affix::Prefix);
        if self.tape.is_empty_since(inside) {
            return self.parts(to, &printed[first..], plan.delimiter, plan.letters, Affix::Both);
        }
        self.tape.piece(dash);
        if open {
            return;
        }
        self.parts(to, middle, plan.delimiter, plan.letters, Affix::Suffix);
        if !tail.is_empty() {
            self.tape.piece(plan.delimiter);
            self.parts(to, tail, plan.delimiter, plan.letters, Affix::Both);
        }
    }

    fn join(&mut self, lead: &[&DatePart], delimiter: &str) {
        if !lead.is_empty() {
            self.tape.piece(delimiter);
        }
    }

    /// Prints parts of one day. The outer affixes of a range's halves belong to the whole.
    fn parts(&mut self, day: &Day, parts: &[&DatePart], delimiter: &str, suffix: bool, affix: Affix) {
        let mut printed = false;
        let some: Vec<&&DatePart> = parts.iter().filter(|part| has(part, day)).collect();
        for (place, part) in some.iter().enumerate() {
            let before = self.tape.end();
            if printed {
                self.tape.piece(delimiter);
            }
            let inside = self.tape.end();
            let mut look = part.look.clone();
            if place == 0 && affix == Affix::Suffix {
                look.prefix = "".into();
            }
            if place + 1 == some.len() && affix == Affix::Prefix {
                look.suffix = "".into();
            }
            self.part(day, part, &look, suffix);
            if self.tape.is_empty_since(inside) {
                self.tape.cut(before);
            } else {
                printed = true;
            }
        }
    }

    fn part(&mut self, day: &Day, part: &DatePart, look: &Look, suffix: bool) {
        let english = self.english();
        let started = start(look, self.tape);
        let inside = begin(look, self.tape);
        match part.form {
            DateStrongAnyForm::Year(form) => self.year(day, form, suffix),
            DateStrongAnyForm::Month(form) => self.month(day, form),
            DateStrongAnyForm::Day(form) => self.day(day, form),
        }
        end(look, english, inside, self.tape);
        finish(look, started, self.tape);
    }

    fn year(&mut self, day: &Day, form: LongShortForm, suffix: bool) {
        let Some(year) = day.year else { return };
        let locale = self.locale;
        if !self.cite.without_year {
            let era =
                |term: OtherTerm| locale.term(Term::Other(term), TermForm::Long, false).unwrap_or_default();
            let out = &mut self.tape.text;
            match (year, form) {
                (..0, _) => {
                    out.push_str(&year.unsigned_abs().to_string());
                    out.push_str(era(OtherTerm::Bc));
                }
                (1000.., LongShortForm::Short) => out.push_str(&format!("{:02}", year % 100)),
                (1000.., _) => out.push_str(&year.to_string()),
                _ => {
                    out.push_str(&year.to_string());
                    out.push_str(era(OtherTerm::Ad));
                }
            }
        }
        if self.explicit_year_suffix || !suffix {
            return;
        }
        self.seen.has_year = true;
        if let Some(number) = self.cite.shape.year_suffix.filter(|_| !self.seen.year_suffix_done) {
            self.tape.text.push_str(&letters::suffix(number));
            self.seen.year_suffix_done = true;
        }
    }

    fn month(&mut self, day: &Day, form: DateMonthForm) {
        let locale = self.locale;
        let Some(month) = day.month else {
            let season = match day.season {
                Some(1) => OtherTerm::Season01,
                Some(2) => OtherTerm::Season02,
                Some(3) => OtherTerm::Season03,
                Some(4) => OtherTerm::Season04,
                _ => return,
            };
            let name = locale.term(Term::Other(season), TermForm::Long, false).unwrap_or_default();
            self.tape.text.push_str(name);
            return;
        };
        let name = OtherTerm::month(month.saturating_sub(1));
        let term = |form: TermForm| name.and_then(|name| locale.term(Term::Other(name), form, false));
        let out = &mut self.tape.text;
        match form {
            DateMonthForm::Long => out.push_str(term(TermForm::Long).unwrap_or_default()),
            DateMonthForm::Short => out.push_str(term(TermForm::Short).unwrap_or_default()),
            DateMonthForm::Numeric => out.push_str(&month.to_string()),
            DateMonthForm::NumericLeadingZeros => out.push_str(&format!("{month:02}")),
        }
    }

    fn day(&mut self, day: &Day, form: DateDayForm) {
        let Some(number) = day.day else { return };
        let locale = self.locale;
        let out = &mut self.tape.text;
        match form {
            DateDayForm::NumericLeadingZeros => out.push_str(&format!("{number:02}")),
            DateDayForm::Ordinal if number == 1 || !locale.limit_day_ordinals => {
                let gender = day
                    .month
                    .and_then(|month| OtherTerm::month(month.saturating_sub(1)))
                    .and_then(|month| locale.gender(Term::Other(month)));
                out.push_str(&number.to_string());
                out.push_str(locale.ordinal_ending(u32::from(number), gender));
            }
            _ => out.push_str(&number.to_string()),
        }
    }

    /// Year, month and day as digits, so that text order is time order.
    fn sort_date(&mut self, date: &Date<'_>, element: &program::Date) {
        let limit = if element.form.is_some() { Some(element.limit) } else { None };
        let has =
            |wanted: fn(&DateStrongAnyForm) -> bool| element.parts.iter().any(|part| wanted(&part.form));
        let month = limit
            .map_or_else(|| has(|form| matches!(form, DateStrongAnyForm::Month(_))), DateParts::has_month);
        let day =
            limit.map_or_else(|| has(|form| matches!(form, DateStrongAnyForm::Day(_))), DateParts::has_day);
        sort_key(date, month, day, &mut self.tape.text);
    }
}

/// Which affixes of the outermost parts are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Affix {
    Both,
    Prefix,
    Suffix,
}

/// A date as digits, so that text order is time order; years before the common era are counted from 9999 down.
pub fn sort_key(date: &Date<'_>, month: bool, day: bool, out: &mut String) {
    let mut one = |one: &Day| {
        let year = one.year.unwrap_or(0);
        if year < 0 {
            out.push_str(&format!("0{:05}", 99_999_i32.saturating_add(year).max(0)));
        } else {
            out.push_str(&format!("1{year:05}"));
        }
        let place = one.month.unwrap_or_else(|| one.season.map_or(0, |season| season * 3));
        out.push_str(&format!("{:02}", if month { place } else { 0 }));
        out.push_str(&format!("{:02}", if day { one.day.unwrap_or(0) } else { 0 }));
    };
    one(&date.start);
    if let Some(end) = &date.end {
        one(end);
    }
}

fn has(part: &DatePart, day: &Day) -> bool {
    match part.form {
        DateStrongAnyForm::Year(_) => day.year.is_some(),
        DateStrongAnyForm::Month(form) => {
            let words = matches!(form, DateMonthForm::Long | DateMonthForm::Short);
            day.month.is_some() || day.season.is_some() && words
        }
        DateStrongAnyForm::Day(_) => day.day.is_some() && day.month.is_some(),
    }
}

/// The locale's parts that the style wants, each as the style overrides it.
fn localized(parts: &[DatePart], element: &program::Date) -> Vec<DatePart> {
    let wanted = |part: &&DatePart| match part.form {
        DateStrongAnyForm::Year(_) => true,
        DateStrongAnyForm::Month(_) => element.limit.has_month(),
        DateStrongAnyForm::Day(_) => element.limit.has_day(),
    };
    let kind = |part: &DatePart| std::mem::discriminant(&part.form);
    let overridden = |part: &DatePart| {
        let mut part = part.clone();
        if let Some(own) = element.parts.iter().find(|own| kind(own) == kind(&part)) {
            if own.has_form {
                part.form = own.form;
            }
            if own.range_delimiter.is_some() {
                part.range_delimiter.clone_from(&own.range_delimiter);
            }
            part.look.format = own.look.format.apply(part.look.format);
            part.look.case = own.look.case.or(part.look.case);
            part.look.strip_periods |= own.look.strip_periods;
        }
        part
    };
    parts.iter().filter(wanted).map(overridden).collect()
}
