//! The same question put to every panel.

use crate::conversation::{START, keyed, panel};
use panelboard_sandbox::engine::{Amount, Change, Fate, Method, Profile, Request};

#[test]
fn each_panel_writes_its_list_in_its_own_form() {
    let first = |name: &str| {
        let mut world = panel(name, Fate::Complete);
        let form = keyed(&world, "action=services");
        let body = world.handle(START, &form).body;
        body.split("},{").next().unwrap_or_default().to_owned()
    };
    assert_eq!(
        first("clients-orders"),
        r#"[{"rate":"0.9000","service":"1","category":"First \u2b50","name":"Likes","type":"Default","min":"10","max":"10000""#
    );
    assert_eq!(
        first("cmsnt"),
        r#"[{"service":1,"name":"Likes","desc":"","type":"Default","category":"First \u2b50","platform":"\u2b50","rate":"0.9","min":"10","max":"10000","refill":true,"cancel":true,"dripfeed":true"#
    );
    assert_eq!(
        first("smmpanelv1"),
        r#"[{"name":"Likes","rate":0.9,"min":10,"max":10000,"type":"Default","refill":true,"cancel":true,"service":1,"category":"First \u2b50""#
    );
    assert_eq!(
        first("laravel-brl"),
        r#"[{"service":1,"name":"Likes","type":"Default","rate":0.9,"min":10,"max":10000,"dripfeed":false,"refill":true,"cancel":false,"category":"First \u2b50""#
    );
    assert_eq!(
        first("nextjs"),
        r#"[{"service":1,"name":"Likes","type":"Default","category":"First ⭐","rate":"0.90","min":"10","max":"10000","dripfeed":"1","refill":"1","cancel":"1""#
    );
    assert_eq!(
        first("flask"),
        r#"[{"service":1,"name":"Likes","category":"First ⭐","rate":0.9,"min":10,"max":10000,"type":"Default","description":"""#
    );
    assert_eq!(
        first("uzs"),
        r#"[{"service":"1","category":"First ⭐","name":"Likes","rate":"0.9","min":"10","max":"10000","type":"Default","refill":true,"cancel":true,"dripfeed":true"#
    );
}

#[test]
fn a_recorded_row_of_the_same_dialect_passes_byte_for_byte() {
    let mut world = panel("perfect", Fate::Complete);
    let form = keyed(&world, "action=services");
    let recorded = r#"{"service":"3","name":"Comments","type":"Custom Comments","rate":"8","min":"2","max":"1500","dripfeed":false,"refill":false,"cancel":true,"category":"Second"}"#;
    assert!(world.handle(START, &form).body.contains(recorded));
    let rate = Amount::parse("9.5").expect("a decimal");
    assert!(world.change(START, Change::Rate { service: "3".into(), rate }));
    let changed = recorded.replace(r#""rate":"8""#, r#""rate":"9.50""#);
    assert!(world.handle(START, &form).body.contains(&changed), "a changed rate shows at once");
}

#[test]
fn a_wrong_key_is_refused_in_every_panels_own_way() {
    let refused = |name: &str, action: &str| {
        let mut world = panel(name, Fate::Complete);
        let reply = world.handle(START, &format!("key=not-the-key&action={action}"));
        (reply.status, reply.body)
    };
    let check = |name: &str, action: &str, status: u16, body: &str| {
        assert_eq!(refused(name, action), (status, body.to_owned()), "{name} {action}");
    };
    check("perfect", "balance", 200, r#"{"error":"Invalid API key"}"#);
    check(
        "smartpanel",
        "balance",
        200,
        "{\n    \"error\": \"API is Disable for this user or User Not Found! Contact the Support\"\n}",
    );
    check("clients-orders", "balance", 200, r#"{"error":"API key invalid","status":"102"}"#);
    check("cmsnt", "balance", 200, r#"{"error":"Invalid API key"}"#);
    check(
        "cmsnt",
        "add",
        200,
        r#"{"status":"error","msg":"Vui l\u00f2ng \u0111\u0103ng nh\u1eadp","error":"Invalid API key"}"#,
    );
    check("smmpanelv1", "balance", 401, r#"{"error":"Invalid API Key"}"#);
    check("laravel-brl", "balance", 401, r#"{"error":"Invalid API key"}"#);
    check("nextjs", "balance", 401, r#"{"error":"Invalid API Key"}"#);
    check("flask", "balance", 200, r#"{"error":"Invalid API key"}"#);
    check("uzs", "balance", 200, r#"{"error":"Incorrect API key"}"#);
    check("uzs", "add", 200, r#"{"error":"invalid API key"}"#);
    assert!(refused("smmpanelv1", "services").1.starts_with("[{"), "its list is public");
}

#[test]
fn no_panel_ever_repeats_a_key() {
    for profile in Profile::ALL {
        let mut world = panel(profile.name, Fate::Complete);
        for action in ["balance", "services", "add", "status", "refill", "cancel", "nonsense"] {
            let reply = world.handle(START, &format!("key=canary-key-1234&action={action}"));
            assert!(!reply.body.contains("canary"), "{} {action}", profile.name);
        }
    }
}

#[test]
fn encodings_are_read_as_each_panel_reads_them() {
    let reads = |name: &str, content_type: &str, query: &str, body: &str| {
        let mut world = panel(name, Fate::Complete);
        let method = if body.is_empty() { Method::Get } else { Method::Post };
        let request = Request::from_http(method, query, content_type, body.as_bytes());
        world.step(START, &request).body.contains("balance")
    };
    let json = r#"{"key":"sandbox-v2-key-0001","action":"balance"}"#;
    let form = "key=sandbox-v2-key-0001&action=balance";
    for name in ["perfect", "smmpanelv1", "laravel-brl", "nextjs", "flask"] {
        assert!(reads(name, "application/json", "", json), "{name} reads JSON");
    }
    for name in ["clients-orders", "cmsnt", "uzs"] {
        assert!(!reads(name, "application/json", "", json), "{name} reads no JSON");
    }
    for profile in Profile::ALL.iter().filter(|profile| profile.dialect.name() == "v2") {
        assert!(reads(profile.name, "", "", form), "{} reads a form", profile.name);
        assert!(reads(profile.name, "", form, ""), "{} reads key and action by GET", profile.name);
    }
}
