//! What was exported, and for whom not yet.

use std::path::Path;

use super::{QUICK, clock, found, resident};
use crate::workbench::{
    Workbench,
    peers::{Joining, Offer},
    sync::ExportOrder,
};

fn join(lead: &mut Workbench, folder: &Path, name: &str) -> Workbench {
    let file = folder.join(format!("{name}.mqi"));
    lead.invite(&file, "told by voice", &Offer::default()).unwrap();
    let joining = Joining { member: name.to_owned(), letter: None };
    let told = Some("told by voice".to_owned());
    let mut own =
        Workbench::join(&folder.join(name), &file, told, &joining, "pass", QUICK, clock(0), &mut |_| {})
            .unwrap();
    let bundle = folder.join(format!("{name}.mqb"));
    own.export(&bundle, &ExportOrder::default()).unwrap();
    lead.import_bundle(&bundle, None, &mut |_| {}).unwrap();
    own
}

#[test]
fn what_was_exported_for_every_laptop_is_exported_and_the_others_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let (b, c) = (join(&mut a, folder.path(), "b"), join(&mut a, folder.path(), "c"));
    resident(&mut a, "仇英");
    let owed = a.unexported().unwrap();
    let mut all = vec![b.peer(), c.peer()];
    all.sort_unstable();
    assert!(owed > 0);
    assert_eq!(a.not_exported_for().unwrap(), all);
    let only = |peer| ExportOrder { peers: vec![peer], ..ExportOrder::default() };
    a.export(folder.path(), &only(b.peer())).unwrap();
    assert_eq!((a.unexported().unwrap(), a.not_exported_for().unwrap()), (owed, vec![c.peer()]));
    // Sealed away from the group it says nothing of who can open it.
    let by_word = ExportOrder { passphrase: Some("told by voice".into()), ..only(c.peer()) };
    a.export(folder.path(), &by_word).unwrap();
    assert_eq!(a.not_exported_for().unwrap(), [c.peer()]);
    a.export(folder.path(), &only(c.peer())).unwrap();
    assert_eq!((a.unexported().unwrap(), a.not_exported_for().unwrap()), (0, Vec::new()));
    resident(&mut a, "曾国华");
    assert_eq!((a.unexported().unwrap(), a.not_exported_for().unwrap()), (1, all));
}
