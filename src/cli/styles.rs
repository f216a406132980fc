use super::output::Style;
use super::{Failure, Output, show};
use crate::contract::v1::StyleCategory;
use crate::style::{StyleDetails, details, locale_tags};

const EXAMPLES: &str = "\
Examples:
  ibid styles                        every style by its id
  ibid styles chicago notes          those whose id, other ids or title have both words
  ibid styles --category note
  ibid styles --locales              the languages that styles can be printed in
  ibid styles --json | jq -r .id

Needs no library. `ibid cite --style ID` prints in one of them; a .csl file of your own works as well.";

/// List the reference styles and their languages
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Words that each style listed must have
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    /// Only styles that cite so
    #[arg(long, value_enum, value_name = "CATEGORY")]
    category: Option<Category>,
    /// List the locales instead
    #[arg(long, conflicts_with_all = ["words", "category"])]
    locales: bool,
}

/// How a style cites.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Category {
    /// (Rossi, 2009)
    AuthorDate,
    /// (Rossi 12)
    Author,
    /// [1]
    Numeric,
    /// [Ros09]
    Label,
    /// In foot- or endnotes
    Note,
    /// A form of a Pure portal
    Portal,
}

/// Prints a line for each style.
pub fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    if args.locales {
        return locale_tags().into_iter().try_for_each(|tag| out.line(tag));
    }
    let words = args.words.join(" ");
    let category = args.category.map(|category| match category {
        Category::AuthorDate => StyleCategory::AuthorDate,
        Category::Author => StyleCategory::Author,
        Category::Numeric => StyleCategory::Numeric,
        Category::Label => StyleCategory::Label,
        Category::Note => StyleCategory::Note,
        Category::Portal => StyleCategory::Portal,
    });
    let found = |style: &&StyleDetails| {
        style.has_words(&words) && category.is_none_or(|asked| style.style.category() == asked)
    };
    let mut count = 0;
    for style in details().iter().filter(found) {
        count += 1;
        print(style, out)?;
    }
    out.flush()?;
    if count == 0 {
        eprintln!(
            "ibid: no style has {}; `ibid styles` lists all",
            if words.is_empty() { "that category" } else { "these words" }
        );
        return Err(Failure::Said);
    }
    Ok(())
}

fn print(style: &StyleDetails, out: &mut Output) -> Result<(), Failure> {
    let style = &style.style;
    if out.json {
        return out.message("CitationStyle", style);
    }
    let category =
        show::short("STYLE_CATEGORY_", style.category().as_str_name()).to_lowercase().replace('_', "-");
    let id = out.styled(Style::Bold, &style.id);
    let others = match &style.aliases[..] {
        [] => String::new(),
        aliases => out.styled(Style::Dim, &format!(" (also {})", aliases.join(", "))),
    };
    out.line(format_args!("{id}: {} [{category}]{others}", style.title))
}
