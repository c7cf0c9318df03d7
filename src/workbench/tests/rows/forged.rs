//! Council votes and good deeds that a bundle brings although no laptop would
//! have taken them: they count for nothing, and say why (domain.md E11, E12).

use super::*;

/// Writes a record on a laptop that asks no rule.
fn forge(bench: &mut Workbench, ledger: &str, told: &str) -> RecordId {
    let mut draft = Draft::new();
    let id = bench.begin_record(&mut draft, ledger, None).unwrap();
    bench.fill(&mut draft, id, &pairs(told)).unwrap();
    bench.write_unjudged(draft);
    id
}

// Shows E11, E12.
#[test]
fn forged_votes_and_deeds_count_for_nothing_on_the_laptop_that_gets_them() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let mut keep = |ledger: &str, told: &str| {
        let mut draft = Draft::new();
        let id = a.begin_record(&mut draft, ledger, None).unwrap();
        a.fill(&mut draft, id, &pairs(told)).unwrap();
        a.commit(draft).unwrap();
    };
    keep("neighbourhoods", "name=三组");
    keep(
        "council_charters",
        "name=章程; version=一; seats=9; quorum=6; majority=5; adopted_on=2026-09-20; adopted_by=residents; content=第一条",
    );
    let meeting = "date=2026-10-01; chair=陈水根; quorum=6";
    keep("council_meetings", &format!("name=第一次会议; {meeting}; present=5; valid=no"));
    keep("council_meetings", &format!("name=第二次会议; {meeting}; present=6; valid=yes; minutes=议路灯"));
    exchange(&mut a, &mut b, folder.path());
    let vote = "motion=自愿筹集; date=2026-10-01; abstained=0";
    let deed = "name=修好路灯; neighbourhood=三组; owner=张晓敏; started=2026-10-01; before=不亮";
    let done = format!("{deed}; done_on=2026-10-08; after=全亮");
    let yes = "carried=yes; resolution=自愿筹集";
    let lines = [
        (
            "council_votes",
            format!("{vote}; meeting=第二次会议; needed=5; in_favour=4; against=1; {yes}"),
            "赞成票不够",
        ),
        (
            "council_votes",
            format!("{vote}; meeting=第二次会议; needed=1; in_favour=3; against=1; {yes}"),
            "少于章程规定的票数",
        ),
        (
            "council_votes",
            format!("{vote}; meeting=第二次会议; needed=5; in_favour=9; against=0; {yes}"),
            "多于会议实到人数",
        ),
        (
            "council_votes",
            format!("{vote}; meeting=第一次会议; needed=5; in_favour=5; against=0; {yes}"),
            "会议无效",
        ),
        ("good_deeds", format!("{done}; accepted_on=2026-10-09; accepted_by=张晓敏"), "验收人"),
        ("good_deeds", format!("{done}; accepted_on=2026-10-07; accepted_by=王桂兰"), "不能早于完成日期"),
        ("good_deeds", format!("{deed}; accepted_on=2026-10-09; accepted_by=王桂兰"), "完成以后才能验收"),
        ("good_deeds", deed.replace("before=不亮", "before=."), "没有写明"),
    ];
    let forged: Vec<RecordId> = lines.iter().map(|(ledger, told, _)| forge(&mut b, ledger, told)).collect();
    // By the same path what keeps to the rules counts.
    forge(
        &mut b,
        "council_votes",
        &format!("{vote}; meeting=第二次会议; needed=5; in_favour=5; against=1; {yes}"),
    );
    forge(&mut b, "good_deeds", &format!("{done}; accepted_on=2026-10-09; accepted_by=王桂兰"));
    exchange(&mut b, &mut a, folder.path());
    for (id, (_, told, why)) in forged.iter().zip(&lines) {
        let faults = a.faults(&a.existing(*id).unwrap());
        assert!(faults.iter().any(|fault| fault.zh.contains(why)), "{told}: {faults:?}");
    }
    for ledger in ["council_votes", "good_deeds"] {
        assert_eq!(a.counted(ledger).unwrap().len(), 1, "{ledger}");
        assert!(a.standing(ledger).unwrap().len() > 1, "what came in stays to be seen");
    }
}
