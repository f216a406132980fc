/// Areas of the All Science Journal Classification whose general heading ("Medicine(all)", "General Medicine") has the code of
/// the area itself.
const AREAS: [(&str, &str); 26] = [
    ("1100", "Agricultural and Biological Sciences"),
    ("1200", "Arts and Humanities"),
    ("1300", "Biochemistry, Genetics and Molecular Biology"),
    ("1400", "Business, Management and Accounting"),
    ("1500", "Chemical Engineering"),
    ("1600", "Chemistry"),
    ("1700", "Computer Science"),
    ("1800", "Decision Sciences"),
    ("1900", "Earth and Planetary Sciences"),
    ("2000", "Economics, Econometrics and Finance"),
    ("2100", "Energy"),
    ("2200", "Engineering"),
    ("2300", "Environmental Science"),
    ("2400", "Immunology and Microbiology"),
    ("2500", "Materials Science"),
    ("2600", "Mathematics"),
    ("2700", "Medicine"),
    ("2800", "Neuroscience"),
    ("2900", "Nursing"),
    ("3000", "Pharmacology, Toxicology and Pharmaceutics"),
    ("3100", "Physics and Astronomy"),
    ("3200", "Psychology"),
    ("3300", "Social Sciences"),
    ("3400", "Veterinary"),
    ("3500", "Dentistry"),
    ("3600", "Health Professions"),
];

/// The code of a general heading; empty for any other, whose code the label does not tell.
pub fn code(label: &str) -> &'static str {
    let label = label.trim();
    if label.eq_ignore_ascii_case("multidisciplinary") {
        return "1000";
    }
    let all = label.strip_suffix("(all)").or_else(|| label.strip_suffix("(allg.)"));
    let Some(area) = all.or_else(|| label.strip_prefix("General ")) else { return "" };
    AREAS.iter().find(|(_, name)| name.eq_ignore_ascii_case(area.trim())).map_or("", |(code, _)| code)
}
