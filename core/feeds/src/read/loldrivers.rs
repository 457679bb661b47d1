//! Records of `LOLDrivers`: YAML, one driver a file, with many samples. Hashes of signatures, of import tables and of headers are
//! not hashes of files and stay out.

use debar_model::Object;

use crate::draft::Draft;
use crate::entry::SetKey;
use crate::{Hash, InputFile, Lint, Refusal, text, yaml};

pub(super) fn read(file: &InputFile<'_>, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let help = "give the YAML of the drivers, one a file";
    let source = String::from_utf8_lossy(file.bytes);
    let tree = yaml::parse(&source)
        .map_err(|(line, why)| Refusal::new(file.name, why, help).at(format!("line {line}")))?;
    let samples = tree.get("KnownVulnerableSamples").list();
    if tree.get("Id").text().is_none() {
        return Err(Refusal::new(file.name, "it has no `Id`", help));
    }
    if samples.is_empty() {
        draft.note(Lint::NoDigest, &"/KnownVulnerableSamples", tree.get("Id").text().unwrap_or_default());
    }
    let category = text::clean(tree.get("Category").text().unwrap_or("driver")).0;
    let key = SetKey {
        list: format!("LOLDrivers: {category}"),
        review: false,
        object: Object::File,
        members_deny: true,
        from: None,
        ends: None,
    };
    let driver = tree.get("Tags").texts().first().map(|tag| (*tag).to_owned()).unwrap_or_default();
    for (at, sample) in samples.iter().enumerate() {
        draft.row();
        let place = format!("/KnownVulnerableSamples/{at}");
        let company = text::clean(sample.get("Company").scalar().unwrap_or_default()).0;
        let name =
            text::clean(sample.get("Filename").scalar().filter(|name| !name.is_empty()).unwrap_or(&driver)).0;
        let label = if company.is_empty() { name.clone() } else { format!("{company}: {name}") };
        let mut one = false;
        for (hash, column) in [(Hash::Sha256, "SHA256"), (Hash::Sha1, "SHA1"), (Hash::Md5, "MD5")] {
            let value = sample.get(column).scalar().unwrap_or_default().trim();
            if value.is_empty() || value == "-" {
                continue;
            }
            match text::digest(Some(hash), value) {
                Some((hash, digest)) => one |= draft.digest(&key, hash, &digest, &label, &place),
                None => draft.note(Lint::BadDigest, &place, &format!("{column} {value}")),
            }
        }
        if !one {
            draft.note(Lint::NoDigest, &place, &label);
        }
        if !sample.get("Authentihash").map().is_empty() {
            draft.report.add_many(Lint::NotAFileHash, 1);
        }
    }
    Ok(())
}
