//! What a revoked laptop wrote since is refused before it is planned, where
//! that is certain; and taken where the bundle itself says that it is found again.

use std::path::PathBuf;

use super::{reach::newcomer, *};
use crate::{
    bundle::{BundleError, read::OPENED},
    store::trust::Membership,
};

const TOLD: &str = "told";

/// Everything, to be opened also by who was revoked.
fn everything(bench: &mut Workbench, folder: &Path) -> PathBuf {
    let order = ExportOrder { full: true, passphrase: Some(TOLD.into()), ..ExportOrder::default() };
    bench.export(folder, &order).unwrap().file
}

/// How often such a bundle is opened until it is refused: once where nothing is planned.
fn refused(bench: &Workbench, file: &Path) -> u64 {
    let before = OPENED.get();
    let error = bench.preview(file, Some(TOLD.into())).unwrap_err();
    assert!(matches!(error, Error::Bundle(BundleError::Revoked(_))), "{error}");
    OPENED.get() - before
}

#[test]
fn what_was_written_since_is_planned_only_where_it_may_change_who_is_revoked() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let mut c = newcomer(&mut a, folder, "陈静");
    exchange(&mut c, &mut a, folder);
    exchange(&mut a, &mut c, folder);
    exchange(&mut a, &mut b, folder);
    a.revoke(c.peer(), None).unwrap();
    exchange(&mut a, &mut b, folder);
    let theirs = resident(&mut c, "周敏");
    let alone = everything(&mut c, folder);
    assert_eq!((refused(&a, &alone), refused(&b, &alone)), (1, 1));

    // What B wrote changes nothing of it: B leads nobody.
    resident(&mut b, "解晓东");
    let news = everything(&mut b, folder);
    c.import_bundle(&news, Some(TOLD.into()), &mut |_| {}).unwrap();
    let more = everything(&mut c, folder);
    assert_eq!(refused(&a, &more), 1);
    // What A wrote could, and is looked at: here it does not.
    resident(&mut a, "单小明");
    let news = everything(&mut a, folder);
    c.import_bundle(&news, Some(TOLD.into()), &mut |_| {}).unwrap();
    let more = everything(&mut c, folder);
    assert_eq!((refused(&a, &more), refused(&b, &more)), (1, 2));
    // And here it does: C was found again.
    a.confirm(c.peer(), false).unwrap();
    let news = everything(&mut a, folder);
    c.import_bundle(&news, Some(TOLD.into()), &mut |_| {}).unwrap();
    let last = everything(&mut c, folder);
    b.import_bundle(&last, Some(TOLD.into()), &mut |_| {}).unwrap();
    assert_eq!(b.membership_of(c.peer()), Some(Membership::Member));
    assert!(b.row(theirs).unwrap().is_some());
    exchange(&mut b, &mut a, folder);
    assert_eq!(a.digest(), b.digest());
}
