use super::*;

fn gather(flag: Option<&str>, variable: Option<&str>, file: Option<&str>) -> Result<Values, ConfigError> {
    let flags = flag.map(|value| (LISTEN, value.to_owned())).into_iter().collect();
    let environment = |name: &str| variable.filter(|_| name == "IBID_LISTEN").map(str::to_owned);
    let written = file.map(|text| {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        file
    });
    Values::gather(&flags, environment, written.as_ref().map(tempfile::NamedTempFile::path))
}

#[test]
fn the_nearest_to_the_person_wins() {
    let check = |flag, variable, file, listen: &str, origin: &str| {
        let values = gather(flag, variable, file).unwrap();
        let (value, from) = values.get(LISTEN);
        assert_eq!(value, listen);
        assert!(from.to_string().starts_with(origin), "{from}");
    };
    let file = "listen = '127.0.0.1:3'";
    check(Some("127.0.0.1:1"), Some("127.0.0.1:2"), Some(file), "127.0.0.1:1", "flag --listen");
    check(None, Some("127.0.0.1:2"), Some(file), "127.0.0.1:2", "environment IBID_LISTEN");
    check(None, None, Some(file), "127.0.0.1:3", "file ");
    check(None, None, None, "127.0.0.1:50051", "default");
}

#[test]
fn the_defaults_are_a_configuration() {
    let config = gather(None, None, None).unwrap().config().unwrap();
    assert_eq!(config.drain_grace, Duration::from_secs(10));
    assert_eq!(config.admin_listen, None);
    assert_eq!(config.mesh, None);
}

#[test]
fn numbers_and_booleans_may_stand_bare_in_the_file() {
    let text = "max_streams = 7\ninsecure_listen = true\nmesh = 'v.mesh'\nlisten = '0.0.0.0:1'";
    let config = gather(None, None, Some(text)).unwrap().config().unwrap();
    assert_eq!(config.max_streams, 7);
    assert_eq!(config.mesh, Some("v.mesh".into()));
}

#[test]
fn what_is_wrong_is_named() {
    let check = |file: &str, expected: &str| {
        let error =
            gather(None, None, Some(file)).and_then(|values| values.config()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check("lisen = '127.0.0.1:1'", "unknown key \"lisen\"; known are engine, data,");
    check("drain_grace = 'soon'", "\"soon\" is not a time such as");
    check("max_streams = 0", "\"0\" is not a number from 1");
    check("listen = 'localhost'", "\"localhost\" is not an address");
    check("listen = '0.0.0.0:1'", "--insecure-listen");
    check("listen = ", "cannot read");
}

#[test]
fn what_is_printed_can_be_read_back() {
    let values = gather(Some("127.0.0.1:9"), None, None).unwrap();
    let again = gather(None, None, Some(&values.to_string())).unwrap();
    assert_eq!(again.get(LISTEN).0, "127.0.0.1:9");
    assert_eq!(again.get(DRAIN_GRACE).0, values.get(DRAIN_GRACE).0);
}
