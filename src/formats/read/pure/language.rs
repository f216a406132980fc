use crate::record::language::bcp47;

/// Language of a text, only when it is plain enough to tell.
pub fn language_of(text: &str) -> Option<String> {
    let info = whatlang::detect(text)?;
    (info.is_reliable() || text.len() > 40 && info.confidence() > 0.5)
        .then(|| bcp47(info.lang().code()))
        .flatten()
}

/// Languages as portals in other languages call them.
pub fn portal_language(name: &str) -> Option<String> {
    const NAMES: [(&str, &[&str]); 12] = [
        (
            "en",
            &[
                "englisch",
                "engelsk",
                "engels",
                "inglese",
                "inglés",
                "anglais",
                "inglês",
                "engelska",
                "englanti",
                "english (us)",
                "english (uk)",
            ],
        ),
        ("de", &["deutsch", "tysk", "duits", "tedesco", "alemán", "allemand", "alemão", "tyska", "saksa"]),
        (
            "fr",
            &[
                "französisch",
                "fransk",
                "frans",
                "francese",
                "francés",
                "français",
                "francês",
                "franska",
                "ranska",
            ],
        ),
        ("it", &["italienisch", "italiensk", "italiaans", "italiano", "italien", "italienska", "italia"]),
        (
            "es",
            &[
                "spanisch", "spansk", "spaans", "spagnolo", "español", "espagnol", "espanhol", "spanska",
                "espanja",
            ],
        ),
        ("da", &["dänisch", "dansk", "deens", "danese", "danés", "danois", "danska", "tanska"]),
        (
            "nl",
            &[
                "niederländisch",
                "nederlandsk",
                "hollandsk",
                "nederlands",
                "olandese",
                "neerlandés",
                "néerlandais",
            ],
        ),
        ("sv", &["schwedisch", "svensk", "zweeds", "svedese", "sueco", "suédois", "svenska", "ruotsi"]),
        (
            "pt",
            &[
                "portugiesisch",
                "portugisisk",
                "portugees",
                "portoghese",
                "portugués",
                "portugais",
                "português",
            ],
        ),
        ("nb", &["norwegisch", "norsk", "noors", "norvegese", "noruego", "norvégien", "norska"]),
        ("fi", &["finnisch", "finsk", "fins", "finlandese", "finés", "finnois", "suomi"]),
        ("ru", &["russisch", "russisk", "russo", "ruso", "russe", "ryska", "venäjä"]),
    ];
    let name = name.trim().to_lowercase();
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(tag, _)| (*tag).to_owned())
}
