//! Who belongs to the group.

use std::path::PathBuf;

use super::*;
use crate::{bundle::BundleError, store::trust::Membership};

const DAY: i64 = 24 * 60;

fn invited(a: &mut Workbench, folder: &Path, offer: &Offer) -> PathBuf {
    a.invite(folder, "told by voice", offer).unwrap()
}

fn joined(home: &Path, invitation: &Path, member: &str, minute: i64) -> Result<Workbench, Error> {
    let joining = Joining { member: member.into(), letter: None };
    let told = Some("told by voice".to_owned());
    Workbench::join(home, invitation, told, &joining, "pass", QUICK, clock(minute), &mut |_| {})
}

fn trio(folder: &Path) -> (Workbench, Workbench, Workbench) {
    let (mut a, mut b) = pair(folder);
    let invitation = invited(&mut a, folder, &Offer::default());
    let mut c = joined(&folder.join("c"), &invitation, "陈静", 2).unwrap();
    exchange(&mut c, &mut a, folder);
    exchange(&mut a, &mut b, folder);
    exchange(&mut a, &mut c, folder);
    assert_eq!((a.digest(), b.digest()), (b.digest(), c.digest()));
    (a, b, c)
}

fn membership(bench: &Workbench, of: &Workbench) -> Option<Membership> {
    bench.membership_of(of.peer())
}

#[test]
fn two_invitations_at_once_offer_two_letters_and_each_is_for_one_laptop() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut a = found(&folder.join("a"));
    let first = invited(&mut a, folder, &Offer::default());
    let second = invited(&mut a, folder, &Offer::default());
    let mut b = joined(&folder.join("b"), &second, "李强", 1).unwrap();
    let mut c = joined(&folder.join("c"), &first, "陈静", 1).unwrap();
    let mut d = joined(&folder.join("d"), &first, "王磊", 1).unwrap();
    assert_eq!((b.letter(), c.letter(), d.letter()), ("C", "B", "B"));
    let offer = |letter: &str| Offer { letter: Some(letter.into()), ..Offer::default() };
    assert!(matches!(a.invite(folder, "told", &offer("B")), Err(Error::Held { .. })));
    exchange(&mut b, &mut a, folder);
    exchange(&mut c, &mut a, folder);
    exchange(&mut d, &mut a, folder);
    let of = |bench: &Workbench| membership(&a, bench);
    assert_eq!((of(&b), of(&c)), (Some(Membership::Member), Some(Membership::Member)));
    assert_eq!(of(&d), None, "the invitation was good for one");
    let laptops = a.laptops().unwrap();
    let stranger = laptops.iter().find(|laptop| laptop.peer == d.peer()).unwrap();
    assert_eq!((stranger.letter.as_str(), stranger.called.as_deref()), ("B", Some("王磊")));
    assert_eq!((stranger.aside, stranger.commits), (1, 0));

    // Confirmed all the same, it gets another letter.
    a.confirm(d.peer(), false).unwrap();
    assert!(matches!(a.rename(d.peer(), "C"), Err(Error::Already(_))));
    a.rename(d.peer(), "e").unwrap();
    exchange(&mut a, &mut d, folder);
    assert_eq!((d.letter(), a.digest()), ("E", d.digest()));
    assert_eq!(a.laptops().unwrap().len(), 4);
}

#[test]
fn an_invitation_ends_and_only_a_lead_writes_one() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let offer = Offer { days: 3, ..Offer::default() };
    let invitation = invited(&mut a, folder.path(), &offer);
    let home = folder.path().join("c");
    assert!(matches!(joined(&home, &invitation, "陈静", 4 * DAY), Err(Error::Expired(_))));
    assert!(!crate::workbench::keeping::is_workspace(&home));
    let mut c = joined(&home, &invitation, "陈静", 2 * DAY).unwrap();
    a.set_clock(clock(60 * DAY));
    exchange(&mut c, &mut a, folder.path());
    assert_eq!(membership(&a, &c), None, "its first bundle comes too late to enrol it by itself");
    assert!(matches!(b.invite(folder.path(), "told", &Offer::default()), Err(Error::NotLead)));
    let peer = c.peer();
    assert!(matches!(b.confirm(peer, false), Err(Error::NotLead)));
    assert!(matches!(b.revoke(peer, None), Err(Error::NotLead)));
    assert!(matches!(a.revoke(a.peer(), None), Err(Error::OwnLaptop)));
    a.confirm(b.peer(), true).unwrap();
    exchange(&mut a, &mut b, folder.path());
    b.confirm(peer, false).unwrap();
    exchange(&mut b, &mut a, folder.path());
    assert_eq!(membership(&a, &c), Some(Membership::Member), "a second lead confirms as well");
    assert_eq!(a.digest(), b.digest());
}

#[test]
fn what_a_stranger_wrote_is_carried_on_and_comes_in_when_a_lead_confirms_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let invitation = invited(&mut a, folder, &Offer::default());
    let mut c = joined(&folder.join("c"), &invitation, "陈静", 2).unwrap();
    let theirs = resident(&mut c, "单小明");
    // B is no lead: it keeps what C wrote aside, and carries it to A.
    exchange(&mut c, &mut b, folder);
    assert!(b.row(theirs).unwrap().is_none());
    assert_eq!(b.status().unwrap().waiting, 2);
    exchange(&mut b, &mut a, folder);
    assert_eq!(membership(&a, &c), Some(Membership::Member));
    assert!(a.row(theirs).unwrap().is_some());
    exchange(&mut a, &mut b, folder);
    assert!(b.row(theirs).unwrap().is_some());
    assert_eq!((b.status().unwrap().waiting, a.digest()), (0, b.digest()));
    for bench in [a, b, c] {
        assert_eq!(bench.doctor().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_lost_laptop_opens_nothing_more_and_what_it_writes_counts_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b, mut c) = trio(folder);
    let ours = resident(&mut a, "王桂兰");
    let older = a.export(folder, &ExportOrder::default()).unwrap().file;
    c.import_bundle(&older, None, &mut |_| {}).unwrap();
    let last = c.store.totals().held().get(c.peer());
    // The thief writes, and B takes it in before it knows.
    edit(&mut c, ours, "note", "改过的");
    exchange(&mut c, &mut b, folder);
    b.import_bundle(&older, None, &mut |_| {}).unwrap();
    let note = |bench: &Workbench| bench.row(ours).unwrap().unwrap().text(residents::NOTE).to_owned();
    assert_eq!(note(&b), "改过的");

    let beyond = a.revoke(c.peer(), Some(last + 1)).unwrap_err();
    assert!(matches!(beyond, Error::NotHere { .. }) && beyond.exit_code() == 1, "{beyond:?}");
    assert_eq!(a.revoke(c.peer(), None).unwrap().after, last);
    let newer = a.export(folder, &ExportOrder::default()).unwrap().file;
    assert!(matches!(c.preview(&newer, None), Err(error) if error.exit_code() == 4), "it cannot open it");
    assert!(c.preview(&older, None).is_ok(), "older ones it can");
    let plan = b.import_bundle(&newer, None, &mut |_| {}).unwrap().plan;
    assert!(plan.retracts);
    let id: String = c.peer().to_string().chars().take(8).collect();
    let told = crate::workbench::notices::notices(&plan, &b.laptops().unwrap(), Lang::Zh).join("\n");
    assert!(told.contains(&format!("组长停用了电脑 C {id}")), "{told}");
    assert_eq!(note(&b), "", "nobody trusted had built on it");
    assert_eq!(a.digest(), b.digest());
    assert_eq!(b.status().unwrap().waiting, 1, "it is kept aside, not thrown away");

    // B has the new key, writes with it, and survives being opened again.
    edit(&mut b, ours, "note", "核对过");
    exchange(&mut b, &mut a, folder);
    assert_eq!(note(&a), "核对过");
    let answer = b.export(folder, &ExportOrder { full: true, ..ExportOrder::default() }).unwrap().file;
    assert!(matches!(c.preview(&answer, None), Err(error) if error.exit_code() == 4));
    b.close().unwrap();
    fs::remove_dir_all(folder.join("b/sled")).unwrap();
    let (mut b, _) = Workbench::open(&folder.join("b"), "pass", clock(9), &mut |_| {}).unwrap();
    assert_eq!((a.digest(), b.status().unwrap().waiting), (b.digest(), 1));
    assert_eq!(b.doctor().unwrap(), Vec::<String>::new());

    // What it sends later is refused by name.
    edit(&mut c, ours, "note", "又改");
    let stolen = c.export(folder, &ExportOrder { full: true, ..ExportOrder::default() }).unwrap().file;
    let refused = a.preview(&stolen, None).unwrap_err();
    assert_eq!(refused.exit_code(), 5);
    assert!(refused.sentence(Lang::Zh).contains("已停用"), "{}", refused.sentence(Lang::Zh));
    assert!(a.told(&refused, Lang::Zh).contains(&format!("已停用的电脑 C {id}（陈静）")));

    // Found again, a lead takes it back, and with it what it wrote.
    a.confirm(c.peer(), false).unwrap();
    a.import_bundle(&stolen, None, &mut |_| {}).unwrap();
    exchange(&mut a, &mut b, folder);
    exchange(&mut a, &mut c, folder);
    assert_eq!((a.digest(), b.digest()), (b.digest(), c.digest()));
    assert!(a.conflicts().unwrap().iter().any(|conflict| conflict.record == ours));
}

#[test]
fn who_was_invited_before_a_laptop_was_revoked_comes_in_after_it_and_no_thief_does() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b, c) = trio(folder);
    let invitation = invited(&mut a, folder, &Offer::default());
    let mut d = joined(&folder.join("d"), &invitation, "王磊", 3).unwrap();
    let theirs = resident(&mut d, "新人写的");
    let backup = b.backup(&folder.join("b.mqb")).unwrap().file;
    let stolen = c.backup(&folder.join("c.mqb")).unwrap().file;
    a.revoke(c.peer(), None).unwrap();
    exchange(&mut a, &mut b, folder);

    // Its keys are older than the revocation: what it was invited by speaks for it.
    let file = d.export(folder, &ExportOrder::default()).unwrap().file;
    let plan = b.import_bundle(&file, None, &mut |_| {}).unwrap().plan;
    assert_eq!(plan.aside.keys().collect::<Vec<_>>(), [&d.peer()], "a lead has to enrol it");
    exchange(&mut d, &mut a, folder);
    assert!(a.row(theirs).unwrap().is_some());
    exchange(&mut a, &mut d, folder);
    exchange(&mut a, &mut b, folder);
    assert_eq!((a.digest(), b.digest()), (b.digest(), d.digest()));
    // It was given the newer key.
    assert_eq!(d.kept_keys().unwrap().len(), 1);

    // A workspace that is restored goes on as one of the group; that of the lost laptop does not.
    for (backup, home) in [(backup, "b2"), (stolen, "c2")] {
        Workbench::restore(&folder.join(home), &backup, "pass", QUICK, clock(7), &mut |_| {}).unwrap();
        let (mut restored, _) = Workbench::open(&folder.join(home), "pass", clock(8), &mut |_| {}).unwrap();
        let new = resident(&mut restored, "恢复以后写的");
        let file = restored.export(folder, &ExportOrder { full: true, ..ExportOrder::default() });
        let taken = a.import_bundle(&file.unwrap().file, None, &mut |_| {});
        if home == "b2" {
            assert_eq!(taken.unwrap().plan.aside.len(), 0);
            assert!(a.row(new).unwrap().is_some());
            exchange(&mut a, &mut restored, folder);
            assert_eq!((a.digest(), restored.kept_keys().unwrap().len()), (restored.digest(), 1));
        } else {
            let refused = taken.unwrap_err();
            assert!(matches!(refused, Error::Bundle(BundleError::Unvouched(_))), "{refused:?}");
            assert!(a.row(new).unwrap().is_none());
        }
    }
}

#[test]
fn an_invitation_that_could_not_be_written_takes_no_letter() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let before = a.digest();
    let refused = a.invite(&folder.path().join("不在/x.mqi"), "told by voice", &Offer::default());
    assert!(refused.unwrap_err().sentence(Lang::Zh).contains("没有这个文件或文件夹"));
    assert_eq!(a.digest(), before, "nothing was written down");
    invited(&mut a, folder.path(), &Offer::default());
    let own = a.peer();
    let held = a.rename(own, "B").unwrap_err();
    assert!(held.sentence(Lang::Zh).contains("留给了一份还没用的邀请"), "{held}");
    a.rename(own, "C").unwrap();
    let order = ExportOrder { peers: vec![own], ..ExportOrder::default() };
    assert!(matches!(a.export(folder.path(), &order), Err(Error::ForOneself)));
}

#[test]
fn what_a_lead_took_in_of_a_thief_goes_again_unless_he_built_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b, mut c) = trio(folder);
    let ours = resident(&mut a, "王桂兰");
    exchange(&mut a, &mut c, folder);
    exchange(&mut a, &mut b, folder);
    let note = |bench: &Workbench| bench.row(ours).unwrap().unwrap().text(residents::NOTE).to_owned();
    let last = c.store.totals().held().get(c.peer());
    edit(&mut c, ours, "note", "偷改");
    exchange(&mut c, &mut a, folder);
    assert_eq!(note(&a), "偷改");
    let ended = a.revoke(c.peer(), Some(last)).unwrap();
    assert_eq!((ended.after, note(&a).as_str()), (last, ""));
    assert_eq!(a.status().unwrap().waiting, 1, "it is set aside");
    edit(&mut a, ours, "note", "核对过");
    exchange(&mut a, &mut b, folder);
    exchange(&mut b, &mut a, folder);
    assert_eq!((note(&a), a.digest()), (note(&b), b.digest()));
    assert_eq!(a.doctor().unwrap(), Vec::<String>::new());
    assert!(a.conflicts().unwrap().is_empty());

    // What the lead himself went on from stays, and he is told.
    a.confirm(c.peer(), false).unwrap();
    edit(&mut a, ours, "note", "又核对");
    let refused = a.revoke(c.peer(), Some(last)).unwrap_err();
    assert!(matches!(refused, Error::TakenIn { .. }), "{refused:?}");
}

#[test]
fn what_somebody_had_built_on_stays_when_a_laptop_is_revoked() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b, mut c) = trio(folder);
    let last = c.store.totals().held().get(c.peer());
    let theirs = resident(&mut c, "单小明");
    exchange(&mut c, &mut b, folder);
    edit(&mut b, theirs, "note", "已入户");
    a.revoke(c.peer(), Some(last)).unwrap();
    exchange(&mut a, &mut b, folder);
    exchange(&mut b, &mut a, folder);
    assert_eq!(a.digest(), b.digest());
    assert_eq!(a.row(theirs).unwrap().unwrap().text(residents::NOTE), "已入户", "B's work is not lost");
    assert_eq!(a.doctor().unwrap(), Vec::<String>::new());
}

#[test]
fn who_heard_that_the_founder_was_revoked_still_hears_the_founder() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b, mut c) = trio(folder);
    a.confirm(c.peer(), true).unwrap();
    exchange(&mut a, &mut c, folder);
    c.revoke(a.peer(), None).unwrap();
    exchange(&mut c, &mut b, folder);
    assert!(matches!(membership(&b, &a), Some(Membership::Revoked { .. })));
    // What A goes on to write is refused, until A says that it is C who is out.
    let ours = resident(&mut a, "王桂兰");
    let more = a.export(folder, &ExportOrder::default()).unwrap().file;
    assert_eq!(b.preview(&more, None).unwrap_err().exit_code(), 5);
    a.revoke(c.peer(), None).unwrap();
    exchange(&mut a, &mut b, folder);
    assert_eq!(membership(&b, &a), Some(Membership::Lead));
    assert!(matches!(membership(&b, &c), Some(Membership::Revoked { .. })));
    assert!(b.row(ours).unwrap().is_some());
    exchange(&mut b, &mut a, folder);
    assert_eq!(a.digest(), b.digest());
}

#[test]
fn a_revoked_laptop_says_so_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, _b, mut c) = trio(folder);
    a.revoke(c.peer(), None).unwrap();
    let order = ExportOrder { passphrase: Some("told".into()), ..ExportOrder::default() };
    let file = a.export(folder, &order).unwrap().file;
    c.import_bundle(&file, Some("told".into()), &mut |_| {}).unwrap();
    let mut draft = Draft::new();
    let id = c.begin_record(&mut draft, "residents", None).unwrap();
    c.fill(&mut draft, id, &[("name".into(), "单小明".into())]).unwrap();
    assert!(matches!(c.commit(draft), Err(Error::Revoked)));
}

#[test]
fn a_restored_workspace_goes_on_with_the_rights_of_its_original() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (a, mut b) = pair(folder);
    let file = folder.join("backup.mqb");
    a.backup(&file).unwrap();
    drop(a);
    let home = folder.join("again");
    Workbench::restore(&home, &file, "pass", QUICK, clock(3), &mut |_| {}).unwrap();
    let (mut again, _) = Workbench::open(&home, "pass", clock(4), &mut |_| {}).unwrap();
    assert!(again.leads());
    resident(&mut again, "单小明");
    exchange(&mut again, &mut b, folder);
    assert_eq!(membership(&b, &again), Some(Membership::Lead));
    assert_eq!(again.digest(), b.digest());
    let invitation = invited(&mut again, folder, &Offer::default());
    let mut c = joined(&folder.join("c"), &invitation, "陈静", 5).unwrap();
    exchange(&mut c, &mut again, folder);
    assert_eq!(membership(&again, &c), Some(Membership::Member));
}

#[test]
fn two_laptops_of_one_letter_have_issues_that_can_be_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let mut draft = Draft::new();
    draft.set(Workbench::peer_record(b.peer()), crate::domain::team::peers::LETTER, Value::text("A"));
    b.write(draft, crate::log::commit::Cause::Housekeeping).unwrap();
    b.follow_up().unwrap();
    assert_eq!((a.letter(), b.letter()), ("A", "A"));
    let (here, there) = (issue(&mut a, "路灯不亮"), issue(&mut b, "井盖松动"));
    let number = |bench: &Workbench, id| bench.row(id).unwrap().unwrap().text(issues::NUMBER).to_owned();
    assert_eq!((number(&a, here), number(&b, there)), ("A-1".to_owned(), "A-1".to_owned()));
    exchange(&mut a, &mut b, folder);
    exchange(&mut b, &mut a, folder);
    assert_ne!(number(&a, here), number(&a, there));
    for id in [here, there] {
        assert!(number(&a, id).starts_with("A-1·"));
        assert_eq!(number(&a, id), number(&b, id));
        assert_eq!(a.find(&number(&a, id)).unwrap(), id);
    }
    assert!(matches!(a.find("a-1"), Err(Error::Ambiguous(_))));
    let third = issue(&mut a, "垃圾清运");
    assert_eq!(number(&a, third), "A-2");
    a.rename(b.peer(), "B").unwrap();
    exchange(&mut a, &mut b, folder);
    assert_eq!(b.letter(), "B");
}

#[test]
fn what_cannot_follow_from_a_bundle_is_told_and_done_later_and_the_bundle_is_in() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let invitation = invited(&mut a, folder, &Offer::default());
    let mut c = joined(&folder.join("c"), &invitation, "陈静", 2).unwrap();
    let theirs = resident(&mut c, "单小明");
    let file = c.export(folder, &ExportOrder::default()).unwrap().file;
    let other = b.export(folder, &ExportOrder { full: true, ..ExportOrder::default() }).unwrap().file;
    // Without a clock nothing is written, and so nobody is enrolled.
    a.set_clock(Clock::Fixed(Timestamp::from_second(-5).unwrap()));
    a.import_bundle(&file, None, &mut |_| {}).unwrap();
    let told = a.status().unwrap().notices.remove(0);
    assert!(told.get(Lang::Zh).contains("收到的同步包都在"), "{told:?}");
    assert!(told.get(Lang::En).contains("the bundle is in"), "{told:?}");
    assert_eq!((membership(&a, &c), a.status().unwrap().aside), (None, 2));
    let taken = a.look_into(folder).unwrap().into_iter().find(|found| found.file == file).unwrap();
    assert_eq!(taken.standing, crate::workbench::folder::Standing::Taken, "it was noted all the same");
    a.import_bundle(&other, None, &mut |_| {}).unwrap();
    assert!(a.owes().is_some() && a.heard_of(b.peer()).unwrap().is_some());

    // Told also when it is opened; done with the next import.
    let home = a.home().to_path_buf();
    a.close().unwrap();
    let nowhen = Clock::Fixed(Timestamp::from_second(-1).unwrap());
    let (mut a, _) = Workbench::open(&home, "pass", nowhen, &mut |_| {}).unwrap();
    assert!(a.owes().is_some());
    a.set_clock(clock(9));
    a.import_bundle(&other, None, &mut |_| {}).unwrap();
    assert!(a.owes().is_none() && a.notices().unwrap().is_empty());
    assert_eq!(membership(&a, &c), Some(Membership::Member));
    assert!(a.row(theirs).unwrap().is_some() && a.doctor().unwrap().is_empty());

    // Or when it is opened.
    let invitation = invited(&mut a, folder, &Offer::default());
    let mut d = joined(&folder.join("d"), &invitation, "王磊", 10).unwrap();
    let file = d.export(folder, &ExportOrder::default()).unwrap().file;
    a.set_clock(nowhen);
    a.import_bundle(&file, None, &mut |_| {}).unwrap();
    assert!(a.owes().is_some());
    a.close().unwrap();
    let (a, _) = Workbench::open(&home, "pass", clock(11), &mut |_| {}).unwrap();
    assert_eq!((a.owes(), membership(&a, &d)), (None, Some(Membership::Member)));
}

#[test]
fn two_laptops_that_two_leads_enrolled_by_one_invitation_are_named_to_the_leads() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    a.confirm(b.peer(), true).unwrap();
    let invitation = invited(&mut a, folder, &Offer::default());
    exchange(&mut a, &mut b, folder);
    let mut c = joined(&folder.join("c"), &invitation, "陈静", 2).unwrap();
    let mut d = joined(&folder.join("d"), &invitation, "王磊", 2).unwrap();
    exchange(&mut c, &mut a, folder);
    exchange(&mut d, &mut b, folder);
    let of = |bench: &Workbench, other: &Workbench| membership(bench, other);
    assert_eq!((of(&a, &c), of(&b, &d)), (Some(Membership::Member), Some(Membership::Member)));
    assert!(a.notices().unwrap().is_empty() && b.notices().unwrap().is_empty());
    exchange(&mut b, &mut a, folder);
    exchange(&mut a, &mut b, folder);
    exchange(&mut a, &mut c, folder);
    for lead in [&a, &b] {
        let notices = lead.notices().unwrap();
        assert_eq!(notices.len(), 1, "{notices:?}");
        for (peer, name) in [(c.peer(), "陈静"), (d.peer(), "王磊")] {
            let id: String = peer.to_string().chars().take(8).collect();
            let named = format!("C {id}（{name}）");
            assert!(notices[0].get(Lang::Zh).contains(&named), "{notices:?}");
            assert!(notices[0].get(Lang::En).contains(&named), "{notices:?}");
        }
    }
    assert!(c.notices().unwrap().is_empty(), "there is nothing that a member could do");
    // Who is not known is revoked, and then there is nothing more to tell.
    b.revoke(d.peer(), None).unwrap();
    exchange(&mut b, &mut a, folder);
    assert!(a.notices().unwrap().is_empty() && b.notices().unwrap().is_empty());
    assert_eq!((of(&a, &c), a.digest()), (Some(Membership::Member), b.digest()));
}

#[test]
fn a_laptop_that_never_handed_anything_over_can_be_revoked() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let stranger = crate::log::commit::PeerId([7; 16]);
    a.confirm(stranger, false).unwrap();
    assert_eq!(a.revoke(stranger, None).unwrap().after, 0);
    assert_eq!(a.membership_of(stranger), Some(Membership::Revoked { after: 0, print: None }));
}
