/// A JSON object in the making, on one line.
pub struct Object<'a> {
    out: &'a mut String,
    filled: bool,
}

impl<'a> Object<'a> {
    pub fn open(out: &'a mut String) -> Self {
        out.push('{');
        Self { out, filled: false }
    }

    pub fn close(self) {
        self.out.push('}');
    }

    /// A string; none where it is empty.
    pub fn text(&mut self, key: &str, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.key(key);
            string(text, self.out);
        }
    }

    pub fn number(&mut self, key: &str, number: i32) {
        self.key(key);
        self.out.push_str(&number.to_string());
    }

    /// A value that is JSON already.
    pub fn json(&mut self, key: &str, value: &str) {
        self.key(key);
        self.out.push_str(value);
    }

    pub fn object(&mut self, key: &str, fill: impl FnOnce(&mut Object)) {
        self.key(key);
        let mut inner = Object::open(self.out);
        fill(&mut inner);
        inner.close();
    }

    /// An array of objects; none where there are no items.
    pub fn objects<T>(&mut self, key: &str, items: impl Iterator<Item = T>, fill: impl Fn(&T, &mut Object)) {
        let mut items = items.peekable();
        if items.peek().is_none() {
            return;
        }
        self.key(key);
        let mut before = '[';
        for item in items {
            self.out.push(before);
            before = ',';
            let mut inner = Object::open(self.out);
            fill(&item, &mut inner);
            inner.close();
        }
        self.out.push(']');
    }

    fn key(&mut self, key: &str) {
        if self.filled {
            self.out.push(',');
        }
        self.filled = true;
        string(key, self.out);
        self.out.push(':');
    }
}

fn string(text: &str, out: &mut String) {
    out.push('"');
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            0..b' ' | 0x7f => "",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(escaped);
        if escaped.is_empty() {
            out.push_str(&format!("\\u{byte:04x}"));
        }
        done = at + 1;
    }
    out.push_str(&text[done..]);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_string_is_valid_json() {
        for text in ["", "a\"b\\c", "\0\u{1f}\u{7f}\n\t", "é🧬\u{2028}"] {
            let mut out = String::new();
            string(text, &mut out);
            assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
        }
    }
}
