//! The linked and the loaded `cyclonedx` plugin: the same documents give byte-identical decisions and answers.

#[test]
fn linked_and_loaded_agree() {
    debar_tests::same_bytes("cyclonedx", debar_plugin_api::static_api::<debar_plugin_cyclonedx::CycloneDx>());
}
