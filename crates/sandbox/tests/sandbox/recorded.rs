//! Recorded lists of real panels, where they are at hand: every panel can sell them.

use crate::conversation::{START, keyed};
use panelboard_sandbox::engine::{Catalogue, Profile, World};
use std::path::Path;

#[test]
fn recorded_lists_are_served_and_ordered_from_where_they_are_at_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/catalogues");
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("a list");
        let rows: Vec<serde_json::Value> = serde_json::from_str(&text).expect("JSON");
        let catalogue = Catalogue::recorded(&text).expect("a list of services");
        assert_eq!(catalogue.services().len(), rows.len(), "{}", path.display());
        for profile in Profile::ALL {
            serve(profile, &catalogue, rows.len());
        }
    }
}

fn serve(profile: &'static Profile, catalogue: &Catalogue, count: usize) {
    let mut world = World::with_catalogue(1, profile, catalogue.clone());
    let form = keyed(&world, "action=services");
    let reply = world.handle(START, &form);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&reply.body).expect("JSON");
    assert_eq!(rows.len(), count, "{}", profile.name);
    let service = catalogue.services().iter().find(|service| service.kind.name() == "Default");
    let service = service.expect("a default service");
    let fields =
        format!("action=add&service={}&link=x&quantity={}&request_id=r", service.id, service.min);
    let form = keyed(&world, &fields);
    world.handle(START, &form);
    assert_eq!(world.accepted(), 1, "{}: {fields}", profile.name);
}
