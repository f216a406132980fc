/// The fields of one entry in the making.
pub struct Fields<'a> {
    out: &'a mut String,
}

impl<'a> Fields<'a> {
    pub fn new(out: &'a mut String) -> Self {
        Self { out }
    }

    /// A field whose value is LaTeX already; none where it is empty.
    pub fn put(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.begin(name);
            self.out.push('{');
            self.out.push_str(value);
            self.out.push_str("},\n");
        }
    }

    /// A field whose value is the name of a macro or a number.
    pub fn bare(&mut self, name: &str, value: &str) {
        self.begin(name);
        self.out.push_str(value);
        self.out.push_str(",\n");
    }

    fn begin(&mut self, name: &str) {
        self.out.push_str("  ");
        self.out.push_str(name);
        self.out.push_str(" = ");
    }
}
