//! The normal form in which a phrase and a heading are compared: words in lower case, without accents and punctuation, in the singular
//! and in American spelling. Two phrases with one form mean the same thing; forms need not be words.

use unicode_normalization::UnicodeNormalization as _;

/// Longest form, in bytes: some more than the longest heading needs.
const LONGEST: usize = 192;

/// A phrase in its normal form.
#[derive(Clone)]
pub struct Form {
    bytes: [u8; LONGEST],
    length: usize,
    words: usize,
}

impl Form {
    /// Nothing for a phrase without words, or for one that no heading is as long as.
    pub fn of(text: &str) -> Option<Self> {
        let mut form = Self { bytes: [0; LONGEST], length: 0, words: 0 };
        if is_capitals(text) {
            // "AIDS" is no plural and "ARMS" no limbs: capitals only equal capitals
            form.push(b'^')?;
            for byte in text.bytes() {
                form.push(byte)?;
            }
            form.words = 1;
            return Some(form);
        }
        form.add(text)?;
        (form.words > 0).then_some(form)
    }

    /// The form of a heading that stands inverted, its parts from the last to the first: "Carcinoma, Hepatocellular".
    pub fn inverted(heading: &str) -> Option<Self> {
        heading.contains(", ").then_some(())?;
        let mut form = Self { bytes: [0; LONGEST], length: 0, words: 0 };
        for part in heading.rsplit(", ") {
            form.add(part)?;
        }
        (form.words > 0).then_some(form)
    }

    /// The form with another last word, itself in normal form.
    pub fn with_last(&self, word: &str) -> Option<Self> {
        let mut form = self.clone();
        form.length = self.start_of_last();
        for byte in word.bytes() {
            form.push(byte)?;
        }
        Some(form)
    }

    pub fn text(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// In bytes.
    pub fn length(&self) -> usize {
        self.length
    }

    pub fn last(&self) -> &str {
        self.text().get(self.start_of_last()..).unwrap_or_default()
    }

    /// How many words it has.
    pub fn words(&self) -> usize {
        self.words
    }

    /// FNV-1a, its bits mixed once more since tables are indexed by the low ones.
    pub fn hash(&self) -> u64 {
        let mut hash = 0xCBF2_9CE4_8422_2325_u64;
        for byte in self.bytes.iter().take(self.length) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
        hash = (hash ^ hash >> 33).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
        hash ^ hash >> 33
    }

    fn start_of_last(&self) -> usize {
        self.text().rfind(' ').map_or(0, |space| space + 1)
    }

    fn push(&mut self, byte: u8) -> Option<()> {
        *self.bytes.get_mut(self.length)? = byte;
        self.length += 1;
        Some(())
    }

    /// Adds the words of a text.
    fn add(&mut self, text: &str) -> Option<()> {
        let mut start = self.length;
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            if c.is_ascii_alphanumeric() {
                if self.length == start && self.length > 0 {
                    self.push(b' ')?;
                    start = self.length;
                }
                self.push(c.to_ascii_lowercase() as u8)?;
            } else if matches!(c, '\'' | '’') {
                // "Crohn's disease" is MeSH's "Crohn Disease"; "rats'" are rats
                let mut after = rest.clone();
                if after.next().is_some_and(|c| matches!(c, 's' | 'S'))
                    && !after.next().is_some_and(char::is_alphanumeric)
                {
                    rest.next();
                }
            } else if c.is_ascii() {
                start = self.close(start);
            } else {
                start = self.add_foreign(c, start)?;
            }
        }
        self.close(start);
        Some(())
    }

    /// Adds a character that is not ASCII: a Greek letter by its name, another one without its accents.
    fn add_foreign(&mut self, c: char, mut start: usize) -> Option<usize> {
        if let Some(name) = greek(c) {
            // "IFN-γ" and "γ-globulin": the name is a word of its own
            self.close(start);
            if self.length > 0 {
                self.push(b' ')?;
            }
            let start = self.length;
            for byte in name.bytes() {
                self.push(byte)?;
            }
            return Some(self.close(start));
        }
        for plain in std::iter::once(c).nfkd() {
            if plain.is_alphanumeric() {
                if self.length == start && self.length > 0 {
                    self.push(b' ')?;
                    start = self.length;
                }
                for low in plain.to_lowercase() {
                    for byte in low.encode_utf8(&mut [0; 4]).bytes() {
                        self.push(byte)?;
                    }
                }
            } else if !('\u{300}'..='\u{36f}').contains(&plain) {
                start = self.close(start);
            }
        }
        Some(start)
    }

    /// Ends the word that begins at `start`: American spelling, singular. Gives the place where the next one may begin.
    fn close(&mut self, start: usize) -> usize {
        let Some(word) = self.bytes.get_mut(start..self.length).filter(|word| !word.is_empty()) else {
            return self.length;
        };
        self.words += 1;
        if word.is_ascii() {
            let length = americanise(word);
            let length = word.get_mut(..length).map_or(length, singular);
            self.length = start + length;
        }
        self.length
    }
}

/// True for one word of capitals and digits alone, such as an abbreviation.
fn is_capitals(text: &str) -> bool {
    text.len() > 1
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && text.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn greek(c: char) -> Option<&'static str> {
    Some(match c {
        'α' => "alpha",
        'β' => "beta",
        'γ' => "gamma",
        'δ' | 'Δ' => "delta",
        'ε' => "epsilon",
        'ζ' => "zeta",
        'η' => "eta",
        'θ' => "theta",
        'κ' => "kappa",
        'λ' => "lambda",
        'μ' | 'µ' => "mu",
        'π' => "pi",
        'σ' => "sigma",
        'τ' => "tau",
        'φ' => "phi",
        'χ' => "chi",
        'ψ' => "psi",
        'ω' => "omega",
        _ => return None,
    })
}

/// British spellings, and what stands for them in a word of at least so many letters.
const SPELLINGS: [(&[u8], &[u8], usize); 5] = [
    (b"ae", b"e", 5),
    (b"oe", b"e", 5),
    (b"our", b"or", 6),
    (b"sulph", b"sulf", 6),
    (b"isation", b"ization", 8),
];

/// Spells a word the American way, in place; gives its new length.
fn americanise(word: &mut [u8]) -> usize {
    let mut length = word.len();
    if !may_be_british(word) {
        return length;
    }
    for (british, american, least) in SPELLINGS {
        // plurals in -oes are no diphthongs
        let end = if british == b"oe" && word[..length].ends_with(b"oes") { length - 3 } else { length };
        if length < least {
            continue;
        }
        if let Some(at) = word[..end].windows(british.len()).position(|window| window == british) {
            word[at..at + american.len()].copy_from_slice(american);
            word.copy_within(at + british.len()..length, at + american.len());
            length -= british.len() - american.len();
        }
    }
    for (british, american) in [(b"tre", b"ter"), (b"bre", b"ber")] {
        if length > 4 && word[..length].ends_with(british) {
            word[length - 3..length].copy_from_slice(american);
        } else if length > 5 && word[..length - 1].ends_with(british) && word[length - 1] == b's' {
            word[length - 4..length - 1].copy_from_slice(american);
        }
    }
    length
}

/// False for most words, so that they are not sought through for every spelling.
fn may_be_british(word: &[u8]) -> bool {
    let pair = |pair: &[u8]| {
        matches!(pair, [b'a' | b'o', b'e'] | [b'o', b'u'] | [b'l', b'p'] | [b'i', b's'] | [b'r', b'e'])
    };
    word.len() >= 5 && word.windows(2).any(pair)
}

/// Plurals that no rule makes.
const IRREGULAR: [(&[u8], &[u8]); 7] = [
    (b"children", b"child"),
    (b"women", b"woman"),
    (b"men", b"man"),
    (b"mice", b"mouse"),
    (b"teeth", b"tooth"),
    (b"feet", b"foot"),
    (b"people", b"person"),
];

/// Puts a word in the singular, in place; gives its new length. What it gives for a singular that looks like a plural
/// ("diabetes") is the same for every phrase, and that is enough.
fn singular(word: &mut [u8]) -> usize {
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == word) {
        let fits = word.len().min(one.len());
        word[..fits].copy_from_slice(&one[..fits]);
        return fits;
    }
    let mut length = word.len();
    if length >= 6 && word.ends_with(b"sis") {
        // metastasis and metastases
        word[length - 2] = b'e';
        length -= 1;
    } else if length >= 4 && word.ends_with(b"s") {
        let kept = [&b"ss"[..], b"us", b"is", b"ics"].iter().any(|end| word.ends_with(end));
        if length >= 5 && word.ends_with(b"ies") {
            word[length - 3] = b'y';
            length -= 2;
        } else if length >= 6 && word.ends_with(b"oes") {
            length -= 2;
        } else if !kept {
            length -= 1;
        }
    }
    let one = &word[..length];
    // branches and branch, headaches and headache
    let closed = [&b"che"[..], b"she", b"xe", b"sse", b"ze"].iter().any(|end| one.ends_with(end));
    if closed { length - 1 } else { length }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_for_what_means_the_same() {
        let check = |phrases: &[&str]| {
            let forms: Vec<String> =
                phrases.iter().map(|phrase| Form::of(phrase).unwrap().text().to_owned()).collect();
            assert!(forms.windows(2).all(|pair| pair[0] == pair[1]), "{forms:?}");
        };
        check(&["Liver Neoplasms", "liver neoplasm", "LIVER-NEOPLASMS"]);
        check(&["Crohn Disease", "Crohn's disease", "Crohn’s diseases"]);
        check(&["Biopsies", "biopsy"]);
        check(&["neoplasm metastasis", "Neoplasm Metastases"]);
        check(&["headaches", "Headache"]);
        check(&["oesophageal tumours", "esophageal tumor"]);
        check(&["anaemias", "Anemia"]);
        check(&["Sjögren's syndrome", "Sjogren Syndrome"]);
        check(&["interferon-α", "Interferon-alpha", "interferonα"]);
        check(&["mosquitoes", "mosquito"]);
        check(&["dietary fibres", "Dietary Fiber"]);
        check(&["young women", "young woman"]);
        check(&["immunisation", "Immunization"]);
    }

    #[test]
    fn other_things_keep_other_forms() {
        let check = |a: &str, b: &str| {
            let (a, b) = (Form::of(a).unwrap(), Form::of(b).unwrap());
            assert_ne!(a.text(), b.text());
            assert_ne!(a.hash(), b.hash());
        };
        check("genetics", "genetic");
        check("AIDS", "aids");
        check("basis", "bases");
        check("mass", "mas");
        check("hours", "hors");
        check("virus", "viru");
        check("IL-6", "IL-8");
    }

    #[test]
    fn inverted_headings_are_turned() {
        let check = |heading: &str, expected: Option<&str>| {
            let turned = Form::inverted(heading);
            assert_eq!(turned.as_ref().map(Form::text), expected);
        };
        check("Carcinoma, Hepatocellular", Some("hepatocellular carcinoma"));
        check("Diabetes Mellitus, Type 2", Some("type 2 diabete mellitus"));
        check("Education, Medical, Graduate", Some("graduate medical education"));
        check("Zinc", None);
        check("2,4-Dinitrophenol", None);
    }

    #[test]
    fn nothing_and_too_much_have_no_form() {
        for text in ["", " ", "…", "(-)", &"long ".repeat(60)] {
            assert!(Form::of(text).is_none(), "{text}");
        }
    }
}
